"""Answers to the exercises of docs/examples, as learners may write them: right and wrong ones.

Each is named after its exercise; after two underscores stands what it does.
"""

import math

import numpy as np

# ---- right, in other styles than the file's own ----


def residuals__by_list(x, y, slope, intercept):
    return [b - (slope * a + intercept) for a, b in zip(x, y, strict=True)]


def residuals__by_prediction(x, y, slope, intercept):
    predicted = np.polyval([slope, intercept], x)
    return np.subtract(y, predicted)


def residuals__by_index(x, y, slope, intercept):
    result = np.zeros(len(x))
    for i in range(len(x)):
        result[i] = y[i] - intercept - slope * x[i]
    return result


def best_line__plain_python(x, y):
    n = len(x)
    mean_x = sum(x) / n
    mean_y = sum(y) / n
    top = 0
    bottom = 0
    for a, b in zip(x, y, strict=True):
        top += (a - mean_x) * (b - mean_y)
        bottom += (a - mean_x) ** 2
    slope = top / bottom
    return slope, mean_y - slope * mean_x


def best_line__sums_of_the_textbook(x, y):
    n = len(x)
    slope = (n * np.sum(x * y) - np.sum(x) * np.sum(y)) / (n * np.sum(x**2) - np.sum(x) ** 2)
    intercept = (np.sum(y) - slope * np.sum(x)) / n
    return [slope, intercept]


def best_line__correlation(x, y):
    slope = np.corrcoef(x, y)[0, 1] * y.std() / x.std()
    return np.array([slope, y.mean() - slope * x.mean()])


def nearest__norm(points, centres):
    distances = np.linalg.norm(points[:, np.newaxis] - centres, axis=2)
    return np.argmin(distances, axis=1)


def nearest__nested_loops(points, centres):
    labels = []
    for p in points:
        best = None
        for number, c in enumerate(centres):
            distance = math.dist(p, c)
            if best is None or distance < best:
                best = distance
                label = number
        labels.append(label)
    return labels


def nearest__expanded_square(points, centres):
    squares = (centres**2).sum(axis=1) - 2 * points @ centres.T
    return squares.argmin(axis=1)


def moved__list(points, labels, centres):
    new = []
    for k in range(len(centres)):
        mine = points[labels == k]
        new.append(mine.mean(axis=0) if len(mine) else centres[k])
    return np.array(new)


def moved__sums_and_counts(points, labels, centres):
    sums = np.zeros(centres.shape)
    counts = np.zeros(len(centres))
    for point, label in zip(points, labels, strict=True):
        sums[label] += point
        counts[label] += 1
    for k in range(len(centres)):
        if counts[k] == 0:
            sums[k] = centres[k]
            counts[k] = 1
    return sums / counts[:, None]


def moved__unique(points, labels, centres):
    result = np.array(centres)
    for label in np.unique(labels):
        result[label] = np.average(points[labels == label], axis=0)
    return result


# ---- wrong ----


def residuals__wrong_squared(x, y, slope, intercept):
    return (y - (intercept + slope * x)) ** 2


def residuals__wrong_intercept_added(x, y, slope, intercept):
    return y - slope * x + intercept


def residuals__wrong_sizes(x, y, slope, intercept):
    return np.abs(y - (slope * x + intercept))


def residuals__wrong_turned_round(x, y, slope, intercept):
    predicted = slope * x + intercept
    return predicted - y


def best_line__wrong_not_squared(x, y):
    dx = x - x.mean()
    dy = y - y.mean()
    slope = np.sum(dx * dy) / np.sum(dx)
    return slope, y.mean() - slope * x.mean()


def best_line__wrong_order(x, y):
    dx = x - x.mean()
    dy = y - y.mean()
    slope = np.sum(dx * dy) / np.sum(dx**2)
    intercept = y.mean() - slope * x.mean()
    return intercept, slope


def best_line__wrong_exchanged(x, y):
    dx = x - np.mean(x)
    dy = y - np.mean(y)
    slope = (dx @ dy) / (dy @ dy)
    return slope, np.mean(y) - slope * np.mean(x)


def best_line__wrong_sign_of_intercept(x, y):
    dx = x - np.mean(x)
    dy = y - np.mean(y)
    slope = (dx @ dy) / (dx @ dx)
    return slope, slope * np.mean(x) - np.mean(y)


def best_line__wrong_std(x, y):
    slope = np.corrcoef(x, y)[0, 1]
    return slope, y.mean() - slope * x.mean()


def best_line__wrong_sample_covariance(x, y):
    slope = np.cov(x, y)[0, 1] / np.var(x)
    return slope, y.mean() - slope * x.mean()


def best_line__wrong_first_and_last(x, y):
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    return slope, y[0] - slope * x[0]


def nearest__wrong_farthest(points, centres):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    return distances.argmax(axis=1)


def nearest__wrong_axis(points, centres):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    return distances.argmin(axis=0)


def nearest__wrong_distance_itself(points, centres):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    return distances.min(axis=1)


def nearest__wrong_signed(points, centres):
    labels = []
    for point in points:
        distances = [(point - centre).sum() for centre in centres]
        labels.append(np.argmin(distances))
    return np.array(labels)


def nearest__wrong_counted_from_1(points, centres):
    labels = []
    for point in points:
        distances = ((centres - point) ** 2).sum(axis=1)
        labels.append(np.argmin(distances) + 1)
    return np.array(labels)


def nearest__wrong_last_of_equals(points, centres):
    labels = np.zeros(len(points), dtype=int)
    for i, point in enumerate(points):
        best = np.inf
        for k, centre in enumerate(centres):
            distance = ((point - centre) ** 2).sum()
            if distance <= best:
                best = distance
                labels[i] = k
    return labels


def nearest__wrong_streets(points, centres):
    distances = np.abs(points[:, None] - centres[None]).sum(axis=2)
    return distances.argmin(axis=1)


def moved__wrong_empty(points, labels, centres):
    return np.array([points[labels == k].mean(axis=0) for k in range(len(centres))])


def moved__wrong_axis(points, labels, centres):
    new = centres.copy()
    for k in range(len(centres)):
        if np.any(labels == k):
            new[k] = points[labels == k].mean()
    return new


def moved__wrong_sum(points, labels, centres):
    new = centres.copy()
    for k in range(len(centres)):
        if np.any(labels == k):
            new[k] = points[labels == k].sum(axis=0)
    return new


def moved__wrong_in_place(points, labels, centres):
    for k in range(len(centres)):
        if np.any(labels == k):
            centres[k] = points[labels == k].mean(axis=0)
    return centres


def moved__wrong_zeros(points, labels, centres):
    new = np.zeros_like(centres)
    for k in range(len(centres)):
        if np.any(labels == k):
            new[k] = points[labels == k].mean(axis=0)
    return new


def moved__wrong_all_points(points, labels, centres):
    new = centres.copy()
    for k in range(len(centres)):
        total = np.zeros(points.shape[1])
        for point, label in zip(points, labels, strict=True):
            if label == k:
                total += point
        new[k] = total / len(points)
    return new
