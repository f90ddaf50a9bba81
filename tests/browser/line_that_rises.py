"""The figure that browsers move: as a module, and by its source as a notebook's cell."""

from helpers.figures.style import described, panels, styled


@styled
def rising_line():
    """Return a figure, the list of its line, and the function that moves it to a height."""
    figure, axes = panels(height=3)
    (line,) = axes.plot([], [])
    axes.set(xlim=(0, 10), ylim=(0, 10))

    def move(height):
        return f"Height {height:g}.", {"data": ([0, 10], [0, height])}

    return described(figure, "A line that rises."), [line], move
