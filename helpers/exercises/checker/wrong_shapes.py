"""Wrong answers with another count, order or shape than the right ones: what they are of them."""

import numpy as np

from helpers.exercises.checker.compare import close, same_parts
from helpers.exercises.checker.wrong_results import all_enough, enough, wrong_pairs

ONLY_THE_SHAPE = "The numbers are right. Only the shape differs."


def other_count(wrong, kind):
    size, thing = (len(kind.layer_fields), "layer") if kind.layer_fields else (1, "entry")
    apart = {len(case.right) - len(case.given) for case in wrong}
    if len(wrong) < 2:
        return ""
    if apart == {-size}:
        return f"In every case yours has one {thing} too many."
    if apart != {size}:
        return ""
    if all(same_parts(case.given, case.right[size:]) for case in wrong):
        return f"In every case yours is one {thing} short: the first is missing."
    if all(same_parts(case.given, case.right[:-size]) for case in wrong):
        return f"In every case yours is one {thing} short: the last is missing."
    return f"In every case yours is one {thing} short."


def other_order(wrong):
    if any(len(case.right) < 2 for case in wrong):
        return ""
    if all(same_parts(case.given[::-1], case.right) for case in wrong):
        return "These are the right results in the opposite order."
    return ""


def summed(wrong):
    """One number, or one for each row or column, where the right one has more."""
    pairs = wrong_pairs(wrong)
    if not enough(*(given for given, _ in pairs)):
        return ""
    for name, make in (("sum", np.sum), ("mean", np.mean)):
        if all(
            given.ndim == 0 < right.ndim and close(given, make(right)) for given, right in pairs
        ):
            return f"Yours is one number, the {name} of the right ones. Each is asked for."
        for axis, over in ((0, "rows"), (1, "columns")):
            if all(
                given.ndim + 1 == right.ndim == 2 and close(given, make(right, axis=axis))
                for given, right in pairs
            ):
                return f"Yours is the {name} of the right one over its {over}."
    return ""


def not_summed(wrong):
    pairs = wrong_pairs(wrong)
    if not any(given.size > right.size for given, right in pairs) or not all_enough(wrong):
        return ""
    for axis, over in ((0, "the rows"), (1, "the columns")):
        if all(
            given.ndim == right.ndim + 1
            and axis < given.ndim
            and close(given.sum(axis=axis), right)
            for given, right in pairs
        ):
            return f"Added up over {over}, yours is the right one: a sum is missing."
    return ""


def other_shape(wrong):
    pairs = wrong_pairs(wrong)
    if all(given.T.shape == right.shape and close(given.T, right) for given, right in pairs):
        return "The numbers are right, but rows and columns have changed places."
    if all(
        given.size == right.size and close(given.reshape(right.shape), right)
        for given, right in pairs
    ):
        return ONLY_THE_SHAPE
    misshapen = [(given, right) for given, right in pairs if given.shape != right.shape]
    if all(_spread_out(given, right) for given, right in misshapen):
        return (
            "A flat array of shape (n,) beside a column of shape (n, 1) spreads out into (n, n): "
            "look at the shapes of what you combine."
        )
    return _one_row_short(pairs)


def _spread_out(given, right):
    """Whether n numbers have become n x n, as they do where (n,) meets (n, 1)."""
    return right.ndim > 0 and 1 < right.size == len(right) and given.shape == (right.size,) * 2


def _one_row_short(pairs):
    if any(
        given.ndim != right.ndim or right.ndim == 0 or len(given) != len(right) - 1
        for given, right in pairs
    ):
        return ""
    thing = "entry" if all(right.ndim == 1 for _, right in pairs) else "row"
    if not enough(*(given for given, _ in pairs)):
        return ""
    if all(close(given, right[1:]) for given, right in pairs):
        return f"Yours is one {thing} short: the first is missing."
    if all(close(given, right[:-1]) for given, right in pairs):
        return f"Yours is one {thing} short: the last is missing."
    return f"In every case yours is one {thing} short." if len(pairs) > 1 else ""
