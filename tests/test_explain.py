"""What explains a slope: factors, paths, the measured slope, the curve, and the words for it."""

import re
from math import prod

import numpy as np
import pytest
from matplotlib.patches import Circle
from strategies import arrays_of
from test_figures_network import texts_of
from walk_networks import (
    CLOSED,
    DEEP,
    RUNNING,
    Example,
    numbers_by_numpy,
    random_example,
    read,
    shows,
)

from helpers.checks import widths_of
from helpers.figures.network_plan import Edge, edges_of
from helpers.figures.why_backward import long_derivative
from helpers.gradient_check import numerical_slopes
from helpers.network import Layer, forward
from helpers.training import loss_of, slopes_of
from helpers.walks import explain, explain_figure, explaining
from helpers.walks.explanation import (
    MOST_PATHS,
    POINTS,
    explanations_of,
    notes_of,
    places_of,
    told,
)
from helpers.walks.paths import count_of_paths, paths_from
from helpers.walks.steps import steps_of

ARRAYS = {"weight": "weights", "bias": "bias"}
WRONG = [Layer(np.array([[0.066, 0.088], [0.2, 0.176]])), Layer(np.array([[0.154], [0.22]]))]


@pytest.mark.parametrize("seed", range(200))
def test_products_along_all_paths_add_up_to_the_slope(seed):
    example = random_example(seed, widest=4, deepest=4)
    way = steps_of(*example)
    numbers = way.given | {s.place: s.result for s in way.steps if not s.place.is_new}
    slopes = slopes_of(example.inputs, example.targets, example.layers)
    for place in places_of(example.layers):
        paths = paths_from(example.layers, numbers, place)
        assert len(paths) == count_of_paths(example.layers, place)
        products = [path.product for path in paths]
        slope = getattr(slopes[place.layer], ARRAYS[place.quantity])[place.index]
        scale = max(np.abs(products))
        assert sum(products) == pytest.approx(slope, rel=1e-12, abs=1e-12 * scale)
        for path in paths:
            assert prod(path.telling) == path.product
            assert path.is_open or path.product == 0
            is_weight = place.quantity == "weight"
            assert len(path.edges(place)) == len(example.layers) - place.layer - 1 + is_weight


@pytest.mark.parametrize("example", [RUNNING, CLOSED, DEEP, *map(random_example, range(12))])
def test_every_weight_and_bias_is_explained_with_numpy_s_numbers(example):
    layers, inputs, targets = example
    measured = numerical_slopes(inputs, targets, layers)
    numbers = numbers_by_numpy(example)
    explanations = explanations_of(*example)
    count = sum(array.size for array in arrays_of(layers))
    assert len({explanation.place for explanation in explanations}) == count
    for explanation in explanations:
        place = explanation.place
        name = ARRAYS[place.quantity]
        slope = numbers[f"slope of {place.quantity}"][place.layer][place.index]
        assert explanation.slope == pytest.approx(slope, rel=1e-12, abs=1e-15)
        assert explanation.measured == getattr(measured[place.layer], name)[place.index]
        assert explanation.number == getattr(layers[place.layer], name)[place.index]
        assert explanation.loss == pytest.approx(loss_of(inputs, targets, layers))
        middle = len(explanation.numbers) // 2
        assert explanation.numbers[middle] == pytest.approx(explanation.number)
        assert explanation.losses[middle] == pytest.approx(explanation.loss, rel=1e-9)
        for note in notes_of(explanation)[2:]:
            if not note.startswith("closed: "):
                read(note.split(": ")[-1].removeprefix("sum "), digits=3)
        said = told(explanation)
        for number in (explanation.slope, explanation.number, explanation.loss):
            assert any(shows(text, number) for text in re.findall(r"−?\d[\d.e−]*\d|\d", said))


def test_a_weight_of_the_running_example_in_words():
    _, move, slider = explain_figure(*RUNNING, layer=0, weight=(1, 0), guess=WRONG)
    assert slider.said()[slider.position] == "input 2 to hidden node 1"
    assert move(slider.position) == (
        "The slope of the weight from input 2 to hidden node 1: "
        "value × slope at the activation × relu′. 2 × 0.066 × 1 = 0.132. "
        "Slope by backpropagation 0.132, by nudging 0.132; yours 0.2 differs. "
        "1 path to the loss: value × weight × slope at the prediction; "
        "2 × 0.3 × 0.22 = 0.132. "
        "Weight 0.1, loss 0.0121."
    )
    assert "yours 0.22 agrees" in move(len(slider.values) - 1)


def test_a_bias_is_explained_behind_the_weights():
    layers = [RUNNING.layers[0]._replace(bias=np.array([0.1, -1.5])), RUNNING.layers[1]]
    guess = [Layer(weights, bias) for weights, bias in ((WRONG[0].weights, np.zeros(2)), WRONG[1])]
    (figure, *_), move, slider = explain_figure(layers, *RUNNING[1:], guess=guess)
    assert slider.label == "weight or bias"
    assert slider.said()[6:] == ["bias of hidden node 1", "bias of hidden node 2"]
    assert figure.alt_text.startswith("Where the slopes of 6 weights and 2 biases come from. ")
    assert move(6) == (
        "The slope of the bias of hidden node 1: 1 × slope at the activation × relu′. "
        "1 × (−0.156) × 1 = −0.156. "
        "Slope by backpropagation −0.156, by nudging −0.156; yours 0 differs. "
        "1 path to the loss: 1 × weight × slope at the prediction; "
        "1 × 0.3 × (−0.52) = −0.156. "
        "Bias 0.1, loss 0.0676."
    )
    axes = figure.axes[1]
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("loss", "this bias")
    assert "yours 0 agrees" in move(7)
    move(0)
    assert axes.get_xlabel() == "this weight"


@pytest.mark.parametrize(
    ("guess", "verdict"),
    [
        (0.1320001, "agrees"),
        (0.1321, "agrees"),
        (0.1325, "agrees"),
        (0.1328, "differs"),
        (-0.132, "differs"),
        ([WRONG[0]._replace(weights=np.full((2, 2), 0.1320001)), WRONG[1]], "agrees"),
        ([WRONG[0]._replace(weights=np.full((2, 2), 0.1321)), WRONG[1]], "differs"),
    ],
)
def test_a_typed_slope_is_taken_to_half_a_percent_a_computed_one_to_rounding(guess, verdict):
    explanation = explanations_of(*RUNNING, layer=0, weight=(1, 0), guess=guess)[2]
    assert told(explanation).split("yours")[1].split()[1].rstrip(".") == verdict


def test_a_slope_that_differs_never_reads_as_the_right_one():
    guess = [Layer(1.00001 * layer.weights) for layer in slopes_of(*RUNNING[1:], RUNNING.layers)]
    said = told(explanations_of(*RUNNING, guess=guess)[2])
    assert "by backpropagation 0.132, by nudging 0.132; yours 0.13200132 differs." in said


def test_paths_of_the_deep_network_are_drawn_where_they_are_open():
    (figure, *_), move, _ = explain_figure(*DEEP)
    words = move(0)
    assert "6 paths to the loss" in words
    assert "through nodes 1, 1, 2: 1 × 1 × 0.2 × 0.8 × 0.938 ≈ 0.15" in words
    assert "closed: through nodes 1, 3, 1; nodes 1, 3, 2" in words
    assert "sum 0.469 + 0.15 + 0.15 + 0.09 = 0.859" in words
    lines = figure.axes[0].lines[: len(edges_of(DEEP.layers))]
    dark = [line.get_color() == explaining.INK for line in lines]
    on_the_way = {Edge(1, 0, 0), Edge(1, 0, 1), Edge(3, 0, 0), Edge(3, 1, 0)}
    on_the_way |= {Edge(2, start, end) for start in (0, 1) for end in (0, 1)}
    assert dark == [edge in on_the_way for edge in edges_of(DEEP.layers)]


def test_the_slope_of_a_closed_relu_is_named_among_the_factors_of_its_path():
    closed, open_one, *_ = explanations_of(*CLOSED)
    assert notes_of(closed)[1:] == [
        "1 path to the loss: value × relu′ × weight × slope at the prediction",
        "1 × 0 × 0.3 × (−0.2) = 0",
    ]
    assert notes_of(open_one)[1:] == [
        "1 path to the loss: value × weight × slope at the prediction",
        "1 × 0.4 × (−0.2) = −0.08",
    ]


def test_a_path_has_the_same_name_as_in_the_long_derivative():
    passed = forward(DEEP.inputs, DEEP.layers)
    slope = 2 * (passed.prediction - DEEP.targets)
    said = long_derivative(DEEP.layers, passed, slope, weight=(0, 0)).alt_text
    ways = dict(re.findall(r"Through nodes ([\d, ]+): (.*?) = ", said))
    notes = [note for note in notes_of(explanations_of(*DEEP)[0]) if note.startswith("through")]
    assert len(notes) == 4
    for note in notes:
        nodes, way = re.fullmatch(r"through nodes ([\d, ]+): (.*) [=≈] .*", note).groups()
        factors = [float(factor) for factor in way.split(" × ")]
        written_out = [float(factor.replace("−", "-")) for factor in ways[nodes].split(" × ")]
        # What is written out has the slopes of relu too, one before each weight.
        assert [*written_out[::2], written_out[-1]] == pytest.approx(factors, rel=1e-3)


@pytest.mark.parametrize("example", [RUNNING, CLOSED, DEEP, random_example(4)])
def test_what_is_clicked_is_the_weight_s_own_line_or_the_bias_s_own_node(example):
    (figure, *_), _, slider = explain_figure(*example)
    lines = figure.axes[0].lines[: len(edges_of(example.layers))]
    circles = figure.findobj(Circle)
    widths = widths_of(example.layers)
    for place, drawn in zip(places_of(example.layers), slider.lines, strict=True):
        if place.quantity == "weight":
            assert drawn is lines[edges_of(example.layers).index((place.layer, *place.index))]
        else:
            assert drawn is circles[sum(widths[: place.layer + 1]) + place.index[0]]


def test_an_explanation_of_the_deep_network_is_on_the_screen_with_its_slider():
    (figure, *_), *_ = explain_figure(*DEEP)
    assert figure.get_figheight() <= 6.1
    assert not [text for text in figure.axes[0].texts if "left out" in text.get_text()]


def test_too_many_paths_are_counted():
    layers = [Layer(np.full(shape, 0.1)) for shape in ((1, 3), (3, 3), (3, 3), (3, 1))]
    example = Example(layers, np.array([[1.0]]), np.array([[0.5]]))
    explanation = explanations_of(*example)[0]
    assert explanation.count == 9 > MOST_PATHS
    assert notes_of(explanation)[1] == (
        "9 paths lead from this weight to the loss, too many to write out"
    )


def test_the_tangent_and_the_guess_have_their_slopes():
    (figure, *_), move, _ = explain_figure(*RUNNING, layer=1, weight=(0, 0), guess=0.3)
    move(4)
    curve, guessed, tangent, point = figure.axes[1].lines
    for line, slope in ((tangent, 0.154), (guessed, 0.3)):
        (x, far_x), (y, far_y) = line.get_data()
        assert (far_y - y) / (far_x - x) == pytest.approx(slope)
        assert y + slope * (0.3 - x) == pytest.approx(0.0121)
    assert [float(at[0]) for at in point.get_data()] == pytest.approx([0.3, 0.0121])
    assert len(curve.get_xdata()) == POINTS
    texts = [text.get_text() for text in figure.axes[1].texts]
    assert texts == ["tangent, slope 0.154", "yours 0.3"]
    move(0)
    assert figure.axes[1].texts[1].get_text() == ""
    assert len(guessed.get_xdata()) == 0


DEAD = [Layer(np.array([[-1.0]])), Layer(np.array([[1.0]]))]


@pytest.mark.parametrize(("target", "ends"), [(0.0, (-0.1, 0.1)), (3.0, (8.91, 9.09))])
def test_a_loss_that_no_weight_changes_lies_in_the_middle_of_its_axis(target, ends):
    (figure, *_), move, _ = explain_figure(DEAD, [[1.0]], [[target]])
    move(1)
    assert (figure.axes[1].lines[0].get_ydata() == target**2).all()
    assert figure.axes[1].get_ylim() == pytest.approx(ends)


def test_a_slope_of_0_is_right_up_to_rounding():
    explanation = explanations_of(DEAD, [[1.0]], [[3.0]], layer=1, guess=1e-13)[1]
    assert explanation.slope == 0
    assert explanation.is_right


@pytest.mark.parametrize(("target", "reach"), [(0.0, 0.2), (1000.0, 3)])
def test_a_curve_is_never_a_point_and_never_a_line_without_end(target, reach):
    # The loss is (weight - target)^2, and at the weight 0.01 it is nearly 0, or very large.
    (explanation,) = explanations_of([Layer(np.array([[0.01]]))], [[1.0]], [[target]])
    assert explanation.numbers[-1] - explanation.number == pytest.approx(reach)


def test_a_relu_that_switches_within_the_nudge_is_named():
    layers = [Layer(np.array([[1.0]])), Layer(np.array([[1.0]]))]
    explanation = explanations_of(layers, [[1e-9]], [[1.0]])[0]
    assert not explanation.is_kinked
    layers = [Layer(np.array([[1e-9]])), Layer(np.array([[1.0]]))]
    explanation = explanations_of(layers, [[1.0]], [[1.0]])[0]
    assert explanation.is_kinked
    assert "(a ReLU switches within it)" in told(explanation)


def test_one_of_several_rows_is_explained_like_it_alone():
    rows = np.vstack([[3.0, -1.0], RUNNING.inputs]), np.vstack([[9.0], RUNNING.targets])
    alone = [told(explanation) for explanation in explanations_of(*RUNNING)]
    assert [told(e) for e in explanations_of(RUNNING.layers, *rows, row=1)] == alone


def test_a_network_too_dense_for_labels_still_has_its_numbers_in_words():
    generator = np.random.default_rng(0)
    layers = [Layer(generator.normal(size=shape)) for shape in ((6, 6), (6, 1))]
    example = Example(layers, generator.normal(size=(1, 6)), generator.normal(size=(1, 1)))
    (figure, *_), move, slider = explain_figure(*example)
    assert len(slider.values) == 42
    assert widths_of(layers) == [6, 6, 1]
    assert "from hidden node 6 to the prediction" in move(41)
    words, boxes = texts_of(figure)
    assert (boxes[:, 2] <= figure.bbox.x1).all(), words


def test_explain_shows_the_figure(monkeypatch):
    shown = []
    monkeypatch.setattr(
        explaining, "live", lambda *given, **options: shown.append((given, options))
    )
    explain(*RUNNING)
    (((scene, _move, slider), options),) = shown
    assert options == {"captioned": False}
    alt_text = scene.figure.alt_text
    assert alt_text.startswith("Where the slopes of 6 weights come from. The slope of the")
    assert "1 × 0.066 × 1 = 0.066" in alt_text
    assert slider.position == 0


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"targets": None}, TypeError, "targets are None, expected numbers"),
        ({"layer": 2}, ValueError, "layer is 2, expected a whole number from 0 to 1"),
        ({"weight": (0, 5)}, ValueError, "weight[1] is 5, expected"),
        ({"weight": 3}, TypeError, "weight is 3, expected (start, end)"),
        ({"guess": "0.1"}, TypeError, "guess is the text '0.1', expected a list of Layer"),
        ({"guess": WRONG[:1]}, ValueError, "guess have 1 layers, expected 2"),
        ({"guess": np.nan}, ValueError, "guess has the value nan, expected"),
        (
            {"layers": [Layer(np.ones((2, 70)))], "targets": np.ones((1, 70))},
            ValueError,
            "layers have 140 weights, expected at most",
        ),
        (
            {"layers": [Layer(np.ones((2, 20)))], "targets": np.ones((1, 20))},
            ValueError,
            "layers make a picture ",
        ),
    ],
)
def test_what_cannot_be_explained_is_named_in_one_sentence(arguments, error, sentence):
    given = RUNNING._asdict() | arguments
    with pytest.raises(error, match=rf"^{re.escape(sentence)}"):
        explain_figure(**given)
