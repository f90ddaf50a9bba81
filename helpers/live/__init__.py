"""A slider moves, a figure follows.

A figure is drawn by matplotlib once, and what moves in it is drawn again for every position of a
slider by a renderer that keeps outlines instead of painting. The browser paints them. In a cell:

    figure, (curve, dot) = loss_picture(weights, losses)
    def move(learning_rate):
        run = train(..., learning_rate)
        words = f"Learning rate {short(learning_rate)}: the loss falls to {short(run.loss[-1])}."
        return words, {"data": (epochs, run.loss)}, {"offsets": run.path}
    live(figure, [curve, dot], move, Slider("learning_rate", np.geomspace(0.01, 1, 41), start=0.1))

`live` displays the figure, `to_html` writes it to a file. `tape` and `recorder` keep what is drawn,
`recording` goes through the positions, `parts` holds what an author says, `channel` is the way to
the kernel for what is recorded on demand, live.js paints.
"""

from helpers.live.figure import live, to_html
from helpers.live.parts import Asked, Guess, Slider

__all__ = ["Asked", "Guess", "Slider", "live", "to_html"]
