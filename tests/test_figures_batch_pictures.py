"""The pictures of batches hold the numbers given, say them in words, and change nothing."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.batch_pictures import (
    Cloud,
    Cost,
    EpochRun,
    Run,
    epoch_run,
    epoch_scene,
    gradient_clouds,
    leads_downhill,
    loss_of_two_weights,
    move_epoch,
    race,
    three_clocks,
)
from helpers.network import Layer, forward
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
RUNS = [Run(1, np.array([2.0, 0.5, 0.25]), 1438), Run(32, np.array([2.0, 1.0]), 45)]
COSTS = [Cost(1, 2, 2876, 0.2), Cost(32, 3, 135, 0.02), Cost(1438, 51, 51, 0.1)]


def run_of(batch_size, seed=0, **changes):
    settings = {"learning_rate": 0.1, "epochs": 1, "record_updates": True} | changes
    generator = np.random.default_rng(seed)
    layers = [Layer([[-0.5], [1.0]])]
    return train(INPUTS, TARGETS, layers, batch_size=batch_size, generator=generator, **settings)


def shuffles_of(batch_size, count=3):
    return [epoch_run(run_of(batch_size, seed), batch_size, 20) for seed in range(count)]


def epoch_picture(batch_size, count=3):
    return epoch_scene(LOSS_AT, shuffles_of(batch_size, count), *RANGES, ("a", "b"))[0]


def test_a_cloud_says_its_average_its_spread_and_how_many_lead_downhill():
    assert gradient_clouds(CLOUDS, AVERAGE, ("a", "b")).alt_text == (
        "Slopes of a and b. Average of all rows: −1, 2. Batches of 1 row: 2 of 3 lead downhill, "
        "spread 1.63 and 1.63. Batches of 3 rows: 1 of 1 lead downhill, spread 0 and 0."
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
def test_an_epoch_holds_rows_weights_and_losses_after_each_update(batch_size):
    history = run_of(batch_size)
    run = epoch_run(history, batch_size, 20)
    assert run.rows_used.tolist() == [0, *range(batch_size, 20, batch_size), 20]
    predictions = forward(INPUTS, history.layers).prediction
    np.testing.assert_allclose(INPUTS @ run.weights[-1], predictions[:, 0])
    np.testing.assert_allclose(LOSS_AT(*run.weights.T), run.losses)


def test_an_epoch_in_words_gives_updates_weights_and_losses():
    weights = np.array([[-0.5, 1.0], [0.25, 0.5], [0.5, 0.0]])
    run = EpochRun(10, np.array([0, 10, 20]), weights, np.array([2.0, 2.5, 1.0]))
    assert epoch_scene(LOSS_AT, [run], *RANGES, ("a", "b"))[0].alt_text == (
        "One epoch. 10 rows an update, 2 updates: the loss goes from 2.000 to 1.000. a and b go "
        "from −0.5, 1 to 0.5, 0; on its way the loss is at most 2.5."
    )


@pytest.mark.parametrize("batch_size", [1, 4, 20])
@pytest.mark.parametrize("shown", [0, 2])
def test_an_epoch_is_moved_to_another_batch_size_and_shuffle(batch_size, shown):
    _, artists = epoch_scene(LOSS_AT, shuffles_of(10), *RANGES)
    runs = shuffles_of(batch_size)
    words = move_epoch(artists, runs, shown)
    run, last = runs[shown], [run.losses[-1] for run in runs]
    np.testing.assert_array_equal(artists.path.line.get_xydata(), run.weights)
    np.testing.assert_array_equal(artists.curve.get_xydata().T, [run.rows_used, run.losses])
    np.testing.assert_array_equal(artists.ends.get_xydata(), [run.weights[-1] for run in runs])
    assert artists.last.get_xydata().tolist() == [[20, run.losses[-1]]]
    assert (artists.label.xy, artists.label.get_text()) == ((20, last[shown]), f"{last[shown]:.3f}")
    updates = {1: "20 updates", 4: "5 updates", 20: "1 update"}[batch_size]
    assert artists.title.get_text().endswith(f"an update: {updates}")
    assert f"an update, {updates}: the loss goes from {run.losses[0]:.3f} to" in words
    where = (
        f"between {min(last):.3f} and {max(last):.3f}" if batch_size < 20 else f"at {last[0]:.3f}"
    )
    assert words.endswith(f"3 shuffles end {where}.")


def test_the_band_reaches_from_the_lowest_to_the_highest_loss_of_all_shuffles():
    runs = shuffles_of(4)
    _, artists = epoch_scene(LOSS_AT, runs, *RANGES)
    losses = np.array([run.losses for run in runs])
    outline = artists.band.get_paths()[0].vertices
    for place, rows_used in enumerate(runs[0].rows_used):
        heights = outline[outline[:, 0] == rows_used, 1]
        assert (heights.min(), heights.max()) == (losses[:, place].min(), losses[:, place].max())


def test_a_race_draws_its_losses_and_says_them():
    figure = race(RUNS)
    for line, run in zip(figure.axes[0].lines[::2], RUNS, strict=True):
        np.testing.assert_array_equal(line.get_ydata(), run.epoch_losses)
    assert figure.alt_text == (
        "1 row an update: loss 2 at the start, 0.5 after the first epoch, 0.25 after 2 epochs or "
        "2876 updates. 32 rows an update: loss 2 at the start, 1 after the first epoch, 1 after 1 "
        "epochs or 45 updates."
    )


def test_three_clocks_name_the_least_of_each_and_keep_seconds_out_of_the_words():
    figure = three_clocks(COSTS)
    least = [
        [text.get_text() for text in axes.texts if "least" in text.get_text()]
        for axes in figure.axes
    ]
    assert least == [["2, least"], ["51, least"], ["0.02, least"]]
    assert "1,438 rows an update: 51 epochs, 51 updates." in figure.alt_text
    assert "0.02" not in figure.alt_text


PICTURES = {
    "clouds": lambda: gradient_clouds(CLOUDS, AVERAGE, ("a", "b"), "Clouds"),
    "epoch of single rows": lambda: epoch_picture(1),
    "epoch in batches": lambda: epoch_picture(4),
    "epoch of one update": lambda: epoch_picture(20, count=1),
    "race": lambda: race(RUNS, "Race"),
    "clocks": lambda: three_clocks(COSTS, "Clocks"),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_words_are_readable(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


def test_arguments_stay_as_they_were():
    runs = shuffles_of(4)
    given = [CLOUDS[0].gradients, RUNS[0].epoch_losses, INPUTS, TARGETS]
    given += [array for run in runs for array in (run.weights, run.losses, run.rows_used)]
    before = [array.copy() for array in given]
    for draw in PICTURES.values():
        draw()
    _, artists = epoch_scene(LOSS_AT, runs, *RANGES)
    move_epoch(artists, runs, 2)
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
        (lambda: epoch_run(RUN, 1, 20), r"history is of type EpochRun, expected a History"),
        (lambda: epoch_run(run_of(4), 5, 20), r"history has 5 recorded updates"),
        (
            lambda: epoch_run(run_of(4, record_updates=False), 4, 20),
            r"history has 0 recorded updates.*record_updates=True",
        ),
        (lambda: epoch_run(run_of(4), 21, 20), r"batch_size is 21"),
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
        (lambda: race([RUNS[0].epoch_losses]), r"runs are not a list of Run"),
        (lambda: race(RUNS * 3), r"runs are 6, expected one to 4"),
        (lambda: race([Run(1, [1.0, 0.0], 1)]), r"runs\[0\].epoch_losses have .* value of 0"),
        (lambda: three_clocks([]), r"costs are not a list of Cost"),
        (lambda: three_clocks([Cost(1, 2, 3, 0.0)]), r"costs\[0\].seconds is 0"),
        (lambda: three_clocks([(1, 2, 3, 4)]), r"costs\[0\] is of type tuple"),
    ],
)
def test_bad_input_gives_one_clear_sentence(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
