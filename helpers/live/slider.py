"""One slider under one figure: a drawing function draws the figure anew for each value."""

import base64

import ipywidgets
from IPython.display import display

from helpers.figures.display import bundle, image_tag, png


def slider(draw, values, start, name, words=str):
    """Display a figure that follows a slider.

    `draw(value)` returns a Figure of the course. `values` are the slider's positions in order,
    `start` is the one it begins at, `name` is what it sets, and `words(value)` says a value with
    its unit. Where no kernel runs, the figure at `start` stands in its place.

    Raises ValueError where there are no values, or `start` is not one of them.
    """
    values = list(values)
    if not values:
        raise ValueError("values are empty, expected at least one position for the slider")
    if start not in values:
        raise ValueError(f"start is {start}, expected one of the slider's values")
    first = draw(start)
    picture = ipywidgets.HTML(_image(first))
    control = ipywidgets.SelectionSlider(
        options=[(words(value), value) for value in values],
        value=start,
        description=name,
        style={"description_width": "initial"},
        layout={"width": "30em"},
    )

    def follow(change):
        picture.value = _image(draw(change.new))

    control.observe(follow, "value")
    box = ipywidgets.VBox([control, picture])
    view = {"model_id": box.model_id, "version_major": 2, "version_minor": 0}
    display({"application/vnd.jupyter.widget-view+json": view, **bundle(first)}, raw=True)


def _image(figure):
    return image_tag(figure, base64.b64encode(png(figure)).decode())
