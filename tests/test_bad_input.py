"""What does not fit is refused by name, and nothing that is passed in ever changes.

Every argument of every public function of the core gets values that it cannot use, drawn by
hypothesis: wrong shapes, wrong kinds, wrong numbers, at every position of nested arguments too.
"""

import copy
import inspect
import re
import warnings
from decimal import Decimal
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COURSE

from helpers import activations, gradient_check, losses, network, training
from helpers.losses import SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR, Loss
from helpers.network import Layer, Passed, forward

# Some arguments have fewer bad values than this: close to 2,000 are tried in all.
EXAMPLES_FOR_EACH_ARGUMENT = 40


def generator():
    return np.random.default_rng(7)


INPUTS = generator().normal(size=(4, 3))
TARGETS = generator().normal(size=(4, 2))
LABELS = np.array([0, 1, 1, 0])
LAYERS = [
    Layer(generator().normal(size=(3, 5)), generator().normal(size=5)),
    Layer(generator().normal(size=(5, 5))),
    Layer(generator().normal(size=(5, 2)), generator().normal(size=2)),
]
PASSED = forward(INPUTS, LAYERS)
PREDICTION = PASSED.prediction
RUN = {"learning_rate": 0.01, "epochs": 2, "batch_size": 3, "generator": generator()}
FIT = {"inputs": INPUTS, "targets": TARGETS, "layers": LAYERS}
CLASSES = {**FIT, "targets": LABELS, "loss": SOFTMAX_CROSS_ENTROPY}

# --- values that nothing can use

NOT_NUMBERS = st.sampled_from(
    [None, "0.5", b"1", "", True, np.True_, 1 + 2j, {}, {1.0}, object(), Decimal("0.1"), print]
)
NOT_ARRAYS = NOT_NUMBERS | st.sampled_from(
    [
        [],
        [[]],
        [[1.0, 2.0], [3.0]],
        [[1.0], 2.0],
        [[1.0, None]],
        [["1.0", "2.0"]],
        [["one"]],
        [[True, False]],
        [[1j]],
        [[10**400]],
        range(0),
        np.empty((0, 3)),
        np.empty((4, 0)),
        np.array([[True]]),
        np.array([[1j]]),
        np.array([["1"]]),
        np.array([[b"1"]]),
        np.array([[None]]),
        np.array([[1.0, "a"]], dtype=object),
        np.array(["2026-01-01"], dtype="datetime64[D]"),
        np.zeros(2, dtype=[("a", float)]),
    ]
)


@st.composite
def not_finite(draw, shape):
    """An array or nested list of this shape with one number that is none."""
    array = generator().normal(size=shape)
    index = tuple(draw(st.integers(0, length - 1)) for length in shape)
    array[index] = draw(st.sampled_from([np.nan, np.inf, -np.inf]))
    return draw(st.sampled_from([array, array.astype(np.float32), array.tolist()]))


@st.composite
def of_other_shape(draw, is_right):
    """Good numbers in a shape that is not right: scalars, vectors, (n,) for (n, 1), cubes."""
    shape = draw(
        st.lists(st.integers(1, 6), max_size=4).map(tuple).filter(lambda shape: not is_right(shape))
    )
    array = np.abs(generator().normal(size=shape))
    return draw(st.sampled_from([array, array.tolist()]))


def bad_array(shape, is_right=None):
    is_right = is_right or (lambda other: other == shape)
    return NOT_ARRAYS | not_finite(shape) | of_other_shape(is_right)


def bad_matrix(shape):
    """Where any number of rows and columns would do, as far as this argument goes."""
    return bad_array(shape, lambda other: len(other) == 2)


# --- values that do not fit one kind of argument

INPUT_MATRIX = bad_array((4, 3), lambda other: len(other) == 2 and other[1] == 3)
ANY_ARRAY = NOT_ARRAYS | not_finite((4, 3))
LABEL_LIST = (
    bad_array((4,))
    | st.lists(st.integers(-3, 5), min_size=4, max_size=4).filter(lambda row: {*row} - {0, 1})
    | st.sampled_from([[0, 1, 0.5, 0], np.array([0, 1, 1, -1]), LABELS[:, None], np.eye(2)[LABELS]])
)
POSITIVE = NOT_NUMBERS | st.one_of(
    st.floats(max_value=0.0),
    st.integers(max_value=0),
    st.sampled_from([np.nan, np.inf, -np.inf, 10**400, -(10**400), [0.1], np.array(0.1), -0.0]),
)
RATES = bad_array((2,), lambda other: len(other) == 1) | st.sampled_from(
    [0.1, [0.0], [0.1, -0.1], [0.1, np.inf], [[0.1, 0.2]], [True], ["0.1"]]
)
STEP = POSITIVE | st.floats(1.0, 1e300, exclude_min=True) | st.floats(1e-300, 1e-18)
WHOLE = NOT_NUMBERS | st.one_of(
    st.integers(max_value=0), st.floats(), st.sampled_from([[2], np.array(2), np.float64(2)])
)
BATCH_SIZE = WHOLE.filter(lambda value: value is not None) | st.integers(min_value=5)
SEEDS = st.sampled_from([0, 7, "seed", np.random.RandomState(0), np.random, np.random.default_rng])
GENERATOR = SEEDS | st.just(None)
TRUE_OR_FALSE = st.sampled_from([None, 0, 1, "yes", "", [], np.array([True]), 1.0])
PROGRESS = st.sampled_from([None, 3, "bar", [1, 2], True])
LOSS = NOT_NUMBERS | st.sampled_from(
    [
        losses.squared_error,
        tuple(SQUARED_ERROR),
        Loss,
        Loss(None, None),
        Loss(losses.squared_error, None),
        Loss("value", losses.squared_error_slope),
        Loss(0.5, 0.1),
    ]
)
WIDTHS = NOT_ARRAYS | st.sampled_from(
    [3, [2], (5,), "281", [2, 0], [2, -1, 1], [2, 1.5], [2, True], [2, "1"], [2, None], [[2, 1]]]
)


def at(position, values):
    """The list with another value at one position."""
    return lambda value: [*values[:position], value, *values[position + 1 :]]


@st.composite
def bad_layers(draw):
    """Layers with one part that does not fit; inputs, biases and neighbours fix every shape."""
    number = draw(st.integers(0, len(LAYERS) - 1))
    layer, put = LAYERS[number], at(number, LAYERS)
    kinds = ["weights", "instead"] if layer.bias is None else ["weights", "bias", "instead"]
    kind = draw(st.sampled_from(kinds))
    if kind == "instead":
        instead = NOT_ARRAYS | st.sampled_from([tuple(layer), [*layer], layer.weights, Layer])
        return put(draw(instead))
    if kind == "bias":
        other = draw(bad_array(layer.bias.shape).filter(lambda value: value is not None))
        return put(layer._replace(bias=other))
    return put(layer._replace(weights=draw(bad_array(layer.weights.shape))))


NO_LAYERS = NOT_ARRAYS | st.sampled_from(
    [
        LAYERS[0],
        [],
        (),
        [layer.weights for layer in LAYERS],
        [tuple(layer) for layer in LAYERS],
        np.ones((3, 2)),
        [Layer],
        [LAYERS],
        dict(enumerate(LAYERS)),
        LAYERS[::-1],
        [LAYERS[0], LAYERS[2], LAYERS[1]],
        "layers",
        PASSED,
    ]
)
SOME_LAYERS = NO_LAYERS | bad_layers()
SLOPES = (
    NO_LAYERS
    | st.sampled_from(
        [
            LAYERS[:2],
            [*LAYERS, Layer(np.ones((2, 2)))],
            at(0, LAYERS)(LAYERS[0]._replace(bias=None)),
            at(1, LAYERS)(LAYERS[1]._replace(bias=np.ones(5))),
            [Layer(layer.weights.T, layer.bias) for layer in LAYERS],
        ]
    )
    | bad_layers()
)


@st.composite
def bad_pass(draw):
    """What forward returns, with one array or one list that does not fit."""
    field = draw(st.sampled_from(Passed._fields))
    arrays = getattr(PASSED, field)
    if draw(st.booleans()):
        position = draw(st.integers(0, len(arrays) - 1))
        array = draw(bad_array(arrays[position].shape))
        return PASSED._replace(**{field: at(position, arrays)(array)})
    wrong = [arrays[:-1], [*arrays, arrays[-1]], arrays[::-1], [], arrays[0], None, 3, "a", {}]
    return PASSED._replace(**{field: draw(st.sampled_from(wrong))})


PASS = (
    NOT_ARRAYS
    | bad_pass()
    | st.sampled_from(
        [
            tuple(PASSED),
            [*PASSED],
            PASSED.activations,
            PREDICTION,
            Passed,
            Passed(None, None),
            Passed([], []),
            Passed(PASSED.activations, PASSED.pre_activations),
            forward(INPUTS, LAYERS[:2]),
            forward(INPUTS[:, :2], [Layer(np.ones((2, 2)))]),
            Passed(PASSED.pre_activations, forward(INPUTS[:2], LAYERS).activations),
        ]
    )
)

FITTING = {
    "inputs": INPUT_MATRIX,
    "targets": bad_array((4, 2)),
    "layers": SOME_LAYERS,
    "loss": LOSS,
}
FITTING_CLASSES = {"targets": LABEL_LIST}

# --- every public function: its good arguments, and what must not stand in their places

CASES = [
    (activations.relu, {"pre_activation": INPUTS}, {"pre_activation": ANY_ARRAY}),
    (activations.relu_slope, {"pre_activation": INPUTS}, {"pre_activation": ANY_ARRAY}),
    *(
        (
            function,
            {"prediction": PREDICTION, "targets": TARGETS},
            {"prediction": bad_matrix((4, 2)), "targets": bad_array((4, 2))},
        )
        for function in (losses.squared_error, losses.squared_error_slope)
    ),
    *(
        (
            function,
            {"prediction": PREDICTION, "targets": LABELS},
            {"prediction": bad_matrix((4, 2)), "targets": LABEL_LIST},
        )
        for function in (losses.softmax_cross_entropy, losses.softmax_cross_entropy_slope)
    ),
    (losses.softmax, {"prediction": PREDICTION}, {"prediction": bad_matrix((4, 2))}),
    (
        network.forward,
        {"inputs": INPUTS, "layers": LAYERS},
        {"inputs": INPUT_MATRIX, "layers": SOME_LAYERS},
    ),
    (
        network.backward,
        {"passed": PASSED, "layers": LAYERS, "loss_slope": PREDICTION},
        {"passed": PASS, "layers": SOME_LAYERS, "loss_slope": bad_array((4, 2))},
    ),
    (
        training.random_layers,
        {"widths": [3, 5, 2], "generator": generator(), "bias": False},
        {"widths": WIDTHS, "generator": GENERATOR, "bias": TRUE_OR_FALSE},
    ),
    (
        training.update,
        {"layers": LAYERS, "slopes": LAYERS, "learning_rate": 0.1},
        {"layers": SOME_LAYERS, "slopes": SLOPES, "learning_rate": POSITIVE},
    ),
    *((function, FIT, FITTING) for function in (training.loss_of, training.slopes_of)),
    *((function, CLASSES, FITTING_CLASSES) for function in (training.loss_of, training.slopes_of)),
    (
        training.train,
        {**FIT, **RUN},
        {
            **FITTING,
            "learning_rate": POSITIVE,
            "epochs": WHOLE,
            "batch_size": BATCH_SIZE,
            "generator": GENERATOR,
            "record_updates": TRUE_OR_FALSE,
            "progress": PROGRESS,
        },
    ),
    (training.train, {**CLASSES, **RUN}, FITTING_CLASSES),
    (training.train, {**FIT, "learning_rate": 0.1, "epochs": 1}, {"generator": SEEDS}),
    (
        training.train_rates,
        {**FIT, "learning_rates": [0.01, 0.1], "epochs": 2},
        {
            **{name: FITTING[name] for name in FIT},
            "learning_rates": RATES,
            "epochs": WHOLE,
        },
    ),
    (gradient_check.numerical_slopes, FIT, {**FITTING, "step": STEP}),
    (gradient_check.numerical_slopes, CLASSES, FITTING_CLASSES),
    (
        gradient_check.check_slopes,
        {"slopes": LAYERS, **FIT},
        {**FITTING, "slopes": SLOPES, "step": STEP},
    ),
    (gradient_check.check_slopes, {"slopes": LAYERS, **CLASSES}, FITTING_CLASSES),
]
POSITIONS = [
    pytest.param(function, good, name, bad[name], id=f"{function.__name__}-{name}-{number}")
    for number, (function, good, bad) in enumerate(CASES)
    for name in bad
]


def frozen(value):
    """A value to compare later: types, shapes, dtypes and every bit of the numbers."""
    if isinstance(value, np.ndarray):
        content = value.tolist() if value.dtype.hasobject else value.tobytes()
        return "array", value.dtype, value.shape, content
    if isinstance(value, np.random.Generator):
        return "generator", repr(value.bit_generator.state)
    if isinstance(value, dict):
        return type(value), [(key, frozen(part)) for key, part in value.items()]
    if isinstance(value, (list, tuple)):
        return type(value), [frozen(part) for part in value]
    return type(value), repr(value)


@pytest.mark.parametrize(("function", "good", "name", "bad"), POSITIONS)
def test_what_does_not_fit_is_refused_by_name_and_left_as_it_was(function, good, name, bad):
    @settings(COURSE, max_examples=EXAMPLES_FOR_EACH_ARGUMENT)
    @given(bad)
    def refused(value):
        arguments = {**good, name: value}
        before = frozen(arguments)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises((ValueError, TypeError)) as told:
                function(**arguments)
        message = str(told.value)
        assert type(told.value) in (ValueError, TypeError)
        assert re.match(rf"{name}\b", message), message
        assert "expected" in message
        assert "\n" not in message.replace(repr(value), "")
        assert frozen(arguments) == before

    refused()


def test_every_argument_of_every_public_function_is_covered():
    functions = {
        function
        for module in (activations, gradient_check, losses, network, training)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    functions -= {training.loss_arguments, training.pass_forward}  # the door of the others
    covered = {}
    for function, _, bad in CASES:
        covered.setdefault(function, set()).update(bad)
    assert covered == {one: set(inspect.signature(one).parameters) for one in functions}


@pytest.mark.parametrize(("function", "good"), [case[:2] for case in CASES])
def test_good_arguments_may_be_read_only_and_stay_as_they_were(function, good):
    # Not the generator: it is there to move on.
    arguments = copy.deepcopy(good)
    for array in _arrays(arguments):
        array.setflags(write=False)
    before = frozen({name: value for name, value in arguments.items() if name != "generator"})
    result = function(**arguments)
    arguments.pop("generator", None)
    assert frozen(arguments) == before
    given_arrays = list(_arrays(arguments))
    for array in _arrays(result):
        assert array.dtype.kind in "fi"
        assert not any(np.shares_memory(array, other) for other in given_arrays)


def _arrays(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        yield from _arrays(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _arrays(part)


train = partial(training.train, INPUTS, TARGETS, LAYERS, learning_rate=0.1, epochs=1)
SENTENCES = [
    (
        lambda: losses.squared_error(np.ones((4, 1)), np.ones(4)),
        "targets have shape (4,), expected (4, 1) like the predictions; "
        "reshape with targets[:, None]",
    ),
    (
        lambda: losses.squared_error(np.ones((2, 3)), np.ones((3, 2))),
        "targets have shape (3, 2), expected (2, 3) like the predictions; transpose with targets.T",
    ),
    (
        lambda: losses.softmax_cross_entropy(np.ones((3, 2)), [[0], [1], [1]]),
        "targets have shape (3, 1), expected (3,): one label for each row; "
        "flatten with targets[:, 0]",
    ),
    (
        lambda: losses.softmax_cross_entropy(np.ones((3, 2)), np.eye(2)[[0, 1, 1]]),
        "targets have shape (3, 2), expected (3,): one label for each row; "
        "make labels of one-hot rows with targets.argmax(axis=1)",
    ),
    (
        lambda: losses.softmax_cross_entropy(np.ones((3, 2)), [0, 2, 1]),
        "targets have the label 2 in row 1, expected whole numbers from 0 to 1: "
        "the prediction has 2 columns",
    ),
    (
        lambda: forward([1.0, 2.0, 3.0], LAYERS),
        "inputs have shape (3,), expected two dimensions, one row per example; "
        "reshape with inputs[:, None] for one column or inputs[None, :] for one row",
    ),
    (
        lambda: forward([[1.0, 2.0]], LAYERS),
        "inputs have 2 columns, expected 3: one for each row of layers[0].weights",
    ),
    (
        lambda: forward([[1.0, np.nan, 3.0]], LAYERS),
        "inputs have the value nan at index [0, 1], expected finite numbers",
    ),
    (
        lambda: forward([[1.0, 2.0], [3.0]], LAYERS),
        "inputs are ragged, expected rows of one length",
    ),
    (
        lambda: forward([[1.0, None, 2.0]], LAYERS),
        "inputs are partly None, expected numbers",
    ),
    (
        lambda: forward([["1", "2", "3"]], LAYERS),
        "inputs are text, expected numbers",
    ),
    (
        lambda: forward(np.empty((0, 3)), LAYERS),
        "inputs are empty, with shape (0, 3); expected at least one number",
    ),
    (
        lambda: forward(INPUTS, LAYERS[0]),
        "layers is a single Layer, expected a list: write [layer]",
    ),
    (
        lambda: forward(INPUTS, [layer.weights for layer in LAYERS]),
        "layers[0] is of type ndarray, expected a Layer(weights, bias)",
    ),
    (
        lambda: forward(INPUTS, [LAYERS[0], LAYERS[2], LAYERS[2]]),
        "layers[2].weights have 5 rows, expected 2: one for each column of layers[1].weights",
    ),
    (
        lambda: forward(INPUTS, [Layer(np.ones((3, 2)), np.ones((1, 2)))]),
        "layers[0].bias has shape (1, 2), expected (2,) like the columns of layers[0].weights; "
        "flatten with layers[0].bias[0]",
    ),
    (
        lambda: network.backward(PREDICTION, LAYERS, PREDICTION),
        "passed is of type ndarray, expected what forward returns",
    ),
    (
        lambda: network.backward(PASSED, LAYERS, PREDICTION[0]),
        "loss_slope has shape (2,), expected (4, 2) like the predictions",
    ),
    (
        lambda: training.update(LAYERS, LAYERS[:2], 0.1),
        "slopes have 2 layers, expected 3 like layers",
    ),
    (
        lambda: training.update(LAYERS, LAYERS, 0),
        "learning_rate is 0, expected a finite number above 0",
    ),
    (
        lambda: training.update(LAYERS, LAYERS, "0.1"),
        "learning_rate is the text '0.1', expected a number above 0",
    ),
    (
        lambda: train(batch_size=9, generator=generator()),
        "batch_size is 9, expected a whole number from 1 to 4: there are 4 rows",
    ),
    (
        lambda: train(batch_size=2),
        "generator is None, expected numpy.random.default_rng(seed)",
    ),
    (
        lambda: train(loss=losses.squared_error),
        "loss is of type function, expected a Loss such as SQUARED_ERROR",
    ),
    (
        lambda: training.loss_of([[1e300]], [[0.0]], [Layer([[1e300]])]),
        "layers predict infinity for these inputs, expected finite numbers: "
        "scale the inputs, or begin with smaller weights",
    ),
    (
        lambda: training.random_layers([3], generator()),
        "widths are [3], expected a list of two or more, such as [2, 8, 1]",
    ),
]


@pytest.mark.parametrize(("call", "sentence"), SENTENCES)
def test_the_sentence_says_what_came_what_was_expected_and_the_mend(call, sentence):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises((ValueError, TypeError)) as told:
            call()
    assert str(told.value) == sentence


def test_a_number_that_float64_cannot_hold_is_infinity_and_no_warning():
    value = np.full((1, 3), np.finfo(np.longdouble).max)
    sentence = r"^inputs have the value inf at index \[0, 0\], expected finite numbers$"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if np.finfo(np.longdouble).max > np.finfo(np.float64).max:
            with pytest.raises(ValueError, match=sentence):
                forward(value, LAYERS)
        else:
            pytest.skip("this system's longest float is float64")
