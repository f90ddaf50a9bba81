"""What came beside what is right, case by case: what the search for relations looks at."""

from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.compare import close


class Seen(NamedTuple):
    """One case: the parts that came, the right ones, and what else is known of it.

    `rows` is the number of its rows, `arguments` are by name; `before` are the parts that one step
    or several set out from, `rate` is how long they were, where that is what is asked for.
    """

    given: tuple[np.ndarray, ...]
    right: tuple[np.ndarray, ...]
    rows: int | None = None
    arguments: dict | None = None
    before: tuple[np.ndarray, ...] | None = None
    rate: float = 1.0


class Kind(NamedTuple):
    """What kind of result is asked for: its parts, its layers' arrays, whether True or False."""

    part_names: tuple[str, ...] = ()
    layer_fields: tuple[str, ...] = ()
    is_truth: bool = False


class Finding(NamedTuple):
    """A sentence about wrong answers.

    Some take several rows to be seen; some say all there is to say, and no experiment adds to them.
    """

    words: str
    about_rows: bool = False
    says_all: bool = False


def shapes_of(parts):
    """Return the shape of each part."""
    return [part.shape for part in parts]


def all_pairs(seen):
    """The parts that came beside the right ones, over all cases."""
    return [pair for case in seen for pair in zip(case.given, case.right, strict=False)]


def wrong_pairs(seen):
    """The pairs of parts that are not the same."""
    return [(given, right) for given, right in all_pairs(seen) if not close(given, right)]


def joined(arrays):
    """Return the numbers of all arrays in one flat array."""
    return np.concatenate([np.ravel(array) for array in arrays])


def enough(*arrays):
    """Whether among the numbers there are two that are neither 0 nor equal."""
    numbers = joined(arrays)
    numbers = numbers[np.isfinite(numbers) & (numbers != 0)]
    return numbers.size > 1 and not np.allclose(numbers, numbers[0], rtol=1e-4, atol=0)


def all_enough(wrong):
    """Whether among the right numbers of the wrong parts there are two that are not 0 or equal."""
    return enough(*(right for _, right in wrong_pairs(wrong)))


def as_changes(seen):
    """The same cases, with what has changed since a step set out in place of what it leaves."""
    return [
        case
        if case.before is None
        else case._replace(
            given=tuple(a - b for a, b in zip(case.given, case.before, strict=True)),
            right=tuple(a - b for a, b in zip(case.right, case.before, strict=True)),
        )
        for case in seen
    ]


def are_changes(seen):
    """Whether the cases are about steps."""
    return seen[0].before is not None
