"""The cells that slider_latency.py runs: one figure, moved by each technique.

Every cell shows the same: a loss curve, and contours with a path on them, 900 by 400 pixels, and a
slider of 60 learning rates. Only the walk is a picture of its own: a network, step by step. `timed`
counts what a move costs in the kernel.
"""

SET_UP = """
import time
import numpy as np
from helpers.figures.style import LOSS, SLOPE, Scene, described, panels, styled

rates = np.geomspace(0.01, 0.3, 60)
spent = []
grid = np.linspace(-2, 2, 60)
heights = grid**2 + 3 * grid[:, None] ** 2


def run(rate, start=1.8):
    factors = (1 - rate * np.array([2, 6])) ** np.arange(41)[:, None]
    path = factors * np.array([start, 1.5])
    return path[:, 0] ** 2 + 3 * path[:, 1] ** 2, path


def timed(function):
    def counted(*arguments, **named):
        start = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent.append(time.perf_counter() - start)
    return counted


@styled
def picture():
    figure, (left, right) = panels(2)
    (curve,) = left.plot([], [], color=LOSS)
    left.set(xlim=(0, 40), ylim=(0, 10), xlabel="step", ylabel="loss")
    right.contour(grid, grid, heights, levels=12, cmap="Greys", linewidths=1)
    (path,) = right.plot([], [], "o-", color=SLOPE, markersize=4, linewidth=1)
    right.set(xlim=(-2, 2), ylim=(-2, 2), xlabel="first weight", ylabel="second weight")
    return described(figure, "Loss and path."), curve, path


def show(curve, path, rate, start=1.8):
    losses, places = run(rate, start)
    curve.set_data(np.arange(41), losses)
    path.set_data(*places.T)
"""

AHEAD = """
from helpers.live import Slider, live
figure, curve, path = picture()


def move(rate):
    show(curve, path, rate)
    return f"Rate {rate:.3f}."


import helpers.live.recording as recording
recording.RecordingSession.moved = timed(recording.RecordingSession.moved)
scene = Scene(figure, [curve, path], move)
live(scene, move, Slider("rate", rates, start=rates[0]))
"""

ON_DEMAND = """
from helpers.live import Slider, live
figure, curve, path = picture()


def move(rate, start):
    show(curve, path, rate, start)
    return f"Rate {rate:.3f}."


scene = Scene(figure, [curve, path], move)
starts = Slider("start", np.linspace(-1.8, 1.8, 60), start=1.8)
shown = live(scene, move, Slider("rate", rates, start=rates[0]), starts, ahead=False)
answer = shown._answer
shown.on_msg(answer, remove=True)
shown.on_msg(timed(answer))
"""

LINKED = """
import ipywidgets
from helpers.live import Slider, live
figure, curve, path = picture()


def move(position):
    show(curve, path, rates[position])
    return f"Rate {rates[position]:.3f}."


import helpers.live.recording as recording
recording.RecordingSession.moved = timed(recording.RecordingSession.moved)
shown = live(Scene(figure, [curve, path], move), move, Slider("position", range(60), start=0))
slider = ipywidgets.IntSlider(max=59, readout=False)
ipywidgets.jslink((slider, "value"), (shown, "position"))
ipywidgets.VBox([slider, shown])
"""

WALK = """
from helpers.network import Layer
from helpers.walks import walk
import helpers.live.recording as recording
recording.RecordingSession.moved = timed(recording.RecordingSession.moved)
first = Layer(np.array([[0.5, 0.6], [0.1, 0.2], [0.3, -0.2]]), np.array([0.1, 0.2]))
walk([first, Layer(np.array([[0.3], [0.4]]), np.array([0.1]))], [[1.0, 2.0, 3.0]], [[0.5]])
"""

INTERACT = """
%matplotlib inline
import ipywidgets
from IPython.display import display


@timed
def draw(rate):
    figure, curve, path = picture()
    show(curve, path, rate)
    display(figure)


ipywidgets.interact(draw, rate=ipywidgets.SelectionSlider(options=list(rates), readout=False));
"""

IPYMPL = """
import ipywidgets
from IPython.display import display
from ipympl.backend_nbagg import Canvas, FigureManager
figure, curve, path = picture()
figure.set_dpi(100)
canvas = Canvas(figure)
manager = FigureManager(canvas, 0)
canvas.header_visible = canvas.footer_visible = canvas.toolbar_visible = False
for artist in (curve, path):
    artist.set_animated(True)
slider = ipywidgets.SelectionSlider(options=list(rates), readout=False)
display(slider, canvas)
canvas.draw()
background = canvas.copy_from_bbox(figure.bbox)


@timed
def follow(change):
    show(curve, path, change.new)
    canvas.restore_region(background)
    for artist in (curve, path):
        artist.axes.draw_artist(artist)
    canvas.blit(figure.bbox)


slider.observe(follow, "value")
"""

BQPLOT = """
import bqplot
import ipywidgets
from IPython.display import display
still, moving = [], []
for low, high, count in ((0, 40, 10), (-2, 2, 2)):
    bottom = 0 if low == 0 else -2
    scales = {"x": bqplot.LinearScale(min=low, max=high),
              "y": bqplot.LinearScale(min=bottom, max=count)}
    moving.append(bqplot.Lines(x=[0], y=[0], scales=scales))
    axes = [bqplot.Axis(scale=scales["x"]), bqplot.Axis(scale=scales["y"], orientation="vertical")]
    lines = []
    if low:
        contours = picture()[0].axes[1].collections[0].allsegs
        lines = [bqplot.Lines(x=s[:, 0], y=s[:, 1], scales=scales, colors=["gray"])
                 for level in contours for s in level if len(s)]
    still.append(bqplot.Figure(marks=[*lines, moving[-1]], axes=axes, animation_duration=0,
                               layout={"width": "450px", "height": "400px"}))
slider = ipywidgets.SelectionSlider(options=list(rates), readout=False)


@timed
def follow(change):
    losses, places = run(change.new)
    with moving[0].hold_sync():
        moving[0].x, moving[0].y = np.arange(41), losses
    with moving[1].hold_sync():
        moving[1].x, moving[1].y = places.T


slider.observe(follow, "value")
display(ipywidgets.VBox([slider, ipywidgets.HBox(still)]))
"""

PLOTLY = """
import ipywidgets
import plotly.graph_objects as go
from IPython.display import display
from plotly.subplots import make_subplots
figure = go.FigureWidget(make_subplots(1, 2))
figure.add_scatter(x=[0], y=[0], row=1, col=1)
figure.add_contour(x=grid, y=grid, z=heights, showscale=False, row=1, col=2)
figure.add_scatter(x=[0], y=[0], mode="lines+markers", row=1, col=2)
figure.update_layout(width=900, height=400, showlegend=False)
figure.update_xaxes(range=[0, 40], col=1)
figure.update_yaxes(range=[0, 10], col=1)
figure.update_xaxes(range=[-2, 2], col=2)
figure.update_yaxes(range=[-2, 2], col=2)
slider = ipywidgets.SelectionSlider(options=list(rates), readout=False)


@timed
def follow(change):
    losses, places = run(change.new)
    with figure.batch_update():
        figure.data[0].x, figure.data[0].y = np.arange(41), losses
        figure.data[2].x, figure.data[2].y = places.T


slider.observe(follow, "value")
display(slider, figure)
"""

BY_HAND = """
import json
from IPython.display import HTML, display
data = json.dumps([[losses.tolist(), path.tolist()] for losses, path in map(run, rates)])
contours = json.dumps([segment.tolist() for level in
                       picture()[0].axes[1].collections[0].allsegs for segment in level])
display(HTML('''<div><canvas width=900 height=400></canvas><br>
<input type=range min=0 max=59 value=0 data-lm-suppress-shortcuts=true><script>
((root) => {
  const data = %s, contours = %s;
  const canvas = root.querySelector("canvas"), pen = canvas.getContext("2d");
  const left = (x, y) => [50 + x * 9.5, 370 - Math.min(y, 10) * 34];
  const right = (x, y) => [500 + (x + 2) * 95, 370 - (y + 2) * 87];
  const trace = (points, place, color) => {
    pen.beginPath();
    for (const [x, y] of points) pen.lineTo(...place(x, y));
    pen.strokeStyle = color;
    pen.stroke();
  };
  const draw = ([losses, path]) => {
    pen.clearRect(0, 0, 900, 400);
    for (const points of contours) trace(points, right, "gray");
    trace(losses.map((loss, step) => [step, loss]), left, "purple");
    trace(path, right, "red");
    pen.fillStyle = "red";
    for (const [x, y] of path) pen.fillRect(right(x, y)[0] - 2, right(x, y)[1] - 2, 4, 4);
  };
  const slider = root.querySelector("input");
  slider.oninput = () => draw(data[slider.value]);
  draw(data[0]);
})(document.currentScript.parentElement)</script></div>''' % (data, contours)))
"""

COST = "print('cost', 1000 * sum(spent) / max(1, len(spent)))"

TECHNIQUES = {
    "canvas written by hand (the floor)": BY_HAND,
    "live figure, recorded ahead": AHEAD,
    "live figure, moved by an ipywidgets slider": LINKED,
    "a walk's steps, recorded ahead": WALK,
    "live figure, recorded on demand": ON_DEMAND,
    "interact, inline figure": INTERACT,
    "ipympl, blitting": IPYMPL,
    "bqplot": BQPLOT,
    "plotly FigureWidget": PLOTLY,
}

ASK_NO_KERNEL = BY_HAND, AHEAD, LINKED, WALK
