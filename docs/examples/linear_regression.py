"""Linear regression by hand, for check: a line through points, and how well it fits.

In a notebook beside this file:

    from helpers.exercises import check, exercises_from
    exercises_from("linear_regression.py")
"""

import numpy as np

from helpers.exercises.own import exercise


def residuals(x, y, slope, intercept):
    """Return how far each point lies above the line."""
    return y - (intercept + slope * x)


def residuals_in_a_loop(x, y, slope, intercept):
    found = []
    for one_x, one_y in zip(x, y, strict=True):
        found.append(one_y - slope * one_x - intercept)
    return np.array(found)


def line_above_point(x, y, slope, intercept):
    return intercept + slope * x - y


def best_line(x, y):
    """Return the slope and the intercept of the line with the least squares."""
    from_mean = x - x.mean()
    slope = (from_mean * (y - y.mean())).sum() / (from_mean**2).sum()
    return slope, y.mean() - slope * x.mean()


def best_line_by_products(x, y):
    slope = np.cov(x, y, bias=True)[0, 1] / np.var(x)
    return slope, np.mean(y) - slope * np.mean(x)


def best_line_by_equations(x, y):
    table = np.column_stack([x, np.ones(len(x))])
    return tuple(np.linalg.solve(table.T @ table, table.T @ y))


def x_and_y_exchanged(x, y):
    from_mean = y - y.mean()
    slope = (from_mean * (x - x.mean())).sum() / (from_mean**2).sum()
    return slope, y.mean() - slope * x.mean()


def through_the_origin(x, y):
    slope = (x * y).sum() / (x**2).sum()
    return slope, y.mean() - slope * x.mean()


EXERCISES = [
    exercise(
        residuals,
        title="what the line leaves",
        task="Return the residual of each point: its y, less what the line says at its x. It is "
        "above 0 where the point lies above the line.",
        cases=[
            ("three points", np.array([0.0, 1.0, 2.0]), np.array([1.0, 4.0, 4.0]), 2.0, 0.5),
            ("a line that falls", np.array([-1.0, 2.0]), np.array([3.0, -2.5]), -1.5, 0.25),
            ("a level line", np.array([1.0, 3.0, 4.0]), np.array([0.0, 2.0, -1.0]), 0.0, 1.0),
        ],
        other_right=[residuals_in_a_loop],
        slips=[
            (
                line_above_point,
                "line less point",
                "Yours says how far the line lies above the point. Which of the two should be "
                "above 0 when the point lies higher?",
            ),
        ],
        hints=["What does the line say at x?", "The residual begins at the line and ends at y."],
        why="What the line says and the residual add up to y.",
        rows=["x", "y"],
    ),
    exercise(
        best_line,
        title="the best line",
        task="Return the slope and the intercept of the line for which the squares of the "
        "residuals have the smallest sum, in this order.",
        cases=[
            ("three points on a line", np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0])),
            (
                "four points near a line that falls",
                np.array([-1.0, 0.5, 2.0, 4.0]),
                np.array([2.5, 2.0, -0.5, -1.0]),
            ),
            (
                "points in no order, all below 0",
                np.array([-2.0, -5.0, -1.0, -3.5, -4.0]),
                np.array([-1.0, -0.25, -4.0, -2.5, -3.0]),
            ),
        ],
        other_right=[best_line_by_products, best_line_by_equations],
        slips=[
            (
                x_and_y_exchanged,
                "x and y exchanged",
                "You divided by how far y spreads. That is the best line for x as a function of "
                "y: which of the two is given, and which is to be said?",
            ),
            (
                through_the_origin,
                "measured from 0",
                "Your slope is that of a line through the origin. The best line goes through the "
                "mean of the points: from where are x and y to be measured?",
            ),
        ],
        hints=[
            "Which point does the best line go through, whatever its slope?",
            "Measure x and y from there. The slope is a sum of products over a sum of squares.",
        ],
        why="Measured from their means, x and y leave one number to find.",
        results=["slope", "intercept"],
        rows=["x", "y"],
    ),
]
