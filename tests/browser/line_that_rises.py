"""The figure that browsers move: as a module, and by its source as a notebook's cell."""

from helpers.figures.style import Scene, described, panels, styled


@styled
def rising_line():
    """Return the Scene of a line whose right end moves to a height."""
    figure, axes = panels(height=3)
    (line,) = axes.plot([], [])
    axes.set(xlim=(0, 10), ylim=(0, 10))

    def move_to(height):
        line.set_data([0, 10], [0, height])
        return f"Height {height:g}."

    return Scene(described(figure, "A line that rises."), [line], move_to)
