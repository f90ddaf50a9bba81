"""Gradient descent: against a plain loop, and what its history says."""

import tracemalloc
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COURSE, arrays_of, make_problem, problems

from helpers import training, training_in_place
from helpers.checks import unchecked
from helpers.losses import SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR, Loss
from helpers.network import Layer
from helpers.training import (
    History,
    loss_of,
    random_layers,
    slopes_of,
    train,
    train_rates,
    update,
)

LINE = [Layer([[0.5]], [0.1])]
INPUTS = np.array([[1.0], [2.0], [-1.0], [0.5], [3.0]])
TARGETS = np.array([[2.0], [3.0], [-1.0], [1.5], [5.0]])


def assert_same_layers(found, expected):
    for one, other in zip(arrays_of(found), arrays_of(expected), strict=True):
        np.testing.assert_array_equal(one, other)


def assert_close_layers(found, expected):
    for one, other in zip(arrays_of(found), arrays_of(expected), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def cubic_value(prediction, targets):
    return float(np.sum(np.abs(prediction - targets) ** 3))


def cubic_slope(prediction, targets):
    return 3 * (prediction - targets) * np.abs(prediction - targets)


def recording_loss(seen):
    """Squared error that notes the targets of every batch that it gives slopes for."""

    def slope(prediction, targets):
        seen.append(targets[:, 0].tolist())
        return SQUARED_ERROR.slope(prediction, targets)

    return Loss(SQUARED_ERROR.value, slope)


def test_whole_batch_is_the_loop_written_out_for_one_line():
    weight, bias, losses = 0.5, 0.1, []
    for _ in range(20):
        error = weight * INPUTS + bias - TARGETS
        losses.append(np.mean(error**2))
        weight_slope, bias_slope = np.mean(2 * error * INPUTS), np.mean(2 * error)
        weight, bias = weight - 0.05 * weight_slope, bias - 0.05 * bias_slope
    losses.append(np.mean((weight * INPUTS + bias - TARGETS) ** 2))
    history = train(INPUTS, TARGETS, LINE, learning_rate=0.05, epochs=20)
    np.testing.assert_allclose(history.epoch_losses, losses, rtol=1e-12)
    assert history.layers[0].weights[0, 0] == pytest.approx(weight, rel=1e-12)
    assert history.layers[0].bias[0] == pytest.approx(bias, rel=1e-12)
    assert history.diverged_at is None


@settings(COURSE, max_examples=40)
@given(
    problems(most_layers=3, widest=6, most_rows=9),
    st.integers(1, 9),
    st.integers(0, 99),
    st.booleans(),
)
def test_every_batch_size_is_the_plain_loop(problem, batch_size, seed, is_own_loss):
    if is_own_loss and problem.loss is SQUARED_ERROR:
        problem = problem._replace(loss=Loss(cubic_value, cubic_slope))
    inputs, targets, layers, loss = problem
    rows, rate = len(inputs), 0.01
    batch_size = min(batch_size, rows)
    history = train(
        *problem[:3],
        learning_rate=rate,
        epochs=3,
        batch_size=batch_size,
        generator=np.random.default_rng(seed),
        loss=loss,
        record_updates=True,
    )
    generator = np.random.default_rng(seed)
    along, losses, epochs = [layers], [loss_of(*problem)], [loss_of(*problem)]
    for _ in range(3):
        order = np.arange(rows) if batch_size == rows else generator.permutation(rows)
        for start in range(0, rows, batch_size):
            batch = order[start : start + batch_size]
            slopes = slopes_of(inputs[batch], targets[batch], layers, loss)
            layers = [
                Layer(
                    *(a if a is None else a - rate * s for a, s in zip(layer, slope, strict=True))
                )
                for layer, slope in zip(layers, slopes, strict=True)
            ]
            along.append(layers)
            losses.append(loss_of(inputs, targets, layers, loss))
        epochs.append(losses[-1])
    np.testing.assert_allclose(history.update_losses, losses, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(history.epoch_losses, epochs, rtol=1e-12, atol=1e-12)
    assert_close_layers(history.layers, layers)
    for found, expected in zip(history.layers_along, along, strict=True):
        assert_close_layers(found, expected)


@settings(COURSE, max_examples=60)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 99))
def test_an_epoch_uses_every_row_once_and_its_last_batch_is_the_rest(rows, batch_size, seed):
    batch_size = min(batch_size, rows)
    numbers, seen = np.arange(float(rows))[:, None], []
    train(
        numbers / rows,
        numbers,
        LINE,
        learning_rate=1e-9,
        epochs=2,
        batch_size=batch_size,
        generator=np.random.default_rng(seed),
        loss=recording_loss(seen),
    )
    full, rest = divmod(rows, batch_size)
    sizes = [batch_size] * full + [rest] * (rest > 0)
    assert [len(batch) for batch in seen] == sizes * 2
    for epoch in (seen[: len(sizes)], seen[len(sizes) :]):
        assert sorted(number for batch in epoch for number in batch) == numbers[:, 0].tolist()


def test_the_order_is_new_in_every_epoch_and_not_that_of_the_rows():
    numbers, seen = np.arange(20.0)[:, None], []
    train(
        numbers / 20,
        numbers,
        LINE,
        learning_rate=1e-9,
        epochs=3,
        batch_size=20 // 4,
        generator=np.random.default_rng(0),
        loss=recording_loss(seen),
    )
    orders = [tuple(number for batch in seen[i : i + 4] for number in batch) for i in (0, 4, 8)]
    assert len({tuple(range(20)), *orders}) == 4


def test_the_whole_batch_needs_and_uses_no_generator():
    generator = np.random.default_rng(0)
    state = generator.bit_generator.state
    arguments = {"learning_rate": 0.01, "epochs": 3}
    with_one = train(INPUTS, TARGETS, LINE, batch_size=5, generator=generator, **arguments)
    without = train(INPUTS, TARGETS, LINE, **arguments)
    assert generator.bit_generator.state == state
    assert_same_layers(with_one.layers, without.layers)


@pytest.mark.parametrize("batch_size", [1, 2, 4])
def test_the_same_seed_gives_the_same_run_and_another_one_another(batch_size):
    def run(seed):
        return train(
            INPUTS,
            TARGETS,
            LINE,
            learning_rate=0.05,
            epochs=4,
            batch_size=batch_size,
            generator=np.random.default_rng(seed),
        )

    np.testing.assert_array_equal(run(3).epoch_losses, run(3).epoch_losses)
    assert_same_layers(run(3).layers, run(3).layers)
    assert (run(3).epoch_losses[1:] != run(4).epoch_losses[1:]).any()


def test_history_has_a_loss_for_the_start_and_for_each_epoch_and_update():
    arguments = {"learning_rate": 0.01, "epochs": 4, "batch_size": 2}
    short = train(INPUTS, TARGETS, LINE, generator=np.random.default_rng(0), **arguments)
    assert isinstance(short, History)
    assert short.epoch_losses.shape == (5,)
    assert short.update_losses.shape == (0,)
    assert short.layers_along == []
    long = train(
        INPUTS, TARGETS, LINE, generator=np.random.default_rng(0), record_updates=True, **arguments
    )
    updates = 4 * 3
    assert long.update_losses.shape == (updates + 1,)
    assert len(long.layers_along) == updates + 1
    np.testing.assert_array_equal(long.update_losses[::3], long.epoch_losses)
    np.testing.assert_array_equal(short.epoch_losses, long.epoch_losses)
    assert_same_layers(long.layers_along[0], LINE)
    assert_same_layers(long.layers_along[-1], long.layers)
    for layers, loss in zip(long.layers_along, long.update_losses, strict=True):
        assert loss_of(INPUTS, TARGETS, layers) == loss


@pytest.mark.parametrize("batch_size", [None, 2])
@pytest.mark.parametrize("record_updates", [False, True])
def test_divergence_stands_in_the_history_and_warns_of_nothing(batch_size, record_updates):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(
            INPUTS,
            TARGETS,
            LINE,
            learning_rate=50.0,
            epochs=1000,
            batch_size=batch_size,
            generator=np.random.default_rng(0),
            record_updates=record_updates,
        )
    epoch = history.diverged_at
    assert 0 < epoch < 1000
    assert len(history.epoch_losses) == epoch + 1
    assert np.isfinite(history.epoch_losses[:-1]).all()
    assert not np.isfinite(history.epoch_losses[-1])
    assert len(history.update_losses) == len(history.layers_along)


def test_divergence_of_a_deep_network_of_classes_warns_of_nothing_either():
    inputs, targets, layers, loss = make_problem([4, 8, 8, 3], 12, [True] * 3, True, seed=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        arguments = {"learning_rate": 1e200, "epochs": 50, "loss": loss}
        history = train(inputs, targets, layers, **arguments)
    assert history.diverged_at is not None


def test_training_starts_from_a_loss_too_large_for_a_float_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train([[1e200]], [[0.0]], LINE, learning_rate=0.1, epochs=3)
    assert history.epoch_losses[0] == np.inf
    assert history.diverged_at == 1


def test_the_caller_s_numpy_settings_and_global_seed_stay_as_they_were():
    np.random.seed(3)  # noqa: NPY002
    expected = np.random.RandomState(3).rand()
    before = np.geterr()
    train(
        INPUTS,
        TARGETS,
        LINE,
        learning_rate=99.0,
        epochs=400,
        batch_size=1,
        generator=np.random.default_rng(0),
    )
    assert np.geterr() == before
    assert np.random.rand() == expected  # noqa: NPY002


def test_whole_numbers_train_as_their_floats_do():
    whole = [Layer(np.array([[1, -1], [2, 1]]), np.array([0, 1])), Layer(np.array([[1], [-1]]))]
    floats = [Layer(*(None if a is None else a.astype(float) for a in layer)) for layer in whole]
    inputs, targets = np.array([[1, 2], [3, 1]]), np.array([[1], [0]])
    run = train(inputs, targets, whole, learning_rate=0.01, epochs=5)
    same = train(inputs.astype(float), targets.astype(float), floats, learning_rate=0.01, epochs=5)
    np.testing.assert_array_equal(run.epoch_losses, same.epoch_losses)
    assert run.layers[0].weights.dtype == np.float64
    assert (run.layers[0].weights != whole[0].weights).any()
    assert whole[0].weights.tolist() == [[1, -1], [2, 1]]


@pytest.mark.parametrize("labels", [[0, 1, 2], [0.0, 1.0, 2.0], np.array([0, 1, 2], np.uint8)])
def test_labels_of_any_kind_of_whole_number_train(labels):
    layers = random_layers([2, 4, 3], np.random.default_rng(0))
    inputs = [[1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]]
    arguments = {"learning_rate": 0.5, "epochs": 100, "loss": SOFTMAX_CROSS_ENTROPY}
    history = train(inputs, labels, layers, **arguments)
    assert history.epoch_losses[-1] < 0.1 < history.epoch_losses[0]


def test_a_loss_of_one_s_own_is_used_and_given_floats():
    def value(prediction, targets):
        return float(np.mean(np.abs(prediction - targets)))

    def slope(prediction, targets):
        assert targets.dtype == np.float64
        return np.sign(prediction - targets) / len(targets)

    loss = Loss(value, slope)
    history = train(INPUTS, TARGETS.astype(int), LINE, learning_rate=0.01, epochs=1, loss=loss)
    error = np.sign(0.5 * INPUTS + 0.1 - TARGETS.astype(int))
    assert history.layers[0].weights[0, 0] == pytest.approx(0.5 - 0.01 * np.mean(error * INPUTS))
    assert history.layers[0].bias[0] == pytest.approx(0.1 - 0.01 * np.mean(error))


@pytest.mark.parametrize("batch_size", [2, 5])
def test_a_loss_of_one_s_own_may_return_whole_numbers_and_an_array_that_it_keeps(batch_size):
    kept = []

    def slope(prediction, targets):
        kept.append(np.where(prediction > targets, 1, -1))
        return kept[-1]

    loss = Loss(SQUARED_ERROR.value, slope)
    arguments = {"learning_rate": 0.01, "epochs": 2, "batch_size": batch_size, "loss": loss}
    history = train(INPUTS, TARGETS, LINE, generator=np.random.default_rng(0), **arguments)
    assert np.isfinite(history.epoch_losses).all()
    assert {number for slopes in kept for number in slopes[:, 0].tolist()} <= {-1, 1}


@pytest.mark.parametrize("batch_size", [1, 3])
def test_scores_that_exp_cannot_take_train_as_others_do(batch_size):
    arguments = {"learning_rate": 1.0, "epochs": 3, "batch_size": batch_size}
    history = train(
        [[1.0], [2.0], [-1.0]],
        [0, 0, 1],
        [Layer([[-1000.0, 1000.0]], [0.0, 0.0])],
        generator=np.random.default_rng(0),
        loss=SOFTMAX_CROSS_ENTROPY,
        **arguments,
    )
    assert history.diverged_at is None
    assert history.epoch_losses[-1] < history.epoch_losses[0]


def test_progress_wraps_the_epochs():
    asked = []

    def progress(epochs):
        asked.append(list(epochs))
        return epochs

    history = train(INPUTS, TARGETS, LINE, learning_rate=0.01, epochs=3, progress=progress)
    assert asked == [[1, 2, 3]]
    assert len(history.epoch_losses) == 4


def test_update_subtracts_and_leaves_what_it_was_given():
    layers = [Layer(np.array([[1.0, 2.0]]), np.array([3.0, 4.0])), Layer(np.array([[1.0], [1.0]]))]
    slopes = [Layer([[10.0, -10.0]], [1.0, 0.0]), Layer([[0.0], [5.0]])]
    after = update(layers, slopes, 0.5)
    assert after[0].weights.tolist() == [[-4.0, 7.0]]
    assert after[0].bias.tolist() == [2.5, 4.0]
    assert after[1].weights.tolist() == [[1.0], [-1.5]]
    assert after[1].bias is None
    assert layers[0].weights.tolist() == [[1.0, 2.0]]
    assert not np.shares_memory(after[0].weights, layers[0].weights)


def test_random_layers_have_the_variance_of_he_and_biases_of_0():
    layers = random_layers([50, 400, 20], np.random.default_rng(0))
    assert [layer.weights.shape for layer in layers] == [(50, 400), (400, 20)]
    for layer in layers:
        inputs = len(layer.weights)
        # Four standard errors of the variance of so many normal numbers, and of their mean.
        near = 4 / np.sqrt(layer.weights.size)
        assert layer.weights.var() == pytest.approx(2 / inputs, rel=near * np.sqrt(2))
        assert abs(layer.weights.mean()) < near * np.sqrt(2 / inputs)
        assert (layer.bias == 0).all()
        assert layer.bias.shape == layer.weights.shape[1:]


def test_random_layers_follow_the_generator_and_may_have_no_bias():
    first, again, other = (
        random_layers([3, 4, 2], np.random.default_rng(seed), bias=False) for seed in (1, 1, 2)
    )
    assert_same_layers(first, again)
    assert (first[0].weights != other[0].weights).any()
    assert [layer.bias for layer in first] == [None, None]
    np.testing.assert_array_equal(
        random_layers([3, 4, 2], np.random.default_rng(1))[1].weights, first[1].weights
    )


@pytest.mark.parametrize("batch_size", [3, 7, 50])
@pytest.mark.parametrize("kind", ["classes", "numbers", "own loss"])
def test_many_rows_go_in_parts_and_nothing_else_changes(monkeypatch, batch_size, kind):
    inputs, targets, start, loss = make_problem([3, 5, 4], 50, [True] * 2, kind == "classes", 0)
    if kind == "own loss":
        loss = Loss(cubic_value, lambda prediction, targets: cubic_slope(prediction, targets) / 50)

    def run():
        return train(
            inputs,
            targets,
            start,
            learning_rate=0.1,
            epochs=3,
            batch_size=batch_size,
            generator=np.random.default_rng(1),
            loss=loss,
        )

    whole = run()
    monkeypatch.setattr("helpers.training_in_place.ROWS_AT_ONCE", 8)
    in_parts = run()
    np.testing.assert_allclose(in_parts.epoch_losses, whole.epoch_losses, rtol=1e-12)
    assert_close_layers(in_parts.layers, whole.layers)


def test_mini_batches_need_little_more_memory_than_the_rows_themselves():
    generator = np.random.default_rng(0)
    inputs, targets = generator.normal(size=(60_000, 64)), generator.integers(0, 10, 60_000)
    start = random_layers([64, 32, 10], generator)
    tracemalloc.start()
    train(
        inputs,
        targets,
        start,
        learning_rate=0.1,
        epochs=1,
        batch_size=256,
        generator=generator,
        loss=SOFTMAX_CROSS_ENTROPY,
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most <= 0.5 * inputs.nbytes


def test_the_layers_of_a_history_are_its_own():
    history = train(INPUTS, TARGETS, LINE, learning_rate=0.05, epochs=2, record_updates=True)
    first, second, last = history.layers_along
    assert first[0].weights[0, 0] == 0.5
    assert second[0].weights[0, 0] != last[0].weights[0, 0]
    history.layers[0].weights[:] = 7
    assert last[0].weights[0, 0] != 7


def train_for(epochs, **more):
    return lambda: train(INPUTS, TARGETS, LINE, learning_rate=0.01, epochs=epochs, **more)


@pytest.mark.parametrize(
    ("call", "times"),
    [
        (lambda: loss_of(INPUTS, TARGETS, LINE), 1),
        (lambda: slopes_of(INPUTS, TARGETS, LINE), 1),
        (lambda: train_rates(INPUTS, TARGETS, LINE, learning_rates=[0.1], epochs=3), 1 + 3),
        (train_for(3), 1 + 3),
        (train_for(2, batch_size=2, generator=np.random.default_rng(0)), 1 + 2 * (3 + 1)),
    ],
    ids=["loss_of", "slopes_of", "train_rates", "train, all rows", "train, batches"],
)
def test_the_door_costs_no_forward_pass_of_its_own(monkeypatch, call, times):
    passes = []

    def counted(function):
        return lambda *arguments: passes.append(function) or function(*arguments)

    for module, name in [
        (training, "forward"),
        (training_in_place, "forward"),
        (training_in_place, "_forward"),
    ]:
        monkeypatch.setattr(module, name, counted(unchecked(getattr(module, name))))
    call()
    assert len(passes) == times
