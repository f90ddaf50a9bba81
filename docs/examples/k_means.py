"""k-means, step by step, for check: who is nearest to which centre, and where centres go.

In a notebook beside this file:

    from helpers.exercises import check, exercises_from
    exercises_from("k_means.py")
"""

import numpy as np

from helpers.exercises.own import exercise


def nearest(points, centres):
    """Return for each point the number of the nearest centre."""
    apart = points[:, None, :] - centres[None, :, :]
    return (apart**2).sum(axis=2).argmin(axis=1)


def nearest_in_loops(points, centres):
    labels = []
    for point in points:
        distances = [np.sqrt(((point - centre) ** 2).sum()) for centre in centres]
        labels.append(distances.index(min(distances)))
    return np.array(labels)


def farthest(points, centres):
    apart = points[:, None, :] - centres[None, :, :]
    return (apart**2).sum(axis=2).argmax(axis=1)


def nearest_point(points, centres):
    apart = points[:, None, :] - centres[None, :, :]
    return (apart**2).sum(axis=2).argmin(axis=0)


def moved(points, labels, centres):
    """Return the centres, each moved to the mean of its points."""
    new = centres.copy()
    for number in range(len(centres)):
        if (labels == number).any():
            new[number] = points[labels == number].mean(axis=0)
    return new


def moved_by_a_table(points, labels, centres):
    belongs = labels[:, None] == np.arange(len(centres))
    counts = belongs.sum(axis=0)[:, None]
    return np.where(counts > 0, belongs.T @ points / np.maximum(counts, 1), centres)


def mean_of_all(points, labels, centres):
    new = centres.copy()
    for number in range(len(centres)):
        new[number] = (points * (labels == number)[:, None]).mean(axis=0)
    return new


EXERCISES = [
    exercise(
        nearest,
        title="the nearest centre",
        task="Return for each point, a row of the table points, the number of the nearest centre, "
        "counted from 0. Of centres that are as near, the first.",
        cases=[
            (
                "three points, two centres",
                np.array([[0.0, 1.0], [4.0, 4.5], [1.0, 0.0]]),
                np.array([[0.0, 0.0], [5.0, 4.0]]),
            ),
            (
                "three coordinates",
                np.array([[1.0, -2.0, 0.5], [-1.5, 2.0, 3.0]]),
                np.array([[-1.0, 1.0, 3.5], [2.0, -1.0, 0.0], [0.0, 0.0, -4.0]]),
            ),
            (
                "a point half way",
                np.array([[1.0, 0.0], [1.0, 3.0]]),
                np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 4.0]]),
            ),
            (
                "points and centres on all sides",
                np.array([[-3.0, 2.5], [1.5, -4.0], [-0.5, -1.0], [4.0, 3.5]]),
                np.array([[-4.0, -2.0], [3.0, 1.0], [0.5, 5.0]]),
            ),
            (
                "far along one axis, or a little along both",
                np.array([[0.0, 0.0], [1.0, 0.5], [-40.0, 60.0], [50.0, -20.0], [0.5, 2.0]]),
                np.array([[2.0, 2.5], [3.0, 0.0], [-60.0, 75.0]]),
            ),
            (
                "a point on a centre",
                np.array([[0.0, -6.0], [4.0, 6.0], [0.0, -2.0], [0.0, -4.0]]),
                np.array([[4.0, -2.0], [0.0, -4.0]]),
            ),
            (
                "one centre near 0, one far from it",
                np.array([[1.0, 6.5], [2.5, 4.5], [2.0, 1.5]]),
                np.array([[1.0, 2.0], [4.5, 10.0]]),
            ),
        ],
        other_right=[nearest_in_loops],
        slips=[
            (
                farthest,
                "the farthest centre",
                "You chose the centre that is farthest away. Which distance should be chosen?",
            ),
            (
                nearest_point,
                "the nearest point of each centre",
                "You have one number for each centre: the point that is nearest to it. Whose "
                "choice is it here?",
            ),
        ],
        hints=[
            "For one point: how far is it from each centre?",
            "np.argmin says at which place the smallest number stands.",
        ],
        why="Each point asks all centres, and takes the smallest distance.",
    ),
    exercise(
        moved,
        title="where the centres go",
        task="Return the table of centres, each moved to the mean of the points that have its "
        "number as their label. A centre without points stays where it is. The table that comes "
        "in stays as it was.",
        cases=[
            (
                "two groups of two",
                np.array([[0.0, 1.0], [4.0, 4.0], [2.0, 1.0], [6.0, 5.0]]),
                np.array([0, 1, 0, 1]),
                np.array([[0.5, 0.5], [4.5, 4.5]]),
            ),
            (
                "a centre without points",
                np.array([[1.0, -2.0, 3.0], [2.0, 0.0, -1.0], [-3.0, 1.0, 0.5]]),
                np.array([2, 0, 2]),
                np.array([[1.0, 1.0, 1.0], [-7.0, 2.0, 0.25], [3.0, 3.0, 3.0]]),
            ),
            (
                "a single point in the first group, a single one in the last",
                np.array([[2.0, 5.0], [4.0, -3.0], [1.0, 0.5], [6.0, -1.0]]),
                np.array([0, 1, 1, 3]),
                np.array([[1.0, 4.0], [3.0, 0.0], [9.0, 8.0], [5.0, -5.0]]),
            ),
        ],
        other_right=[moved_by_a_table],
        slips=[
            (
                mean_of_all,
                "divided by all points",
                "You divided by the number of all points. How many belong to this centre?",
            ),
        ],
        hints=[
            "labels == 0 says which points belong to the first centre.",
            "What is the mean of no points at all?",
        ],
        why="The mean is the place with the smallest sum of squared distances to its points.",
        rows=["points", "labels"],
    ),
]
