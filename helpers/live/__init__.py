"""A slider moves, a figure follows.

A figure is drawn by matplotlib once, and what moves in it is drawn again for every position of a
slider by a renderer that keeps outlines instead of painting. The browser paints them. In a cell:

    scene = loss_scene(epochs)
    def move(learning_rate):
        losses = train(..., learning_rate).epoch_losses
        scene.move_to(losses)
        return f"Learning rate {short(learning_rate)}: the loss falls to {short(losses[-1])}."
    live(scene, move, Slider("learning_rate", np.geomspace(0.01, 1, 41), start=0.1))

A Scene (helpers/figures/style.py) is a figure, its artists that move, and `move_to`, which moves
them. `live` displays it, `to_html` writes it to a file. `tape` and `recorder` keep what is drawn,
`recording` goes through the positions, `sliders` has what an author says, `widget` is the figure
among ipywidgets and, by way of `channel`, what the page asks for more; live.js paints.
"""

from helpers.live.figure import live, to_html
from helpers.live.sliders import Asked, Guess, Slider

__all__ = ["Asked", "Guess", "Slider", "live", "to_html"]
