"""A live figure as a widget, as far as Python goes; in a browser: tests/browser."""

import ipywidgets
import pytest
import traitlets

from helpers.figures.style import Scene, described, panels
from helpers.live import Guess, Slider, live
from helpers.live import figure as live_figure
from helpers.live.channel import Wire, keep_open
from helpers.live.recording import record
from helpers.live.widget import LiveFigure, slider_of


def rising():
    figure, axes = panels(height=2)
    (line,) = axes.plot([0, 1])
    scene = Scene(described(figure, "A line."), [line], lambda y: line.set_data([0, 1], [0, y]))
    return scene, axes.axhline(1)


@pytest.fixture
def shown(monkeypatch):
    """A function that displays a live figure with a slider called `height`."""
    outputs = []
    monkeypatch.setattr(live_figure, "display", lambda data, **_: outputs.append(data))

    def shown(slider, guess=None):
        scene, level = rising()

        def move(**given):
            scene.move_to(*given.values())
            return f"Moved to {given}."

        if guess:
            guess = Guess(Scene(scene.figure, [level], None), lambda place: f"At {place}.", guess)
        figure = live(scene, move, slider, guess=guess)
        assert len(outputs) == 1
        return figure

    return shown


def test_a_trait_goes_to_the_nearest_of_the_slider_s_values(shown):
    figure = shown(Slider("height", [1, 2.5, 7], start=2), Slider("place", range(4), start=1))
    heard = []
    figure.observe(lambda change: heard.append((change.name, change.new)), ["height", "place"])
    assert (figure.height, figure.place) == (2.5, 1)
    for height in (2, 100, -3, True):
        figure.height = height
    figure.place = 2.9
    assert heard == [("height", 7), ("height", 1), ("place", 3)]


@pytest.mark.parametrize("wrong", ["2", None, float("nan"), float("inf"), [1]])
def test_a_trait_takes_a_finite_number_alone(shown, wrong):
    figure = shown(Slider("height", [1, 2], start=2))
    with pytest.raises(traitlets.TraitError, match=r"'height' trait .* expected a finite number"):
        figure.height = wrong
    assert figure.height == 2


def test_a_name_that_widgets_have_already_gets_an_underscore(shown):
    figure = shown(Slider("layout", [1, 2], start=2))
    figure.layout_ = 1
    assert isinstance(figure.layout, ipywidgets.Layout)


def test_two_sliders_of_one_name_are_refused(shown):
    with pytest.raises(ValueError, match="sliders set place, place, expected keywords that differ"):
        shown(Slider("place", [1, 2], start=1), Slider("place", [1, 2], start=1))


def test_ipywidgets_and_the_figure_follow_each_other(shown):
    given = ipywidgets.IntSlider(4, 0, 10, 2, description="height")
    figure = shown(given)
    other = ipywidgets.FloatSlider()
    traitlets.link((figure, "height"), (other, "value"))
    assert (figure.height, other.value) == (4, 4)
    given.value = 10
    assert (figure.height, other.value) == (10, 10)
    other.value = 6.7
    # traitlets lets the side that was set keep what it was set to.
    assert (figure.height, given.value, other.value) == (6, 6, 6.7)


def test_a_figure_that_is_closed_follows_no_more(shown):
    given = ipywidgets.IntSlider(4, 0, 10, 2, description="height")
    figure = shown(given)
    figure.close()
    given.value = 10
    assert figure.height == 4


@pytest.mark.parametrize(
    ("kind", "given", "values"),
    [
        ("FloatSlider", {"value": 0.3, "max": 0.4, "step": 0.1}, [0, 0.1, 0.2, 0.3, 0.4]),
        ("FloatSlider", {"max": 1, "step": 0.4}, [0, 0.4, 0.8]),
        ("FloatLogSlider", {"value": 1, "min": -1, "max": 1, "step": 1}, [0.1, 1, 10]),
        ("FloatLogSlider", {"base": 2, "value": 2, "min": 0, "max": 2, "step": 1}, [1, 2, 4]),
        ("IntSlider", {"min": 1, "max": 8, "step": 3}, [1, 4, 7]),
        ("BoundedIntText", {"max": 2}, [0, 1, 2]),
        ("SelectionSlider", {"options": [0.5, 8.0]}, [0.5, 8]),
        ("Dropdown", {"options": [("low", 1), ("high", 3)]}, [1, 3]),
        ("ToggleButtons", {"options": {"low": 1, "high": 3}}, [1, 3]),
        ("Play", {"max": 2, "interval": 200}, [0, 1, 2]),
    ],
)
def test_an_ipywidgets_slider_has_the_values_that_it_can_take(kind, given, values):
    widget = getattr(ipywidgets, kind)(description="Learning rate:", **given)
    slider = slider_of(widget)
    assert (slider.name, slider.label) == ("Learning_rate", "Learning rate")
    assert slider.values == values
    assert [type(value) for value in slider.values] == [type(widget.value)] * len(values)
    assert slider.start == widget.value
    assert slider.pause == (200 if kind == "Play" else 0)
    named = {"low": 1, "high": 3}
    if values == [*named.values()]:
        assert slider.said() == [*named]


@pytest.mark.parametrize(
    ("widget", "says"),
    [
        (ipywidgets.IntSlider(), r"description of the IntSlider is ''.*move\(learning_rate\)"),
        (ipywidgets.IntSlider(description="1st"), "description of the IntSlider is '1st'"),
        (ipywidgets.Text(description="x"), "sliders have a Text, expected a widget that chooses"),
        (ipywidgets.IntRangeSlider(description="x"), "sliders have a IntRangeSlider, expected"),
        (ipywidgets.Dropdown(options=["a"], description="x"), "have 'a', expected numbers"),
        (ipywidgets.BoundedFloatText(step=None, description="x"), "a BoundedFloatText, expected"),
    ],
)
def test_what_chooses_no_number_is_refused(widget, says):
    with pytest.raises((TypeError, ValueError), match=says):
        slider_of(widget)


def test_another_run_displays_the_same_output_again(shown, monkeypatch):
    runs = iter(["first", "first", "second"])
    again = []
    monkeypatch.setattr("helpers.live.widget.running", lambda: (next(runs), "cell"))
    monkeypatch.setattr("helpers.live.widget.display", lambda data, **_: again.append(data))
    monkeypatch.setattr("helpers.live.figure.running", lambda: ("first", "cell"))
    figure = shown(Slider("height", [1, 2], start=2))
    figure._ipython_display_()
    assert again == []
    figure._ipython_display_()
    assert "data-channel" in again[0]["text/html"]


def test_what_the_page_has_set_is_not_answered(shown, monkeypatch):
    monkeypatch.setattr("helpers.live.figure.running", lambda: ("run", "cell"))
    figure = shown(Slider("height", [1, 2.5, 7], start=2))
    sent = []
    monkeypatch.setattr(figure, "_send", lambda message, buffers=None: sent.append(message))
    figure.set_state({"height": 6.1})
    assert figure.height == 7
    assert sent == []
    figure.height = 1
    assert [message["state"] for message in sent] == [{"height": 1}]
    figure.close()


def test_a_channel_is_open_until_its_cell_runs_again(monkeypatch):
    runs = [("first", "cell"), ("first", "cell"), ("second", "other cell"), ("third", "cell")]
    made, closed = [], []
    monkeypatch.setattr("helpers.live.channel._open_channels", {})
    monkeypatch.setattr(Wire, "close", lambda wire: closed.append(wire))
    for run, open_still in zip(runs, (1, 2, 3, 2), strict=True):
        monkeypatch.setattr("helpers.live.channel.running", lambda run=run: run)
        made.append(Wire())
        keep_open(made[-1])
        assert len(made) - len(closed) == open_still
    assert closed == made[:2]


def test_what_is_recorded_on_demand_does_not_grow_for_ever(monkeypatch):
    scene, _ = rising()
    move = lambda height: scene.move_to(height) or "Moved."  # noqa: E731
    slider = Slider("height", range(100), start=0)
    recording = record(scene, move, slider, ahead=False)
    figure = LiveFigure(recording, "id", {})
    monkeypatch.setattr(figure, "send", lambda *given, **named: None)
    tape, beginning = recording.session.tape, recording.session.tape.size
    monkeypatch.setattr("helpers.live.widget.MOST_KEPT", beginning + 1000)
    sizes = []
    for place in range(1, 100):
        figure._answer(None, {"part": 0, "at": [place], "token": place}, [])
        sizes.append(tape.size)
    assert max(sizes) < beginning + 1500
    assert sizes != sorted(sizes)
