"""What can be said of a wrong answer that no known slip explains.

Each function looks for one relation between the answers and the right ones and returns a sentence,
or "" where the relation does not hold in every case. Nothing here guesses.
"""

from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.compare import close, same_parts

NEARLY = 0.02


class Seen(NamedTuple):
    """The parts that came in one case beside the right ones; its number of rows where known."""

    given: tuple[np.ndarray, ...]
    right: tuple[np.ndarray, ...]
    rows: int | None


@np.errstate(over="ignore", invalid="ignore")  # a wrong answer may be as large as numbers get
def relations(seen, part_names):
    """Return what the answers have in common with the right ones: at most three sentences."""
    if not seen:
        return []
    if any(_shapes(case.given) != _shapes(case.right) for case in seen):
        found = [_other_order(seen) or _not_summed(seen) or _other_shape(seen)]
    else:
        found = [
            _other_order(seen) or _transposed(seen) or _ratio(seen) or _shifted(seen),
            _parts_that_are_right(seen, part_names),
            _only_at_zeros(seen),
            _signs(seen),
            _nearly(seen),
        ]
    return [sentence for sentence in found if sentence][:3]


def _shapes(parts):
    return [part.shape for part in parts]


def _other_order(seen):
    if len(seen[0].right) < 2:
        return ""
    if all(same_parts(case.given[::-1], case.right) for case in seen):
        return "These are the right results in the opposite order."
    return ""


def _pairs(seen):
    """The parts that came beside the right ones, over all cases."""
    return [pair for case in seen for pair in zip(case.given, case.right, strict=False)]


def _wrong_pairs(seen):
    return [(given, right) for given, right in _pairs(seen) if not close(given, right)]


def _not_summed(seen):
    if not any(given.size > right.size for given, right in _wrong_pairs(seen)):
        return ""
    for axis, over in ((0, "the rows"), (1, "the columns")):
        if all(
            given.ndim == right.ndim + 1
            and axis < given.ndim
            and (close(given.sum(axis=axis), right) or close(given, right))
            for given, right in _wrong_pairs(seen)
        ):
            return f"Added up over {over}, yours is the right one: a sum is missing."
    return ""


def _other_shape(seen):
    wrong = _wrong_pairs(seen)
    if all(given.T.shape == right.shape and close(given.T, right) for given, right in wrong):
        return "The numbers are right, but rows and columns have changed places."
    if all(
        given.size == right.size and close(given.reshape(right.shape), right)
        for given, right in wrong
    ):
        return "The numbers are right. Only the shape differs."
    misshapen = [(given, right) for given, right in wrong if given.shape != right.shape]
    if all(_spread_out(given, right) for given, right in misshapen):
        return (
            "A flat array of shape (n,) beside a column of shape (n, 1) spreads out into (n, n): "
            "look at the shapes of what you combine."
        )
    return ""


def _spread_out(given, right):
    """Whether n numbers have become n x n, as they do where (n,) meets (n, 1)."""
    return right.ndim > 0 and 1 < right.size == len(right) and given.shape == (right.size,) * 2


def _transposed(seen):
    wrong = _wrong_pairs(seen)
    square = all(given.ndim == 2 and given.shape[0] == given.shape[1] for given, _ in wrong)
    if square and all(close(given.T, right) for given, right in wrong):
        return "Rows and columns have changed places."
    return ""


def _ratio(seen):
    ratios = [_constant_ratio(case.given, case.right) for case in seen]
    known = [(ratio, case.rows) for ratio, case in zip(ratios, seen, strict=True) if ratio != 0]
    if not known or any(ratio is None for ratio, _ in known):
        return ""
    values = np.array([ratio for ratio, _ in known])
    if np.allclose(values, values[0], rtol=1e-4):
        return f"Every number of yours is {_number(values[0])} times the right one."
    if any(rows is None for _, rows in known):
        return ""
    rows = np.array([rows for _, rows in known], dtype=float)
    for factor, words in ((rows, "times"), (1 / rows, "divided by")):
        share = values / factor
        if np.allclose(share, share[0], rtol=1e-4):
            extra = "" if np.isclose(share[0], 1) else f", and {_number(share[0])} times that"
            return (
                "In every case yours is the right one "
                f"{words} the number of rows{extra}: {_number(values[-1])} times "
                f"where there are {int(rows[-1])} rows."
            )
    return ""


def _constant_ratio(given, right):
    """The one factor between all the numbers; 0 where there is nothing to compare; else None."""
    given, right = (np.concatenate([part.ravel() for part in parts]) for parts in (given, right))
    if not right.any() and not given.any():
        return 0
    place = np.abs(right).argmax()
    if right[place] == 0 or given[place] == 0:
        return None
    ratio = given[place] / right[place]
    return ratio if close(given, ratio * right) else None


def _shifted(seen):
    apart = np.concatenate([(given - right).ravel() for given, right in _pairs(seen)])
    if np.ptp(apart) <= 1e-9 and abs(apart[0]) > 1e-9:
        return f"Every number of yours is the right one plus {_number(apart[0])}."
    return ""


def _parts_that_are_right(seen, part_names):
    counts = {len(case.right) for case in seen}
    if counts == {1}:
        return ""
    if len(counts) == 1 and part_names:
        wrong = {
            number
            for case in seen
            for number, pair in enumerate(zip(case.given, case.right, strict=True))
            if not close(*pair)
        }
        right = [name for number, name in enumerate(part_names) if number not in wrong]
        named = [part_names[number] for number in sorted(wrong)]
        return f"Right: {', '.join(right)}. Wrong: {', '.join(named)}." if right else ""
    return _from_which_layer(seen)


def _from_which_layer(seen):
    right_behind = min(_run_of_right(case.given[::-1], case.right[::-1]) for case in seen)
    right_before = min(_run_of_right(case.given, case.right) for case in seen)
    if right_behind:
        last = "the last one is" if right_behind == 1 else f"the last {right_behind} are"
        return f"Counted from the end, {last} right and the one before is the first to be wrong."
    if right_before:
        first = "the first one is" if right_before == 1 else f"the first {right_before} are"
        return f"Counted from the beginning, {first} right and the next is the first to be wrong."
    return ""


def _run_of_right(given, right):
    fitting = [close(*pair) for pair in zip(given, right, strict=True)]
    return len(fitting) if all(fitting) else fitting.index(False)


def _only_at_zeros(seen):
    wrong = _wrong_pairs(seen)
    if any(right.size == 1 for _, right in wrong):
        return ""
    if all(close(given[right != 0], right[right != 0]) for given, right in wrong):
        return "It differs only where the right answer is 0: where nothing comes through."
    if all(close(given[given != 0], right[given != 0]) for given, right in wrong):
        return "It differs only where yours is 0: something that should come through does not."
    return ""


def _signs(seen):
    wrong = _wrong_pairs(seen)
    if all(close(np.abs(given), np.abs(right)) for given, right in wrong):
        return "The sizes are right; some signs are not."
    return ""


def _nearly(seen):
    if all(
        np.abs(given - right).max() <= NEARLY * np.abs(right).max()
        for given, right in _wrong_pairs(seen)
    ):
        return (
            "It is close, within two parts in a hundred. Is something rounded on the way, computed "
            "in half precision, or taken a moment too early or too late?"
        )
    return ""


def _number(value):
    for divisor in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10):
        if np.isclose(value * divisor, round(value * divisor), rtol=0, atol=1e-4 * abs(value)):
            numerator = round(value * divisor)
            if numerator == 0:
                break
            return f"{numerator}" if divisor == 1 else f"{numerator}/{divisor}"
    return f"{value:.4g}"
