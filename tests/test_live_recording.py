"""Figures are recorded: each thing once, nothing left out, bad input named."""

import gc
import json
import subprocess
import sys
import weakref

import matplotlib.patheffects
import numpy as np
import pytest
from matplotlib.patches import Circle
from matplotlib.transforms import Affine2D

from helpers.figures.display import bundle
from helpers.figures.style import Scene, described, panels, styled
from helpers.live import Asked, Guess, Slider, to_html
from helpers.live.figure import still
from helpers.live.recorder import Recorder
from helpers.live.recording import MOST_SECONDS, begin, finish, record
from helpers.live.tape import TABLES, UNITS_IN_A_PIXEL, Tape

TYPES = {"chunks": ("<i4", 1), "points": ("<i2", 2), "codes": ("u1", 1)}


def unpacked(packed):
    """What live.js reads: the header, then chunks, points, codes and images in a row."""
    size = int.from_bytes(packed[:4], "little")
    header, at = json.loads(packed[4 : 4 + size]), 4 + size
    arrays = {}
    for name, counts in (
        ("chunks", header["chunks"]),
        ("points", header["counts"]),
        ("codes", header["counts"]),
    ):
        kind, width = TYPES[name]
        arrays[name] = []
        for count in counts:
            array = np.frombuffer(packed, kind, count * width, at)
            arrays[name].append(array.reshape(-1, width) if width > 1 else array)
            at += array.nbytes
    at += sum(4 * width * height for width, height in header["sizes"])
    assert at == len(packed)
    return header, arrays


class Clock:
    """A clock that a test turns by hand, in seconds."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock of recordings: it stands still unless a test turns it, however busy the machine."""
    clock = Clock()
    monkeypatch.setattr("helpers.live.recording.perf_counter", clock)
    return clock


@styled
def line_scene():
    figure, axes = panels()
    (line,) = axes.plot([0, 1], [0, 1])
    axes.set(xlim=(0, 10), ylim=(0, 10))
    label = axes.text(1, 8, "")

    def move_to(height):
        line.set_data([0, 9], [0, height])
        label.set_text(f"{height:g}")
        return f"Height {height:g}."

    return Scene(described(figure, "A line."), (line, [label]), move_to)


def of(*artists):
    """A Scene of artists that nothing moves."""
    return Scene(artists[0].figure, artists, lambda: None)


def recorded(**options):
    scene = line_scene()
    return record(scene, scene.move_to, Slider("height", np.arange(10), start=3), **options)


def shapes_of(chunk, arrays):
    """Everything that one artist draws: for each shape its codes, its points, its place."""
    drawn, at = [], 0
    while at < len(chunk):
        for i in range(at + 2, at + 2 + 3 * chunk[at + 1], 3):
            shape, place = chunk[i], tuple(chunk[i + 1 : i + 3].tolist())
            points, codes = arrays["points"][shape], arrays["codes"][shape]
            drawn.append((codes.tolist(), points.tolist(), place))
        at += 2 + 3 * chunk[at + 1]
    return drawn


def test_every_position_has_its_words_and_its_picture():
    header, arrays = unpacked(recorded().packed)
    (part,) = header["parts"]
    assert [state["words"] for state in part["states"]] == [f"Height {n}." for n in range(10)]
    assert part["start"] == 3
    assert len({state["chunks"][0] for state in part["states"]}) == 10
    lines = [arrays["chunks"][state["chunks"][0]] for state in part["states"]]
    ends = [shapes_of(line, arrays)[0][1][-1][1] for line in lines]
    # Upwards is less, and equal steps are equal to the last eighth of a pixel.
    assert ends == sorted(ends, reverse=True)
    assert np.ptp(np.diff(ends)) <= 1


def test_dashes_and_where_they_begin_are_in_pixels():
    figure, axes = panels()
    (line,) = axes.plot([0, 1], [0, 1], linestyle=(3, (4, 2)), linewidth=2)
    tape = Tape()
    line.draw(Recorder(figure, tape))
    (pen,) = unpacked(tape.packed())[0]["pens"]
    # matplotlib counts dashes in widths of their line, and widths in points.
    width = 2 * figure.dpi / 72
    assert pen["width"] == pytest.approx(width)
    assert pen["dashes"] == pytest.approx([4 * width, 2 * width])
    assert pen["offset"] == pytest.approx(3 * width)


def test_the_line_lies_where_the_axes_put_it():
    recording = recorded()
    header, arrays = unpacked(recording.packed)
    state = header["parts"][0]["states"][5]
    _, points, place = shapes_of(arrays["chunks"][state["chunks"][0]], arrays)[0]
    axes = recording.figure.axes[0]
    expected = axes.transData.transform([(0, 0), (9, 5)])
    expected[:, 1] = recording.figure.bbox.height - expected[:, 1]
    assert np.abs((np.array(points) + place) / 8 - expected).max() <= 1 / 8


def test_a_beginning_holds_the_start_and_what_follows_it_holds_all():
    scene = line_scene()
    beginning = begin(scene, scene.move_to, Slider("height", np.arange(10), start=3))
    (part,) = unpacked(beginning.packed)[0]["parts"]
    assert not beginning.is_complete
    assert part["start"] == 3
    assert [state["words"] for state in part["states"]] == ["Height 3."]
    whole = finish(beginning)
    assert whole.packed == recorded().packed
    header, _ = unpacked(whole.packed)
    # The browser keeps nothing of the beginning, and what it has painted stays as it is.
    assert not any(header["keep"].values())
    assert header["layers"] == unpacked(beginning.packed)[0]["layers"]
    assert header["parts"][0]["states"][3] == part["states"][0]


def test_what_cannot_be_recorded_ahead_is_refused_before_anything_is_shown():
    sliders = [Slider(name, range(150), start=0) for name in ("height", "width")]
    with pytest.raises(ValueError, match="expected at most 20,000"):
        begin(line_scene(), lambda height, width: "Words.", *sliders, ahead=True)


def test_a_thing_is_kept_once():
    header, arrays = unpacked(recorded().packed)
    shapes = zip(arrays["codes"], arrays["points"], strict=True)
    kept = {(codes.tobytes(), points.tobytes()) for codes, points in shapes}
    assert len(kept) == len(arrays["codes"])
    assert len({json.dumps(pen) for pen in header["pens"]}) == len(header["pens"])


def test_a_letter_is_one_outline_wherever_it_stands():
    axes = panels()[1]
    axes.axis("off")
    texts = [axes.text(0, 0, "abba"), axes.text(0.3, 0.7, "ab")]
    recording = record(of(*texts), lambda x: "", Slider("x", [1], start=1))
    # The third is the paper.
    assert len(unpacked(recording.packed)[1]["codes"]) == 3


def test_an_artist_that_does_not_change_is_not_recorded_again():
    scene = line_scene()

    def move(height):
        scene.moving[0].set_data([0, 1], [0, height])
        return "Words."

    recording = record(scene, move, Slider("height", range(5), start=0))
    states = unpacked(recording.packed)[0]["parts"][0]["states"]
    assert len({state["chunks"][0] for state in states}) == 5
    assert len({state["chunks"][1] for state in states}) == 1


def test_an_annotation_whose_place_alone_is_set_is_recorded_again():
    axes = panels()[1]
    axes.set(ylim=(0, 10))
    label = axes.annotate("here", (0, 0), (5, 5), textcoords="offset points")

    def move(height):
        label.xy = (0, height)
        return "Words."

    recording = record(of(label), move, Slider("height", range(5), start=0))
    states = unpacked(recording.packed)[0]["parts"][0]["states"]
    assert len({state["chunks"][0] for state in states}) == 5


def test_what_is_recorded_stays_where_the_first_drawing_laid_it_out():
    figure = recorded().figure
    before = figure.axes[0].get_position().extents
    figure.axes[0].set_ylabel("much\nmore\nroom\nis\nneeded")
    figure.draw_without_rendering()
    assert figure.axes[0].get_position().extents.tolist() == before.tolist()


def test_what_lies_over_a_moving_artist_is_a_layer_after_it():
    scene = line_scene()
    scene.figure.axes[0].text(1, 1, "over both", zorder=9)
    slider = Slider("height", range(3), start=0)
    layers = unpacked(record(scene, scene.move_to, slider).packed)[0]["layers"]
    assert [part for part, _ in layers] == [-1, 0, -1, 0, -1]


def test_a_sheet_with_nothing_on_it_is_no_layer():
    layers = unpacked(recorded().packed)[0]["layers"]
    assert [part for part, _ in layers] == [-1, 0, -1, 0]


def test_words_have_the_minus_sign_of_the_figure():
    scene = line_scene()
    slider = Slider("height", [-1, 1], start=1, words=lambda value: f"{value:.1f}")
    header, _ = unpacked(record(scene, scene.move_to, slider).packed)
    (part,) = header["parts"]
    assert part["states"][0]["words"] == "Height −1."
    assert part["sliders"][0]["words"] == ["−1.0", "1.0"]


def test_a_slider_says_how_long_it_rests():
    plays = [slider_of(range(60), plays=plays).pause for plays in (False, True, 1.5)]
    assert plays == [0, 100, 1500]
    # A thousand positions would otherwise change faster than a screen shows them.
    assert slider_of(range(1000), plays=True).pause == 40


def test_a_figure_that_needs_no_kernel_imports_no_widgets():
    code = "import sys, helpers.live; print('ipywidgets' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"


def test_the_figure_is_left_at_the_start():
    recording = recorded()
    assert recording.figure.axes[0].lines[0].get_ydata()[1] == 3


def test_words_at_the_start_are_the_alt_text_of_a_figure_without():
    scene = line_scene()
    del scene.figure.alt_text
    record(scene, scene.move_to, Slider("height", range(5), start=2))
    assert scene.figure.alt_text == "Height 2."


@pytest.mark.parametrize(
    ("alt_text", "title", "name"),
    [
        ("A line: it rises by 0.5. Then more.", "", "A line"),
        ("Weights from 0.5 to 1. Then more.", "One line", "Weights from 0.5 to 1"),
        # What is said at the start is not so at any other position.
        ("Height 2: low.", "One line", "One line."),
        ("Height 2: low.", "", "Figure that follows height"),
        ("", "", "Figure that follows height"),
    ],
)
def test_a_figure_is_called_what_it_is_at_every_position(alt_text, title, name):
    scene = line_scene()
    scene.figure.axes[0].set_title(title)
    scene.figure.alt_text = alt_text
    slider = Slider("height", range(5), start=2)
    header, _ = unpacked(record(scene, scene.move_to, slider).packed)
    assert header["label"] == name


def test_a_position_that_fails_holds_the_message_and_the_next_one_works():
    scene = line_scene()

    def move(height):
        if height == 2:
            raise ZeroDivisionError("nothing to divide by")
        return scene.move_to(height)

    recording = record(scene, move, Slider("height", range(5), start=0))
    states = unpacked(recording.packed)[0]["parts"][0]["states"]
    assert "height 2" in states[2]["error"]
    assert "nothing to divide by" in states[2]["error"]
    assert all("chunks" in state for i, state in enumerate(states) if i != 2)


def test_data_that_do_not_fit_are_a_message_too():
    scene = line_scene()

    def move(height):
        scene.moving[0].set_data([0, 1], [0] * (2 + (height == 2)))
        return "Words."

    recording = record(scene, move, Slider("height", range(5), start=0))
    states = unpacked(recording.packed)[0]["parts"][0]["states"]
    assert "shape mismatch" in states[2]["error"]
    assert states[3]["words"] == "Words."


def both(count, pass_time=lambda: None, **options):
    """A recording of a line that two sliders move, each with so many values."""
    scene = line_scene()

    def move(x, y):
        pass_time()
        line, (label,) = scene.moving
        line.set_data([0, x], [0, y])
        label.set_text(f"{x:g}")
        return f"{x:g} {y:g}"

    sliders = [Slider(name, np.linspace(0, 9, count), start=9) for name in ("x", "y")]
    return record(scene, move, *sliders, **options)


def test_few_combinations_of_two_sliders_are_all_recorded():
    recording = both(4)
    (part,) = unpacked(recording.packed)[0]["parts"]
    assert recording.is_complete
    assert [state["words"] for state in part["states"][:5]] == ["0 0", "0 3", "0 6", "0 9", "3 0"]
    assert part["start"] == 15


def test_the_start_of_two_sliders_is_the_state_at_their_places():
    scene = line_scene()

    def move(x, y):
        scene.move_to(y)
        return f"{x} {y}"

    sliders = [Slider("x", range(2), start=1), Slider("y", range(5), start=3)]
    (part,) = unpacked(record(scene, move, *sliders).packed)[0]["parts"]
    assert part["states"][part["start"]]["words"] == "1 3"


def test_combinations_that_take_long_are_left_to_the_kernel(clock):
    def pass_time():
        clock.seconds += 1.2 * MOST_SECONDS / 16

    slow = both(4, pass_time)
    (part,) = unpacked(slow.packed)[0]["parts"]
    assert not slow.is_complete
    assert [state["words"] for state in part["states"]] == ["9 9"]
    assert both(4, pass_time, ahead=True).is_complete


def test_combinations_that_fill_much_of_a_page_are_left_to_the_kernel():
    scene, heights = line_scene(), np.random.default_rng(0).random(4000)

    def move(x, y):
        scene.moving[0].set_data(np.linspace(0, 9, 4000), x + y * heights)
        return "Words."

    sliders = [Slider(name, range(1, 13), start=1) for name in ("x", "y")]
    assert not record(scene, move, *sliders).is_complete
    assert record(scene, move, *sliders, ahead=True).is_complete


def test_a_position_recorded_on_demand_is_what_it_is_ahead():
    ahead, demanded = both(4), both(4, ahead=False)
    header, all_arrays = unpacked(ahead.packed)
    chunks = header["parts"][0]["states"][6]["chunks"]
    expected = [shapes_of(all_arrays["chunks"][chunk], all_arrays) for chunk in chunks]
    beginning = demanded.session.tape.lengths()
    tables = unpacked(demanded.packed)[1]
    for values in ((0, 0), (9, 3), (3, 6)):
        # A view that comes later starts from what every view has.
        demanded.session.forget(beginning)
        state = demanded.session.state(0, values)
        header, arrays = unpacked(demanded.session.tape.packed(state=state))
        kept = header["keep"]
        tables = {
            name: tables[name][: kept[table]] + arrays[name]
            for name, table in (("chunks", "chunks"), ("points", "shapes"), ("codes", "shapes"))
        }
    assert [shapes_of(tables["chunks"][chunk], tables) for chunk in state["chunks"]] == expected


def test_only_what_is_new_is_sent():
    recording = both(4, ahead=False)
    packed = []
    for values in ((1, 2), (1, 2), (2, 1)):
        state = recording.session.state(0, values)
        packed.append(recording.session.tape.packed(state=state))
    assert unpacked(packed[1])[0]["counts"] == unpacked(packed[1])[0]["chunks"] == []
    # The second value's digits have been sent with other texts: a line is all that is new.
    assert len(unpacked(packed[2])[0]["counts"]) <= 2
    assert len(packed[2]) < 2000


def test_a_tape_forgets_what_came_later():
    tape = Tape()
    for name in TABLES:
        tape.keep(name, b"first")
    lengths, size = tape.lengths(), tape.size
    tape.keep("pens", "second")
    tape.cut(lengths)
    assert tape.size == size
    assert tape.keep("pens", "third") == 1


def test_a_guess_is_a_part_of_its_own():
    scene = line_scene()
    figure, axes = scene.figure, scene.figure.axes[0]
    level = axes.axhline(5)

    def place(final):
        level.set_ydata([final, final])
        return f"Your guess: {final:g}."

    slider = Slider("final", [0, 5, 10], start=5, drag=(axes, "y"))
    guess = Guess(of(level), place, slider)
    recording = record(scene, scene.move_to, Slider("height", [1], 1), guess=guess)
    header, _ = unpacked(recording.packed)
    assert header["hidden"]
    states = header["parts"][1]["states"]
    assert [state["words"] for state in states] == [f"Your guess: {n}." for n in (0, 5, 10)]
    assert len({state["chunks"][0] for state in states}) == 3
    top, bottom = (figure.bbox.height - y for y in axes.bbox.intervaly[::-1])
    pixels = header["parts"][1]["sliders"][0]["drag"]["pixels"]
    assert pixels == pytest.approx([bottom, (top + bottom) / 2, top], abs=0.1)


def test_neither_picture_nor_words_give_the_answer_to_a_guess_away():
    scene = line_scene()
    figure, (line, (label,)), move_to = scene
    figure.axes[0].set_title("Where does it end?")
    level = figure.axes[0].axhline(5)
    slider = Slider("final", [0, 5, 10], start=5)
    guess = Guess(of(level), lambda final: f"Your guess: {final:g}.", slider)
    recording = record(scene, move_to, Slider("height", [9], 9), guess=guess)
    shown = still(recording)
    words = "Where does it end? The answer is hidden. Your guess: 5."
    assert shown["text/plain"] == f"Figure: {words}"
    assert unpacked(recording.packed)[0]["label"] == "Where does it end?"
    line.set_visible(False)
    label.set_visible(False)
    assert bundle(figure)["image/png"] == shown["image/png"]
    line.set_visible(True)
    assert bundle(figure)["image/png"] != shown["image/png"]


def hatched(axes):
    return axes.bar([0], [1], hatch="/")[0]


def gouraud(axes):
    return axes.pcolormesh(np.eye(3), shading="gouraud")


def sketched(axes):
    return axes.plot([0, 1], [0, 1], sketch_params=(1, 100, 2))[0]


def filtered(axes):
    return axes.plot([0, 1], [0, 1], agg_filter=lambda image, dpi: (image, 0, 0))[0]


def set_by_tex(axes):
    # Layout would ask TeX itself for the text's size.
    axes.figure.set_layout_engine("none")
    return axes.text(0, 0, "words", usetex=True)


def turned(axes):
    image = axes.imshow(np.eye(3), interpolation="none")
    image.set_transform(Affine2D().rotate_deg(30) + axes.transData)
    return image


@pytest.mark.parametrize("draw", [hatched, gouraud, sketched, filtered, set_by_tex, turned])
def test_what_cannot_be_recorded_says_so(draw):
    artist = draw(panels()[1])
    with pytest.raises(NotImplementedError, match="cannot be recorded"):
        record(of(artist), lambda x: "Words.", Slider("x", [1], start=1))


def many_kinds(axes):
    grid = np.arange(9.0).reshape(3, 3)
    return {
        "lines": axes.plot([0, 1], [0, 1], "o--")[0],
        "scatter": axes.scatter([0, 1], [0, 1], c=[0, 1], s=[5, 90]),
        "bar": axes.bar([0], [1])[0],
        "text": axes.text(0, 0, r"$\frac{\partial L}{\partial w}$ and words"),
        "annotation": axes.annotate("here", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"}),
        "image": axes.imshow(grid),
        "unsampled image": axes.imshow(grid, interpolation="none", alpha=0.5),
        "mesh": axes.pcolormesh(grid),
        "contours": axes.contour(grid),
        "filled contours": axes.contourf(grid),
        "quiver": axes.quiver([0], [0], [1], [1]),
        "fill between": axes.fill_between([0, 1], [0, 1]),
        "circle": axes.add_patch(Circle((0, 0), 1)),
        "clipped to a circle": axes.plot([0, 1], [1, 0], clip_path=Circle((0, 0), 1))[0],
        "outlined": axes.text(
            0, 1, "x", path_effects=[matplotlib.patheffects.withStroke(linewidth=3)]
        ),
        "legend": axes.legend(["one", "two"]),
        "axis": axes.xaxis,
    }


@pytest.mark.parametrize("name", list(many_kinds(panels()[1])))
def test_an_artist_of_this_kind_is_recorded(name):
    artist = many_kinds(panels()[1])[name]
    recording = record(of(artist), lambda x: "Words.", Slider("x", [1], start=1))
    header, arrays = unpacked(recording.packed)
    (state,) = header["parts"][0]["states"]
    assert len(arrays["chunks"][state["chunks"][0]]) >= 5


def test_an_image_that_is_resampled_is_faint_once():
    grid = np.arange(9.0).reshape(3, 3)
    faint = panels()[1].imshow(grid, alpha=0.5)
    header, _ = unpacked(record(of(faint), lambda x: "Words.", slider_of([1])).packed)
    # matplotlib has put the alpha into the pixels.
    assert [pen["alpha"] for pen in header["pens"] if "image" in pen] == [1]


def slider_of(values, **named):
    return Slider("x", values, **{"start": 1} | named)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: slider_of([]), "at least one position"),
        (lambda: slider_of([1, np.nan]), "finite"),
        (lambda: slider_of([1, np.inf]), "finite"),
        (lambda: slider_of("abc"), "at least one position"),
        (lambda: slider_of(["a", "b"]), "have 'a' among them, expected finite numbers"),
        (lambda: slider_of([1, None]), "have None among them, expected finite numbers"),
        (lambda: slider_of([1, 2], words=3), "words of the slider x are 3, expected a function"),
        (lambda: Slider("class", [1], start=1), "expected a keyword"),
        (lambda: slider_of([1, 2], start="first"), "start of the slider x is first"),
        (lambda: slider_of([1, 2], start=np.nan), "start of the slider x is nan"),
        (lambda: slider_of([1, 2], drag="x"), "drag of the slider x"),
        (lambda: Slider("learning rate", [1], start=1), "expected a keyword"),
        (lambda: slider_of([1, 2], plays=-1), "plays of the slider x is -1"),
        (lambda: slider_of([1, 2], plays="often"), "plays of the slider x is 'often'"),
        (lambda: slider_of([1, 2], label=3), "label of the slider x is no text: 3"),
        (lambda: slider_of([1, 2], asks=[0]), "asks of the slider x"),
        (lambda: slider_of([1, 2], asks={0: 0.5}), "asks of the slider x"),
        (lambda: slider_of([1, 2], asks={1: Asked("sum", 0.5)}), "positions before the last"),
        (lambda: slider_of([1, 2], asks={0: Asked("sum", np.nan)}), "finite numbers"),
        (lambda: slider_of([1, 2], chapters=["start"]), "chapters of the slider x"),
        (lambda: slider_of([1, 2], chapters={2: "end"}), "positions, from 0, to names"),
        (lambda: slider_of([1, 2], chapters={0: 3}), "positions, from 0, to names"),
        (lambda: slider_of([1, 2], lines=["line"]), "lines of the slider x"),
        (
            lambda: slider_of([1, 2, 3], lines=[line_scene().moving[0]] * 2),
            "for each of its 3 values",
        ),
    ],
)
def test_a_slider_that_cannot_be_is_refused(make, words):
    with pytest.raises((TypeError, ValueError), match=words):
        make()


def attempt(scene=None, move=None, sliders=None, **changed):
    """Record a scene; `moving` and `figure` take the place of what it has."""
    options = {name: changed.pop(name) for name in ("guess", "ahead") if name in changed}
    scene = line_scene()._replace(**changed) if scene is None else scene
    sliders = [Slider("height", [1, 2], start=1)] if sliders is None else sliders
    return record(scene, move or scene.move_to, *sliders, **options)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            {"scene": panels()[0], "move": lambda height: "Words."},
            "scene is of type Figure, expected a Scene: Scene.figure, .the artists that move",
        ),
        ({"figure": 3}, "scene.figure is of type int, expected a matplotlib Figure"),
        ({"moving": [line_scene().moving[0]]}, "not in the figure"),
        ({"moving": ["line"]}, "a str, expected matplotlib artists"),
        ({"sliders": []}, "sliders must be"),
        ({"sliders": [3]}, "sliders must be"),
        ({"guess": 3}, "guess is of type int, expected a Guess"),
        (
            {"guess": Guess([], lambda x: "Words.", Slider("x", [1], 1))},
            "guess.scene is of type list, expected a Scene",
        ),
        (
            {"guess": Guess(line_scene(), lambda x: "Words.", Slider("x", [1], 1))},
            "not in the figure",
        ),
        ({"move": lambda height: None}, "move returned a NoneType, expected a text"),
        ({"move": lambda height: ("Words.", {})}, "move returned a tuple, expected a text"),
        (
            {"move": lambda rate: "Words."},
            r"move does not fit its sliders \(missing a required argument: 'rate'\), "
            r"expected def move\(height\)",
        ),
        ({"move": 3}, "move is of type int, expected a function"),
        ({"sliders": [Slider("height", [1], 1), Slider("height", [2], 2)]}, "keywords that differ"),
        (
            {"sliders": [Slider("height", [1], 1, drag=(panels()[1], "x"))]},
            "drag of the slider height has axes of another figure",
        ),
    ],
)
def test_what_does_not_fit_is_named(arguments, words):
    with pytest.raises((AttributeError, TypeError, ValueError), match=words):
        attempt(**arguments)


def test_more_than_can_be_recorded_ahead_is_refused():
    sliders = [Slider(name, range(150), start=0) for name in ("height", "width")]
    with pytest.raises(ValueError, match=r"22,500 positions together, expected at most 20,000"):
        attempt(move=lambda height, width: "Words.", sliders=sliders, ahead=True)


def test_an_artist_taken_off_the_figure_is_named():
    scene = line_scene()
    line, _ = scene.moving
    line.set_animated(False)
    line.remove()
    line.figure = None
    with pytest.raises(ValueError, match="not in the figure"):
        attempt(scene)


def test_a_figure_too_wide_for_the_tape_is_refused():
    (line,) = panels(width=14)[1].plot([0, 1])
    with pytest.raises(ValueError, match="14 inches long, expected at most 13"):
        attempt(of(line), lambda height: "Words.")


def test_a_curve_that_leaves_the_picture_far_keeps_its_course():
    scene = line_scene()

    def move(height):
        scene.moving[0].set_data([0, 9], [0, 1e9])
        return "Far."

    recording = record(scene, move, Slider("height", [1], start=1))
    header, arrays = unpacked(recording.packed)
    chunk = arrays["chunks"][header["parts"][0]["states"][0]["chunks"][0]]
    _, points, (_, top) = shapes_of(chunk, arrays)[0]
    across, down = points[-1]
    # Cut a pixel above the figure, not bent: the line still goes straight up.
    assert top + down == -UNITS_IN_A_PIXEL
    assert abs(across) <= 1


def test_a_title_ends_with_its_sentence_not_within_a_number(tmp_path):
    scene = line_scene()
    described(scene.figure, "Rate 0.30: a line. It rises.")
    to_html(tmp_path / "a.html", scene, scene.move_to, Slider("height", [1], start=1))
    assert "<title>Rate 0.30: a line</title>" in (tmp_path / "a.html").read_text("utf-8")


def test_a_file_names_no_other_place(tmp_path):
    scene = line_scene()
    to_html(tmp_path / "line.html", scene, scene.move_to, Slider("height", [1, 2], 1))
    text = (tmp_path / "line.html").read_text(encoding="utf-8")
    assert "http" not in text
    assert 'alt="A line."' in text


def test_recordings_leave_nothing_behind():
    left = [weakref.ref(recorded().figure) for _ in range(20)]
    gc.collect()
    assert not [reference for reference in left if reference() is not None]


def test_the_same_recording_twice_is_the_same_to_the_byte():
    assert recorded().packed == recorded().packed
