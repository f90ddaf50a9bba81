"""The pictures of batches hold the numbers given, say them in words, and change nothing."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.batch_pictures import (
    FAR,
    Cloud,
    EpochRun,
    epoch_runs,
    epoch_scene,
    gradient_clouds,
    leads_downhill,
    loss_of_two_weights,
)
from helpers.network import Layer
from helpers.training import loss_of, train

INPUTS = np.random.default_rng(0).normal(size=(20, 2))
TARGETS = INPUTS @ [[0.5], [-0.25]] + np.random.default_rng(1).normal(0, 0.3, (20, 1))
LOSS_AT = loss_of_two_weights(INPUTS, TARGETS)
RANGES = (-1.0, 1.5), (-1.0, 1.5)
AVERAGE = [-1.0, 2.0]
CLOUDS = [
    Cloud(1, np.array([[-3.0, 4.0], [1.0, 0.0], [-1.0, 2.0]])),
    Cloud(3, np.array([[-1.0, 2.0]])),
]


def weights_along(batch_size, seed=0):
    settings = {"learning_rate": 0.1, "epochs": 1, "record_updates": True}
    settings |= {"batch_size": batch_size, "generator": np.random.default_rng(seed)}
    history = train(INPUTS, TARGETS, [Layer([[-0.5], [1.0]])], **settings)
    return np.array([layers[0].weights[:, 0] for layers in history.layers_along])


def shuffles_of(batch_size, count=3):
    along = np.stack([weights_along(batch_size, seed) for seed in range(count)], axis=1)
    return epoch_runs(batch_size, 20, along, LOSS_AT)


def epoch_picture(batch_size, count=3):
    return epoch_scene(LOSS_AT, shuffles_of(batch_size, count), *RANGES, ("a", "b")).figure


def test_a_cloud_says_its_average_its_spread_and_how_many_lead_downhill():
    assert gradient_clouds(CLOUDS, AVERAGE, ("a", "b")).alt_text == (
        "Slopes of a and b. Average of all rows: −1, 2. Batches of 1 row: 2 of 3 lead downhill, "
        "standard deviations 1.63 and 1.63. Batches of 3 rows: 1 of 1 lead downhill, standard "
        "deviations 0 and 0."
    )


def test_a_cloud_draws_each_gradient_on_its_side():
    first = gradient_clouds(CLOUDS, AVERAGE).axes[0]
    downhill, uphill = (np.asarray(dots.get_offsets()) for dots in first.collections)
    np.testing.assert_array_equal(downhill, [[-3, 4], [-1, 2]])
    np.testing.assert_array_equal(uphill, [[1, 0]])


def test_a_far_gradient_is_counted_rather_than_drawn_small():
    far = np.vstack([np.tile([[-1.0, 2.0]], (99, 1)), [[-500.0, 3.0]]])
    texts = [text.get_text() for text in gradient_clouds([Cloud(1, far)], AVERAGE).axes[0].texts]
    assert "1 more outside" in texts


def test_downhill_means_that_a_small_step_lowers_the_loss():
    weights = np.array([-0.5, 1.0])
    gradients = 2 * (INPUTS @ weights[:, None] - TARGETS) * INPUTS
    after = weights - 1e-6 * gradients
    lower = LOSS_AT(after[:, 0], after[:, 1]) < LOSS_AT(*weights)
    np.testing.assert_array_equal(leads_downhill(gradients, gradients.mean(axis=0)), lower)
    assert 0 < lower.sum() < len(lower)


def test_loss_of_two_weights_is_the_loss_of_that_layer():
    first, second = np.meshgrid([0.1, 0.2, 0.3], [1.0, -1.0])
    losses = LOSS_AT(first, second)
    assert losses.shape == (2, 3)
    assert losses[1, 2] == pytest.approx(loss_of(INPUTS, TARGETS, [Layer([[0.3], [-1.0]])]))


@pytest.mark.parametrize("batch_size", [1, 8, 20])
def test_epochs_hold_rows_weights_and_losses_after_each_update(batch_size):
    for seed, run in enumerate(shuffles_of(batch_size)):
        assert run.rows_used.tolist() == [0, *range(batch_size, 20, batch_size), 20]
        np.testing.assert_array_equal(run.weights, weights_along(batch_size, seed))
        last = loss_of(INPUTS, TARGETS, [Layer(run.weights[-1][:, None])])
        assert run.losses[-1] == pytest.approx(last)


def test_an_epoch_in_words_gives_updates_weights_and_losses():
    weights = np.array([[-0.5, 1.0], [0.25, 0.5], [0.5, 0.0]])
    run = EpochRun(10, np.array([0, 10, 20]), weights, np.array([2.0, 2.5, 1.0]))
    assert epoch_scene(LOSS_AT, [run], *RANGES, ("a", "b")).figure.alt_text == (
        "One epoch. 10 rows per update, 2 updates: the loss goes from 2.000 to 1.000. a and b go "
        "from −0.5, 1 to 0.5, 0; on its way the loss is at most 2.5."
    )


@pytest.mark.parametrize("batch_size", [1, 4, 20])
@pytest.mark.parametrize("shown", [0, 2])
def test_an_epoch_is_moved_to_another_batch_size_and_shuffle(batch_size, shown):
    _, artists, move_to = epoch_scene(LOSS_AT, shuffles_of(10), *RANGES)
    runs = shuffles_of(batch_size)
    words = move_to(runs, shown)
    run, last = runs[shown], [run.losses[-1] for run in runs]
    np.testing.assert_array_equal(artists.path.line.get_xydata(), run.weights)
    np.testing.assert_array_equal(artists.curve.get_xydata().T, [run.rows_used, run.losses])
    np.testing.assert_array_equal(artists.ends.get_xydata(), [run.weights[-1] for run in runs])
    assert artists.last.get_xydata().tolist() == [[20, run.losses[-1]]]
    assert (artists.label.xy, artists.label.get_text()) == ((20, last[shown]), f"{last[shown]:.3f}")
    updates = {1: "20 updates", 4: "5 updates", 20: "1 update"}[batch_size]
    assert artists.title.get_text().endswith(f"per update: {updates}")
    assert f"per update, {updates}: the loss goes from {run.losses[0]:.3f} to" in words
    where = (
        f"between {min(last):.3f} and {max(last):.3f}" if batch_size < 20 else f"at {last[0]:.3f}"
    )
    assert words.endswith(f"3 shuffles end {where}.")


def test_the_band_reaches_from_the_lowest_to_the_highest_loss_of_all_shuffles():
    runs = shuffles_of(4)
    artists = epoch_scene(LOSS_AT, runs, *RANGES).moving
    losses = np.array([run.losses for run in runs])
    outline = artists.band.get_paths()[0].vertices
    for place, rows_used in enumerate(runs[0].rows_used):
        heights = outline[outline[:, 0] == rows_used, 1]
        assert (heights.min(), heights.max()) == (losses[:, place].min(), losses[:, place].max())


def written_losses(run):
    """The map's losses, and pixels all along the path of a run."""
    figure, artists, _ = epoch_scene(LOSS_AT, [run], *RANGES)
    figure.draw_without_rendering()
    line = artists.path.line
    places = line.get_transform().transform(np.column_stack(line.get_data()))
    return line.axes.texts, np.linspace(places[:-1], places[1:], 50).reshape(-1, 2)


def test_no_loss_is_written_in_the_way_of_the_path():
    losses, _ = written_losses(RUN)
    for middle in (loss.get_position() for loss in losses):
        weights = np.array([RUN.weights[0], middle, RUN.weights[-1]])
        run = EpochRun(10, np.array([0, 10, 20]), weights, LOSS_AT(*weights.T))
        others, path = written_losses(run)
        for loss in others:
            assert not loss.get_window_extent().count_contains(path), loss.get_text()
        assert len(others) < len(losses)


def test_what_flies_off_the_map_is_drawn_off_the_picture_and_said():
    _, artists, move_to = epoch_scene(LOSS_AT, shuffles_of(10), *RANGES)
    run = shuffles_of(10)[0]
    far = run._replace(weights=run.weights * [[1], [1], [1e9]], losses=np.array([2.0, 3.0, 1e9]))
    assert "to 1000000000.000" in move_to([far])
    assert artists.path.line.get_xydata().max() <= FAR
    assert artists.curve.get_ydata().max() <= FAR
    assert artists.label.get_text() == "↑ 1e+09"
    assert artists.label.xy[1] < artists.curve.axes.get_ylim()[1]


PICTURES = {
    "clouds": lambda: gradient_clouds(CLOUDS, AVERAGE, ("a", "b"), "Clouds"),
    "epoch of single rows": lambda: epoch_picture(1),
    "epoch in batches": lambda: epoch_picture(4),
    "epoch of one update": lambda: epoch_picture(20, count=1),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_words_are_readable(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


def test_arguments_stay_as_they_were():
    runs = shuffles_of(4)
    given = [CLOUDS[0].gradients, INPUTS, TARGETS]
    given += [array for run in runs for array in (run.weights, run.losses, run.rows_used)]
    before = [array.copy() for array in given]
    for draw in PICTURES.values():
        draw()
    epoch_scene(LOSS_AT, runs, *RANGES).move_to(runs, 2)
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)


RUN = EpochRun(1, [0, 1], [[0.0, 0.0], [0.1, 0.1]], [1.0, 0.5])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gradient_clouds(CLOUDS[0].gradients, AVERAGE), r"clouds are not a list of Cloud"),
        (lambda: gradient_clouds([], AVERAGE), r"clouds are 0, expected one to 3"),
        (lambda: gradient_clouds(CLOUDS, [1.0]), r"average has shape \(1,\), expected \(2,\)"),
        (
            lambda: gradient_clouds([Cloud(1, [[1.0, 2.0, 3.0]])], AVERAGE),
            r"clouds\[0\].gradients have shape \(1, 3\), expected \(batches, 2\)",
        ),
        (lambda: gradient_clouds([Cloud(0, [[1.0, 2.0]])], AVERAGE), r"clouds\[0\].batch_size"),
        (
            lambda: epoch_runs(5, 20, np.zeros((6, 3, 2)), LOSS_AT),
            r"weights_along has shape \(6, 3, 2\), expected \(5, runs, 2\): one epoch of 20 rows",
        ),
        (lambda: epoch_runs(5, 20, np.zeros((5, 2)), LOSS_AT), r"weights_along has shape \(5, 2\)"),
        (lambda: epoch_runs(21, 20, np.zeros((2, 3, 2)), LOSS_AT), r"batch_size is 21"),
        (lambda: epoch_scene(LOSS_AT, RUN, *RANGES), r"runs are not a list of EpochRun"),
        (lambda: epoch_scene(LOSS_AT, "run", *RANGES), r"runs are not a list of EpochRun"),
        (lambda: epoch_scene(LOSS_AT, ["run"], *RANGES), r"runs\[0\] is of type str"),
        (
            lambda: epoch_scene(LOSS_AT, [RUN._replace(losses=[1.0])], *RANGES),
            r"runs\[0\].rows_used has shape",
        ),
        (
            lambda: epoch_scene(LOSS_AT, [*shuffles_of(4), *shuffles_of(5)], *RANGES),
            r"runs\[3\].losses have shape \(5,\), expected \(6,\)",
        ),
        (lambda: epoch_scene(LOSS_AT, [RUN], *RANGES, shown=1), r"shown is 1"),
        (lambda: loss_of_two_weights(INPUTS[:, :1], TARGETS), r"inputs have shape \(20, 1\)"),
    ],
)
def test_bad_input_gives_one_clear_sentence(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
