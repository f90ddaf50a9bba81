"""The pictures of walks and explanations: no number in them lies, and all of it can be read."""

import re
from collections import Counter
from decimal import Decimal

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.text import Text
from readable_pictures import assert_readable, overlaps, turned_box
from slow_cases import slow_after
from walk_networks import (
    CLOSED,
    DEEP,
    NUMBER,
    RUNNING,
    at,
    example_of,
    numbers_by_numpy,
    random_example,
)

from helpers.figures.network_drawing import WIDEST_BAND
from helpers.figures.network_labels import left_out
from helpers.figures.network_plan import edges_of
from helpers.figures.style import LIT_PAPER, SLOPE, SLOPE_BAND, short
from helpers.live import Asked, to_html
from helpers.live.recording import record
from helpers.network import Layer
from helpers.walks import explain_figure, stepping, walk, walk_figure
from helpers.walks.arithmetic import written
from helpers.walks.plan import MOST_CHARACTERS, within_circle
from helpers.walks.steps import steps_of

HEAD_TEXTS = 3
HEADINGS = {"inputs", "hidden layer", "prediction", ""}


def walked_to(step, example=RUNNING, **options):
    scene, move, _ = walk_figure(*example, **options)
    move(step)
    return scene.figure


def explained(at_weight, example=RUNNING, **options):
    scene, move, _ = explain_figure(*example, **options)
    move(at_weight)
    return scene.figure


PICTURES = {
    "walk": lambda: walked_to(22),
    "walk back, closed": lambda: walked_to(10, CLOSED, part="backward"),
    "explained": lambda: explained(2, guess=0.2),
    "explained, deep": lambda: explained(0, DEEP),
}


def network_texts(figure):
    """All texts of a walk's networks, without the head and the headings."""
    texts = [text.get_text() for text in figure.axes[0].texts]
    return Counter(
        text
        for text in texts[:-HEAD_TEXTS]
        if text not in HEADINGS and not re.match("hidden layer |(before|after) the update", text)
    )


def expected_texts(numbers, way, done):
    """What should stand in the networks after some of a way's steps, from numpy's numbers."""
    given = set(way.given)
    known = given | {step.place for step in way.steps[:done]}
    final = given | {step.place for step in way.steps}
    texts = Counter(
        f"{NAMES.get(place.quantity, place.quantity)} {said(numbers, known, place)}".strip()
        for place in final
        if place.quantity not in ("product", "path", "change", "sum")
        for _ in range(2 if place.quantity == "target" or place[:2] == ("value", 0) else 1)
    )
    for place in final:
        if place.quantity == "value" and place.layer > 0:
            texts[below_a_node(numbers, known, final, place)] += 1
        if place.quantity == "slope of value" and place not in known:
            paths = [p for p in final if p.quantity == "path" and p[1] == place.layer]
            paths = sorted(p for p in paths if p.index[0] == place.index[0])
            texts["slope ?"] -= 1
            texts[under_way("slope", numbers, known, paths)] += 1
    return +texts


NAMES = {
    "weight": "",
    "value": "",
    "slope of weight": "",
    "gate": "relu′",
    "square": "squared",
    "slope of value": "slope",
    "slope of bias": "slope",
}


def said(numbers, known, place):
    write = within_circle if place.quantity == "value" else written
    return write(at(numbers, place)) if place in known else "?"


def below_a_node(numbers, known, final, value):
    """The line that says how a node's value is made."""
    before = value._replace(quantity="sum")
    if value in known:
        if before in final:
            return f"relu({said(numbers, known, before)})"
        return f"sum {written(at(numbers, value))}"
    if before in known:
        return f"sum {said(numbers, known, before)}"
    layer, (end,), is_new = value.layer - 1, value.index, value.is_new
    products = [p for p in final if p[:2] == ("product", layer) and p.is_new == is_new]
    return under_way("sum", numbers, known, sorted(p for p in products if p.index[1] == end))


def under_way(name, numbers, known, terms):
    """A sum of which only some terms are known."""
    ready = [written(at(numbers, place)) for place in terms if place in known]
    if not ready or len(terms) == 1:
        return f"{name} ?"
    more = " + ?" if len(ready) < len(terms) else ""
    if len(ready) == 1:
        return f"{ready[0]}{more}"
    return f"… {'− ' if ready[-1][0] == '−' else '+ '}{ready[-1].lstrip('−')}{more}"


EXAMPLES = slow_after(13, [RUNNING, CLOSED, DEEP, *map(random_example, range(50))])


@pytest.mark.parametrize("example", EXAMPLES)
def test_all_texts_of_every_step_are_numpy_s_numbers_or_question_marks(example):
    (figure, *_), move, slider = walk_figure(*example)
    way, numbers = steps_of(*example), numbers_by_numpy(example)
    assert len(slider.values) == len(way.steps) + 1
    for done in slider.values:
        move(done)
        assert network_texts(figure) == expected_texts(numbers, way, done)
        if done:
            assert way.steps[done - 1].arithmetic in words_of_head(figure)


def words_of_head(figure):
    return [text.get_text() for text in figure.axes[0].texts[-HEAD_TEXTS:]]


@pytest.mark.parametrize("seed", range(0, 50, 3))
def test_the_texts_of_random_networks_lie_apart(seed):
    (figure, *_), move, slider = walk_figure(*random_example(seed))
    move(slider.values[-1])
    assert_apart(figure)


def assert_apart(figure):
    """No text that shows leaves the picture or lies over another."""
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    renderer = FigureCanvasAgg(figure).get_renderer()
    outlines = [turned_box(text, renderer) for text in texts]
    corners = np.concatenate(outlines)
    assert (corners >= 0).all()
    assert (corners <= figure.bbox.max).all()
    assert not [(texts[i], texts[j]) for i, j in overlaps(outlines, outlines) if i < j]


def test_where_there_is_no_room_for_two_the_updated_network_takes_the_old_one_s_place():
    (figure, *_), move, slider = walk_figure(*random_example(18))
    titles = [text for text in figure.axes[0].texts if "the update" in text.get_text()]
    move(0)
    assert [title.get_visible() for title in titles] == [True, False]
    assert titles[1].get_text() == "after the update"
    move(slider.values[-1])
    assert [title.get_visible() for title in titles] == [False, True]
    assert re.search(rf"before it, the loss was {NUMBER}", titles[1].get_text())
    assert_apart(figure)


# 4, 9 and 10 have a flat loss, 1 and 20 a small one.
@pytest.mark.parametrize("seed", [1, 4, 7, 9, 10, 20])
def test_all_of_a_random_explanation_can_be_read(seed, monkeypatch):
    (figure, *_), move, slider = explain_figure(
        *random_example(seed), guess=0.1 if seed % 2 else None
    )
    move(slider.values[len(slider.values) // 2])
    assert_readable(figure, monkeypatch)


@pytest.mark.parametrize(("widths", "has_bias"), [((2, 2, 1), True), ((4, 4, 1), False)])
def test_an_explanation_of_a_small_network_has_all_its_weights_and_slopes(widths, has_bias):
    generator = np.random.default_rng(sum(widths))
    for _ in range(3):
        example = example_of(widths, has_bias, generator)
        texts = network_texts(explain_figure(*example)[0].figure)
        numbers = numbers_by_numpy(example)
        arrays = numbers["weight"] + numbers["slope of weight"]
        assert not Counter(short(it) for array in arrays for it in array.ravel()) - texts


@pytest.mark.parametrize("bias", [None, np.array([0.2, -1.5])])
def test_the_updated_network_stands_level_with_the_old_one(bias):
    layers = [RUNNING.layers[0]._replace(bias=bias), RUNNING.layers[1]]
    circles = walk_figure(*RUNNING._replace(layers=layers))[0].figure.findobj(Circle)
    heights = [circle.center[1] for circle in circles]
    assert heights[:5] == pytest.approx(heights[5:])


def test_a_question_mark_stands_where_its_number_will_begin():
    scene, move, slider = walk_figure(*RUNNING, part="backward")
    move(0)
    marks = [text for text in scene.figure.axes[0].texts if text.get_text() == "?"]
    begins = [_left_end(mark) for mark in marks]
    move(slider.values[-1])
    assert len(marks) == 6
    for mark, begin in zip(marks, begins, strict=True):
        assert np.hypot(*(_left_end(mark) - begin)) < 1


def _left_end(text):
    """The middle of the left side of a turned text, in pixels."""
    renderer = FigureCanvasAgg(text.figure).get_renderer()
    corners = turned_box(text, renderer, slack=0)
    return (corners[0] + corners[3]) / 2


def test_the_words_of_a_node_keep_off_the_lines_where_they_can():
    figure = explain_figure(*RUNNING)[0].figure
    axes = figure.axes[0]
    renderer = FigureCanvasAgg(figure).get_renderer()
    lines = [line.get_transform().transform_path(line.get_path()) for line in axes.lines]
    words = [text for text in axes.texts if re.match("relu′|slope 0.0", text.get_text())]
    assert len(words) == 4
    for text in words:
        corners = turned_box(text, renderer)
        box = Path([*corners, corners[0]])
        assert not [line for line in lines if line.intersects_path(box, filled=False)]


def test_of_a_network_too_dense_for_all_labels_some_are_left_out_and_counted():
    layers, *_ = example = example_of((4, 5, 5, 5, 1), False, np.random.default_rng(0))
    (figure, *_), move, slider = walk_figure(*example, part="backward")
    move(slider.values[-1])
    texts = [text.get_text() for text in figure.axes[0].texts]
    (note,) = [text for text in texts if "left out" in text]
    weights = [written(weight) for layer in layers for weight in layer.weights.ravel()]
    missing = sum((Counter(weights) - Counter(texts)).values())
    assert note == left_out(missing)
    assert 0 < missing < len(weights) / 2
    assert_apart(figure)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1 / 3, "0.33333"),
        (-1 / 3, "−0.3333"),
        (-12345.6, "−12346"),
        (-1234567.0, "−1.2e06"),
        (0.0081422, "0.00814"),
        (-0.000012346, "−1e−05"),
    ],
)
def test_a_circle_has_room_for_every_number_and_no_digit_in_it_is_wrong(number, text):
    assert within_circle(number) == text
    assert len(text) <= MOST_CHARACTERS
    printed = Decimal(text.replace("−", "-"))
    half_a_digit = Decimal(1).scaleb(printed.as_tuple().exponent) / 2
    assert abs(printed - Decimal(number)) <= half_a_digit


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_every_picture_can_be_read(draw, monkeypatch):
    figure = draw()
    assert_readable(figure, monkeypatch)
    assert figure.alt_text.endswith(".")


def test_what_the_step_takes_and_makes_is_lit():
    figure = walked_to(22)
    axes = figure.axes[0]
    colors = [line.get_color() for line in axes.lines if line.get_color() != SLOPE_BAND]
    assert [color == SLOPE for color in colors[:6]] == [False, False, True, False, False, False]
    lit = {
        text.get_text()
        for text in axes.texts
        for paper in axes.patches
        if paper.get_facecolor() == to_rgba(LIT_PAPER)
        and paper.contains_point(axes.transData.transform(text.get_position()))
    }
    assert lit == {"0.132", "relu′ 1", "slope 0.066"}


@pytest.mark.parametrize(
    ("at", "lit"),
    [
        ("The sum at hidden node 2", {3}),
        ("The slope of the bias of hidden node 2", {3}),
        ("The new bias of hidden node 2", {3, 5 + 3}),  # in both networks, of five nodes each
    ],
)
def test_a_bias_lights_its_own_node(at, lit):
    layers = [RUNNING.layers[0]._replace(bias=np.array([0.1, 0.3])), RUNNING.layers[1]]
    example = RUNNING._replace(layers=layers)
    says = [step.says for step in steps_of(*example).steps]
    circles = walked_to(1 + says.index(at), example).findobj(Circle)
    assert {number for number, circle in enumerate(circles) if circle.get_linewidth() > 2} == lit


def test_with_a_guess_each_question_comes_before_its_result():
    (figure, *_), move, slider = walk_figure(*RUNNING, guess=True)
    assert len(slider.values) == 1 + 2 * 44
    asked, answered = move(43), move(44)
    assert asked.endswith("2 × 0.066 × 1 = ?")
    assert answered == f"{asked[:-1]}0.132."
    move(43)
    assert "0.132" not in network_texts(figure)
    assert slider.said()[42:45] == ["21 of 44", "22 of 44", "22 of 44"]
    assert list(slider.asks) == list(range(1, 89, 2))
    assert slider.asks[43].number == pytest.approx(0.132)
    assert slider.asks[43].name == (
        "The slope of the weight from input 2 to hidden node 1: 2 × 0.066 × 1"
    )


def test_every_question_is_named_after_its_step_and_asks_for_its_result():
    *_, slider = walk_figure(*RUNNING, guess=True)
    steps = steps_of(*RUNNING).steps
    asked = [slider.asks[position] for position in range(1, 89, 2)]
    assert asked == [Asked(f"{step.says}: {step.question}", step.result) for step in steps]


@pytest.mark.parametrize("guess", [False, True])
def test_chapters_begin_with_the_first_step_of_each_part(guess):
    _, move, slider = walk_figure(*RUNNING, guess=guess)
    names = ["forward", "error and loss", "backward", "update", "forward again"]
    assert list(slider.chapters.values()) == names
    for start, name in slider.chapters.items():
        assert f", {name}. " in move(start)
        assert f", {name}. " not in move(start - 1)
    *_, one_part = walk_figure(*RUNNING, part="backward", guess=guess)
    assert one_part.chapters == {}


def test_the_slopes_of_a_walk_show_as_bands_once_they_are_known():
    (figure, *_), move, _ = walk_figure(*RUNNING)
    drawn = figure.axes[0].lines
    bands = [line for line in drawn if line.get_color() == SLOPE_BAND]
    lines = [line for line in drawn if line not in bands]
    slopes = numbers_by_numpy(RUNNING)["slope of weight"]
    known = dict.fromkeys(edges_of(RUNNING.layers), 0)
    for done, step in enumerate(steps_of(*RUNNING).steps, 1):
        move(done)
        if step.place.quantity == "slope of weight":
            edge = step.place.layer, *step.place.index
            known[edge] = slopes[step.place.layer][step.place.index] / 0.22
        for band, line, share in zip(bands, lines[:6], known.values(), strict=True):
            wide = line.get_linewidth() + WIDEST_BAND * share if share else 0
            assert band.get_linewidth() == pytest.approx(wide)
    assert min(known.values()) > 0


def test_a_part_begins_with_what_is_known_before_it():
    figure = walked_to(0, part="backward")
    texts = network_texts(figure)
    assert texts["0.61"] == 1
    assert texts["loss 0.0121"] == 1
    assert texts["?"] == 6
    ahead = network_texts(walked_to(0, part="forward"))
    assert ahead["?"] == 3
    assert not any(text.startswith("slope") for text in ahead)


def test_one_weight_s_slope_alone():
    _, move, slider = walk_figure(*RUNNING, part="backward", weight=(1, 0))
    assert len(slider.values) == 5
    assert move(4).endswith("2 × 0.066 × 1 = 0.132.")


def test_only_what_changes_is_recorded_again_and_the_page_stays_small(tmp_path):
    recording = record(*walk_figure(*RUNNING))
    lengths = recording.session.tape.lengths()
    assert lengths["chunks"] < 700
    assert recording.is_complete
    to_html(tmp_path / "walk.html", *walk_figure(*RUNNING))
    assert (tmp_path / "walk.html").stat().st_size < 160_000


def test_walk_shows_the_figure(monkeypatch):
    shown = []
    monkeypatch.setattr(stepping, "live", lambda *given, **options: shown.append((given, options)))
    walk(*RUNNING, part="forward")
    (((scene, _move, slider), options),) = shown
    assert options == {"captioned": False}
    assert scene.figure.alt_text.startswith("A walk of 13 steps. A network of 2 to 2 to 1 nodes.")
    assert slider.plays == 1.5


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"part": "sideways"}, ValueError, "part is 'sideways', expected one of"),
        ({"targets": None}, ValueError, 'targets are None, expected numbers for part="all"'),
        ({"weight": (0, 0)}, ValueError, 'weight goes with part="backward"'),
        ({"weight": (2, 0), "part": "backward"}, ValueError, "weight[0] is 2, expected"),
        ({"weight": 1, "part": "backward"}, TypeError, "weight is 1, expected (start, end)"),
        ({"weight": (0, 0), "layer": 2, "part": "backward"}, ValueError, "layer is 2, expected"),
        ({"guess": "yes"}, TypeError, "guess is the text 'yes', expected True or False"),
        (
            {"layers": [Layer(np.ones((9, 8))), Layer(np.ones((8, 1)))], "inputs": np.ones((1, 9))},
            ValueError,
            "layers make a ",
        ),
    ],
)
def test_what_cannot_be_walked_is_named_in_one_sentence(arguments, error, sentence):
    given = RUNNING._asdict() | arguments
    with pytest.raises(error, match=rf"^{re.escape(sentence)}"):
        walk_figure(**given)
