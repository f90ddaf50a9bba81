"""The drawing of a network, the common style, and how a figure reaches a notebook."""

import base64
import copy
import io
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.text import Text
from PIL import Image
from readable_pictures import overlaps, turned_box
from slow_cases import slow_after
from strategies import arrays_of
from walk_networks import DEEP

from helpers.figures import display, style
from helpers.figures.network_diagram import LARGEST, network_diagram, network_scene
from helpers.figures.network_drawing import WIDEST_BAND
from helpers.figures.network_labels import BESIDE, left_out
from helpers.network import Layer, Passed, forward
from helpers.training import slopes_of

EXAMPLE = [Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])]
PASSED = forward([[1.0, 2.0]], EXAMPLE)
SLOPES = slopes_of([[1.0, 2.0]], [[0.5]], EXAMPLE)


def random_diagram(seed):
    """What to draw: with and without bias, pass, slopes; of every size.

    The first hundred have up to 6-6-6-6 nodes, the others, which take less time, up to 3-3-3-3.
    """
    generator = np.random.default_rng(seed)
    widest = 6 if seed < 100 else 3
    widths = generator.integers(1, widest + 1, generator.integers(2, 5)) if seed else [6, 6, 6, 6]
    size, has_bias = 10.0 ** generator.integers(-5, 6), generator.random() < 0.5
    layers = [
        Layer(
            size * generator.normal(size=shape),
            generator.normal(size=shape[1]) / size if has_bias else None,
        )
        for shape in pairwise(widths)
    ]
    row = generator.normal(size=(1, widths[0]))
    return {
        "layers": layers,
        "passed": forward(row, layers) if generator.random() < 0.7 else None,
        "slopes": slopes_of(row, np.zeros((1, widths[-1])), layers)
        if generator.random() < 0.7
        else None,
        "title": "A network" if generator.random() < 0.5 else "",
    }


def texts_of(figure):
    """Every text with the box that it really takes, (left, bottom, right, top) in pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
    boxes = [text.get_window_extent(renderer).extents for text in texts]
    return [text.get_text() for text in texts], np.array(boxes)


def outlines_of(figure):
    """Every text with the corners of the box that it takes, turned as the text is turned."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
    return [text.get_text() for text in texts], [turned_box(text, renderer) for text in texts]


def words_in(figure):
    return texts_of(figure)[0]


@pytest.mark.parametrize("seed", slow_after(40, range(200)))
def test_every_number_is_drawn_and_can_be_read(seed):
    given = random_diagram(seed)
    figure = network_diagram(**given)
    texts = Counter(text.get_text() for text in figure.findobj(Text))
    assert +Counter({text: texts[text] for text in texts if is_of_arrays(text)}) == expected(given)
    if seed < 100:  # measuring texts takes its time
        assert_labels_meet_no_other_and_no_node_and_none_leaves_the_picture(figure)


def is_of_arrays(text):
    """Whether a text is a number or has one, other than the names of columns and the notes."""
    return re.search(r"\d", text) and not text.startswith("hidden layer")


def expected(given):
    """What a diagram should write of its arrays, each as often as it is there: not one left out."""
    layers, passed, slopes = given["layers"], given["passed"], given["slopes"]
    forms = [(layer.weights, "{}") for layer in layers]
    forms += [(layer.bias, "bias {}") for layer in layers if layer.bias is not None]
    forms += [(array, "{}") for array in arrays_of(slopes or [])]
    if passed is not None:
        forms += [(array, "{}") for array in passed.activations]
        forms += [(array, "relu({})") for array in passed.pre_activations[:-1]]
    texts = Counter(form.format(style.short(it)) for array, form in forms for it in array.ravel())
    if passed is None:
        widths = [len(layers[0].weights), *(layer.weights.shape[1] for layer in layers)]
        letters = "x" + "h" * (len(layers) - 1) + "y"
        for letter, width in zip(letters, widths, strict=True):
            texts.update(f"{letter}{node}" for node in range(1, width + 1))
    return texts


def assert_labels_meet_no_other_and_no_node_and_none_leaves_the_picture(figure):
    words, outlines = outlines_of(figure)
    corners = np.concatenate(outlines)
    assert (corners >= 0).all()
    assert (corners <= figure.bbox.max).all()
    assert not [(words[i], words[j]) for i, j in overlaps(outlines, outlines) if i < j]
    circles = [round_outline(patch) for patch in figure.findobj(Circle)]
    for text, circle in overlaps(outlines, circles):
        apart = outlines[text].mean(axis=0) - circles[circle].mean(axis=0)
        # What stands in the middle of a node is its own.
        assert np.abs(apart).max() <= 3, words[text]


def round_outline(circle):
    box = circle.get_window_extent()
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return (box.min + box.max) / 2 + np.column_stack([np.cos(turn), np.sin(turn)]) * box.width / 2


@pytest.mark.parametrize("seed", range(0, 100, 7))
def test_alt_text_says_every_number(seed):
    given = random_diagram(seed)
    words = network_diagram(**given).alt_text
    passed = given["passed"]
    arrays = arrays_of(given["layers"]) + arrays_of(given["slopes"] or [])
    arrays += [] if passed is None else [*passed.activations, *passed.pre_activations[:-1]]
    said = re.findall(r"−?[\d.]+(?:e[−+]?\d+)?(?=[,;:.] |\.$)", words)
    for array in arrays:
        for number in array.ravel():
            assert style.short(number) in said


def test_alt_text_of_the_running_example_reads_layer_by_layer():
    assert network_diagram(EXAMPLE, PASSED, SLOPES, highlight=[(1, 0, 0)]).alt_text == (
        "A network of 2 to 2 to 1 nodes. Each row of weights belongs to the node that its lines "
        "leave. Inputs: 1, 2. Weights 1: 0.5, 0.6; 0.1, 0.2. "
        "Slopes of weights 1: 0.066, 0.088; 0.132, 0.176. "
        "Hidden layer 1, relu of 0.7, 1: 0.7, 1. Weights 2: 0.3; 0.4. "
        "Slopes of weights 2: 0.154; 0.22. Prediction: 0.61. "
        "Highlighted: from node 1 to node 1 of weights 2."
    )


def test_every_number_of_the_running_example_is_drawn_and_none_without_its_array():
    def words(*arguments):
        return sorted(words_in(network_diagram(*arguments)))

    values = ["1", "2", "0.7", "1", "0.61"]
    weights = ["0.5", "0.6", "0.1", "0.2", "0.3", "0.4"]
    slopes = ["0.066", "0.088", "0.132", "0.176", "0.154", "0.22"]
    heads = ["inputs", "hidden layer", "prediction"]
    names = ["x1", "x2", "h1", "h2", "y1"]
    given = ["relu(0.7)", "relu(1)"]
    assert words(EXAMPLE) == sorted([*names, *weights, *heads])
    assert words(EXAMPLE, PASSED) == sorted([*values, *given, *weights, *heads, "value", "weight"])
    key = "slope of the loss: the wider the band, the steeper"
    assert words(EXAMPLE, PASSED, SLOPES) == sorted(
        [*values, *given, *weights, *slopes, *heads, "value", "weight", key]
    )


def test_labels_without_room_are_counted():
    generator = np.random.default_rng(0)
    layers = [Layer(-1e-5 * generator.random((8, 8))) for _ in range(5)]
    texts = words_in(network_diagram(layers))
    (note,) = [words for words in texts if "left out" in words]
    shown = sum("e−" in text for text in texts)
    assert 0 < shown < 5 * 64
    assert note == left_out(5 * 64 - shown)
    assert left_out(1) == "1 label left out for want of room"


def test_labels_that_found_no_good_place_are_tried_again():
    scene = network_scene(DEEP.layers, forward(DEEP.inputs, DEEP.layers))
    figure = scene.figure
    assert not [words for words in words_in(figure) if "left out" in words]
    lines = [line.get_transform().transform_path(line.get_path()) for line in scene.moving.lines]
    renderer = FigureCanvasAgg(figure).get_renderer()
    for ((words, _),) in scene.moving.weights:
        corners = turned_box(words, renderer)
        label = Path([*corners, corners[0]])
        assert not [line for line in lines if line.intersects_path(label, filled=False)]


def test_a_line_is_wide_for_a_large_weight_and_dashed_for_one_below_zero():
    figure = network_diagram([Layer([[1.0, -2.0], [0.0, 0.5]])])
    widths = [line.get_linewidth() for line in figure.axes[0].lines]
    assert widths[1] > widths[0] > widths[3] > widths[2]
    assert [line.get_linestyle() for line in figure.axes[0].lines] == ["-", "--", "-", "-"]


def test_the_band_behind_a_line_is_the_wider_the_steeper_its_slope():
    still = network_scene(EXAMPLE, PASSED, SLOPES).moving
    beyond = [
        band.get_linewidth() - line.get_linewidth()
        for band, line in zip(still.bands, still.lines, strict=True)
    ]
    slopes = np.concatenate([layer.weights.ravel() for layer in SLOPES])
    np.testing.assert_allclose(beyond, WIDEST_BAND * slopes / 0.22, rtol=1e-9)
    assert network_scene(EXAMPLE, PASSED).moving.bands == []


def test_a_band_moves_with_its_slope_and_is_gone_where_there_is_none():
    scene = network_scene(EXAMPLE, PASSED, SLOPES)
    flat = [Layer(np.zeros((2, 2))), Layer([[-0.5], [0.0]])]
    scene.move_to(EXAMPLE, PASSED, flat)
    widths = [band.get_linewidth() for band in scene.moving.bands]
    assert widths == [0, 0, 0, 0, scene.moving.lines[4].get_linewidth() + WIDEST_BAND, 0]


@pytest.mark.parametrize("seed", range(0, 100, 5))
def test_every_label_runs_along_its_own_line_and_touches_it(seed):
    scene = random_scene(seed)
    for line, label in zip(scene.moving.lines, scene.moving.weights, strict=True):
        (x, y), (far_x, far_y) = line.get_xydata()
        angle = np.degrees(np.arctan2(far_y - y, far_x - x))
        for words, _ in label:
            assert words.get_rotation() == pytest.approx(angle % 360)
            across = np.array([y - far_y, far_x - x]) / np.hypot(far_x - x, far_y - y)
            away = np.array(words.get_position()) - (x, y)
            assert abs(away @ across) == pytest.approx(BESIDE)
            along = away @ (far_x - x, far_y - y) / np.hypot(far_x - x, far_y - y) ** 2
            assert 0 < along < 1


def random_scene(seed):
    given = random_diagram(seed)
    row = np.random.default_rng(seed).normal(size=(1, len(given["layers"][0].weights)))
    return network_scene(given["layers"], forward(row, given["layers"]), given["slopes"])


def test_named_nodes_say_who_they_are_and_nothing_else_changes():
    named = network_scene(EXAMPLE, PASSED, named=True)
    plain = network_scene(EXAMPLE, PASSED)
    names = sorted(["x1", "x2", "h1", "h2", "y1"])
    assert sorted(words_in(named.figure)) == sorted([*words_in(plain.figure), *names])
    assert_labels_meet_no_other_and_no_node_and_none_leaves_the_picture(named.figure)
    with pytest.raises(TypeError, match="named is of type int, expected True or False"):
        network_scene(EXAMPLE, PASSED, named=3)


def test_edges_that_are_not_highlighted_step_back():
    figure = network_diagram(EXAMPLE, highlight=[(0, 1, 0)])
    colors = [line.get_color() for line in figure.axes[0].lines]
    assert colors == [style.FAINT, style.FAINT, style.WEIGHT, *[style.FAINT] * 3]
    assert [words for words in words_in(figure) if words.startswith("0")] == ["0.1"]


def test_a_closed_hidden_node_is_dotted():
    layers = [Layer([[1.0, -1.0]]), Layer([[1.0], [1.0]])]
    figure = network_diagram(layers, forward([[0.0001]], layers))
    dotted = [patch.get_linestyle() for patch in figure.findobj(Circle)]
    assert dotted == ["-", "-", ":", "-"]


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"layers": EXAMPLE[0]}, TypeError, "layers is a single Layer"),
        ({"layers": [Layer(np.ones((LARGEST + 1, 1)))]}, ValueError, "layers make a network of 9"),
        ({"layers": [Layer([[1.0]])] * LARGEST}, ValueError, "layers make a network of 1 to 1"),
        ({"layers": EXAMPLE, "passed": 3}, TypeError, "passed is of type int"),
        ({"layers": EXAMPLE, "passed": Passed(None, None)}, TypeError, "passed.pre_activations"),
        (
            {"layers": EXAMPLE, "passed": forward(np.ones((2, 2)), EXAMPLE)},
            ValueError,
            "passed has 2 rows",
        ),
        (
            {"layers": EXAMPLE, "passed": forward([[1.0, 2.0]], EXAMPLE[:1])},
            ValueError,
            "passed.pre_activations have the shapes",
        ),
        (
            {"layers": EXAMPLE, "passed": Passed([[[1.0, np.nan]], [[1.0]]], PASSED.activations)},
            ValueError,
            "passed.pre_activations[0] has the value nan",
        ),
        ({"layers": EXAMPLE, "slopes": SLOPES[:1]}, ValueError, "slopes have 1 layers"),
        ({"layers": EXAMPLE, "slopes": [1, 2]}, TypeError, "slopes[0] is of type int"),
        ({"layers": EXAMPLE, "highlight": None}, TypeError, "highlight is of type NoneType"),
        ({"layers": EXAMPLE, "highlight": "abc"}, TypeError, "highlight is of type str"),
        ({"layers": EXAMPLE, "highlight": (0, 0, 0)}, ValueError, "highlight has the edge 0"),
        ({"layers": EXAMPLE, "highlight": [(0, 2, 0)]}, ValueError, "highlight has the edge (0, 2"),
        ({"layers": EXAMPLE, "highlight": [(0, 0)]}, ValueError, "highlight has the edge (0, 0)"),
        ({"layers": EXAMPLE, "highlight": [PASSED]}, ValueError, "highlight has the edge Passed"),
    ],
)
def test_what_cannot_be_drawn_is_named_in_one_sentence(arguments, error, sentence):
    with pytest.raises(error, match=rf"^{re.escape(sentence)}[\s\S]*expected"):
        network_diagram(**arguments)


PICTURES = {
    "running example": lambda: network_diagram(EXAMPLE, PASSED, SLOPES, title="Slopes"),
    "closed": lambda: moved_to(-0.8).figure,
}


def with_weight(weight):
    """The running example with another weight from the second input to the first hidden node."""
    layers = [Layer([[0.5, 0.6], [weight, 0.2]]), EXAMPLE[1]]
    return layers, forward([[1.0, 2.0]], layers)


def moved_to(weight, title="Moved"):
    scene = network_scene(EXAMPLE, PASSED, title="Start")
    scene.move_to(*with_weight(weight), title=title)
    return scene


def test_a_scene_begins_as_the_still_diagram():
    still = network_diagram(EXAMPLE, PASSED, SLOPES, title="Start")
    scene = network_scene(EXAMPLE, PASSED, SLOPES, title="Start")
    assert words_in(scene.figure) == words_in(still)
    assert scene.figure.alt_text == still.alt_text
    # Only its labels may stand a little further apart: they have room for more digits.
    for line, other in zip(scene.figure.axes[0].lines, still.axes[0].lines, strict=True):
        np.testing.assert_array_equal(line.get_xydata(), other.get_xydata())
        assert line.get_linewidth() == other.get_linewidth()


@pytest.mark.parametrize("weight", [-0.8, -0.25, -0.123, 0.1, 0.9])
def test_a_scene_moved_shows_the_numbers_of_the_diagram_drawn_anew(weight):
    layers, passed = with_weight(weight)
    scene = moved_to(weight, title="Anew")
    fresh = network_diagram(layers, passed, title="Anew")
    assert words_in(scene.figure) == words_in(fresh)
    looks = [
        [(patch.get_linestyle(), patch.get_facecolor()) for patch in figure.findobj(Circle)]
        for figure in (scene.figure, fresh)
    ]
    assert looks[0] == looks[1]
    dashes = [line.get_linestyle() for line in scene.moving.lines]
    assert dashes == ["-", "-", "--" if weight < 0 else "-", "-", "-", "-"]
    scene.move_to(EXAMPLE, PASSED, title="Start")
    start = network_scene(EXAMPLE, PASSED, title="Start")
    assert display.png(scene.figure) == display.png(start.figure)


def test_lines_of_a_scene_keep_their_scale_and_stop_growing():
    widths = {w: moved_to(w).moving.lines[2].get_linewidth() for w in (0.3, 0.6, 1.2, 5.0)}
    others = [moved_to(w).moving.lines[1].get_linewidth() for w in (0.3, 5.0)]
    assert widths[0.3] < widths[0.6] < widths[1.2] == widths[5.0]
    assert others[0] == others[1]


@pytest.mark.parametrize("weight", [-0.123, -0.8, 0.888])
def test_labels_of_a_scene_meet_no_other_wherever_they_move(weight):
    words, outlines = outlines_of(moved_to(weight).figure)
    assert not [(words[i], words[j]) for i, j in overlaps(outlines, outlines) if i < j]


def test_a_scene_touches_only_what_changes():
    scene = network_scene(EXAMPLE, PASSED, title="Start")
    display.png(scene.figure)
    layers = [EXAMPLE[0], Layer([[0.9], [0.4]])]
    scene.move_to(layers, forward([[1.0, 2.0]], layers), title="Start")
    moving = scene.moving
    changed = [line for line in moving.lines if line.stale]
    assert changed == [moving.lines[4]]
    assert [value.get_text() for value in moving.values if value.stale] == ["1.03"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((EXAMPLE[:1], PASSED), "layers have 1 layers"),
        ((EXAMPLE, None), "move_to has other arguments than the scene was drawn with, expected"),
        ((EXAMPLE, PASSED, SLOPES), "passed and no slopes"),
    ],
)
def test_a_scene_moves_to_networks_of_its_own_shape_only(arguments, words):
    scene = network_scene(EXAMPLE, PASSED)
    with pytest.raises(ValueError, match=re.escape(words)):
        scene.move_to(*arguments)


def test_drawing_changes_no_argument():
    given = {"layers": EXAMPLE, "passed": PASSED, "slopes": SLOPES, "highlight": [(0, 0, 0)]}
    before = copy.deepcopy(given)
    network_diagram(**given)
    assert repr(given) == repr(before)
    as_lists = [Layer([[0.066, 0.088], [0.132, 0.176]]), Layer([[0.154], [0.22]])]
    drawn = network_diagram(EXAMPLE, slopes=as_lists)
    assert "Slopes of weights 2: 0.154; 0.22." in drawn.alt_text


def test_pyplot_is_never_loaded():
    code = (
        "import sys; from helpers.figures import display, network_diagram as n; "
        "from helpers.network import Layer; "
        "display.png(n.network_diagram([Layer([[1.0]])])); "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_png_is_the_same_every_time_and_of_two_pixels_for_one():
    def png():
        return display.png(network_diagram(EXAMPLE, PASSED, SLOPES, title="Twice"))

    assert png() == png()
    picture = Image.open(io.BytesIO(png()))
    assert picture.width == 2 * style.INCH_IN_PIXELS * style.WIDTH
    assert picture.mode == "P"
    assert len(png()) < 60_000


def test_quantising_moves_no_colour_that_an_eye_would_miss():
    figure = network_diagram(EXAMPLE, PASSED, SLOPES)
    small = np.asarray(Image.open(io.BytesIO(display.png(figure))).convert("RGB"), float)
    full = io.BytesIO()
    with mpl.style.context("default"):
        figure.savefig(full, dpi=style.INCH_IN_PIXELS * display.PIXEL_DENSITY)
    difference = np.abs(small - np.asarray(Image.open(full).convert("RGB"), float))
    assert difference.mean() < 1


def test_style_does_not_depend_on_the_caller_s_nor_changes_it():
    expected = display.png(network_diagram(EXAMPLE, PASSED))
    loud = {
        "font.size": 30,
        "font.family": "serif",
        "lines.linewidth": 9,
        "figure.dpi": 37,
        "savefig.dpi": 37,
        "savefig.bbox": "tight",
        "figure.facecolor": "black",
        "text.color": "white",
        "path.simplify": False,
    }
    with mpl.rc_context(loud):
        before = dict(mpl.rcParams)
        assert display.png(network_diagram(EXAMPLE, PASSED)) == expected
        assert dict(mpl.rcParams) == before


def test_bundle_has_the_picture_the_alt_text_and_the_words():
    figure = network_diagram(EXAMPLE, PASSED, title="Three ways")
    bundle = display.bundle(figure)
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == f"Figure: {figure.alt_text}"
    assert base64.b64decode(bundle["image/png"]) == display.png(figure)
    width, height = (round(side) for side in figure.get_size_inches() * style.INCH_IN_PIXELS)
    tag = f'<img width="{width}" height="{height}" style="--widest:{width}px" '
    assert f'{tag}alt="{figure.alt_text}" src="data:' in bundle["text/html"]


def test_alt_text_cannot_break_out_of_its_tag():
    figure = style.described(style.panels()[0], 'slope < 0, "uphill" & down')
    assert 'alt="slope &lt; 0, &quot;uphill&quot; &amp; down"' in display.image_tag(figure, "")


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match=r"^figure has no alt text: return described"):
        display.bundle(Figure())
    with pytest.raises(TypeError, match=r"^figure is of type int, expected a matplotlib Figure"):
        display.show(3)


def test_show_displays_the_bundle_once(monkeypatch):
    shown = []
    monkeypatch.setattr(display, "display", lambda data, raw: shown.append((data, raw)))
    figure = network_diagram(EXAMPLE)
    display.show(figure)
    assert shown == [(display.bundle(figure), True)]


def contrast_with_paper(color):
    """The contrast ratio of WCAG 2.1."""

    def luminance(color):
        parts = np.array(to_rgb(color))
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    return (luminance(style.PAPER) + 0.05) / (luminance(color) + 0.05)


@pytest.mark.parametrize("name", ["VALUE", "WEIGHT", "SLOPE", "LOSS", "INK", "QUIET"])
def test_colours_that_text_wears_have_enough_contrast(name):
    assert contrast_with_paper(getattr(style, name)) >= 4.5


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.61, "0.61"),
        (-0.066, "−0.066"),
        (0, "0"),
        (-0.0, "0"),
        (-1e-9, "−1e−09"),
        (1234.5, "1.23e+03"),
        (123.4, "123"),
        (np.float64(2), "2"),
    ],
)
def test_short_gives_three_digits_and_a_true_minus(number, words):
    assert style.short(number) == words
