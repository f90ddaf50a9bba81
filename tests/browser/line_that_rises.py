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


@styled
def guessed_height(figure):
    """Return the Scene of a level that shows a guess in the figure of a rising line."""
    level = figure.axes[0].axhline(5, color="red")

    def move_to(guess):
        level.set_ydata([guess] * 2)
        return f"Your guess: {guess:g}."

    return Scene(figure, [level], move_to)
