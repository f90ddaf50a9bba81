"""Wrong answers in which every number is off in the same way."""

import numpy as np

from helpers.exercises.checker.compare import ROUNDING, close
from helpers.exercises.checker.wrong_results import (
    Finding,
    all_enough,
    all_pairs,
    are_changes,
    as_changes,
    enough,
    joined,
    wrong_pairs,
)

NEARLY = 0.02
MOST_DECIMALS = 4


def step_alone(wrong):
    """What is left of a step where what it set out from, or the way itself, is missing."""
    if any(case.before is None for case in wrong):
        return ""
    given = [part for case in wrong for part in case.given]
    before = [part for case in wrong for part in case.before]
    changes = [part for case in as_changes(wrong) for part in case.right]
    rates = [case.rate for case in wrong for _ in case.given]
    if not enough(*changes):
        return ""
    slopes = [-change / rate for change, rate in zip(changes, rates, strict=True)]
    for parts, words in (
        (before, "Yours is what came in: nothing has moved."),
        (changes, "Yours is the change alone, without what came in."),
        (
            [-change for change in changes],
            "Yours is the step alone. It still has to be subtracted from what came in.",
        ),
        (slopes, "Yours is the slope. The task asks for what a step makes of what came in."),
    ):
        if all(map(close, given, parts)):
            return Finding(words, says_all=True)
    return ""


def transposed(wrong):
    pairs = wrong_pairs(wrong)
    square = all(given.ndim == 2 and given.shape[0] == given.shape[1] for given, _ in pairs)
    if square and all(close(given.T, right) for given, right in pairs):
        return "Rows and columns have changed places."
    return ""


def without_signs(wrong, where):
    pairs = all_pairs(wrong)
    right = joined([right for _, right in pairs])
    if are_changes(wrong) or not enough(right[right < 0]):
        return ""
    if all(close(given, np.abs(right)) for given, right in pairs):
        return f"Yours has the right sizes{where}, and never a number below 0."
    if (right > 0).any() and all(close(given, np.maximum(right, 0)) for given, right in pairs):
        return f"Yours is 0{where} wherever the right number is below 0; all others are right."
    return ""


def ratio(wrong, where):
    known = [ratio for ratio in map(_constant_ratio, wrong) if ratio != 0]
    if not known or None in known or not all_enough(wrong):
        return ""
    if not np.allclose(known, known[0], rtol=1e-4):
        return ""
    if not are_changes(wrong):
        return f"Every number of yours{where} is {number(known[0])} times the right one."
    if np.isclose(known[0], -1):
        return f"Every change{where} has the right size and the wrong direction."
    way = ", in the wrong direction" if known[0] < 0 else ""
    return f"Every change{where} is {number(abs(known[0]))} times the right one{way}."


def row_factor(seen, where):
    """Where the factor is another in each case, and goes with the number of rows."""
    if any(case.rows is None for case in seen) or not all_enough(seen):
        return ""
    known = [(_constant_ratio(case), case.rows) for case in seen]
    known = [(ratio, rows) for ratio, rows in known if ratio != 0]
    if any(ratio is None for ratio, _ in known) or len({rows for _, rows in known}) < 2:
        return ""
    values, rows = (np.array(column, dtype=np.float64) for column in zip(*known, strict=True))
    for factor, words in (
        (rows, "times the number of rows"),
        (1 / rows, "divided by the number of rows"),
        (rows**2, "times the number of rows, twice"),
        (1 / rows**2, "divided by the number of rows, twice"),
    ):
        share = values / factor
        if np.allclose(share, share[0], rtol=1e-4):
            extra = "" if np.isclose(share[0], 1) else f", and {number(share[0])} times that"
            most = int(rows.argmax())
            return Finding(
                f"In every case yours{where} is the right one {words}{extra}: "
                f"{number(values[most])} times where there are {int(rows[most])} rows.",
                about_rows=True,
            )
    return ""


def _constant_ratio(case):
    """The one factor between all the numbers; 0 where there is nothing to compare; else None."""
    given, right = joined(case.given), joined(case.right)
    if not right.any() and not given.any():
        return 0
    place = np.abs(right).argmax()
    if right[place] == 0 or given[place] == 0:
        return None
    ratio = given[place] / right[place]
    return ratio if close(given, ratio * right) else None


def shifted(wrong, where):
    apart = joined([given - right for given, right in all_pairs(wrong)])
    if not all_enough(wrong) or np.ptp(apart) > 1e-9 or abs(apart[0]) <= 1e-9:
        return ""
    way = "plus" if apart[0] > 0 else "less"
    return f"Every number of yours{where} is the right one {way} {number(abs(apart[0]))}."


def rounded(seen):
    given, right = (joined(arrays) for arrays in zip(*all_pairs(seen), strict=True))
    if not enough(right):
        return ""
    is_round = _are_same(given, np.round(right))
    is_cut = _are_same(given, np.trunc(right)) or _are_same(given, np.floor(right))
    if is_round and is_cut:
        return ""
    if is_round or is_cut:
        made = "rounded to a whole number" if is_round else "cut off after the decimal point"
        return f"Yours is the right one, {made}."
    for decimals in range(1, MOST_DECIMALS + 1):
        if _are_same(given, np.round(right, decimals)):
            return f"Yours is the right one, rounded to {decimals} decimal{'s' * (decimals > 1)}."
    return ""


def _are_same(numbers, others):
    return np.allclose(numbers, others, rtol=0, atol=ROUNDING)


def signs(wrong):
    pairs = wrong_pairs(wrong)
    if not all_enough(wrong):
        return ""
    if all(close(np.abs(given), np.abs(right)) for given, right in pairs):
        if are_changes(wrong):
            return "Yours moves as far as is right, in some places the wrong way."
        return "The sizes are right; some signs are not."
    return ""


def nearly(wrong):
    if not all_enough(wrong):
        return ""
    if all(
        np.abs(given - right).max() <= NEARLY * np.abs(right).max()
        for given, right in wrong_pairs(wrong)
    ):
        return (
            "It is close, within two parts in a hundred. Is something rounded on the way, computed "
            "in half precision, or taken a moment too early or too late?"
        )
    return ""


def number(value):
    for divisor in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10):
        if np.isclose(value * divisor, round(value * divisor), rtol=0, atol=1e-4 * abs(value)):
            numerator = round(value * divisor)
            if numerator == 0:
                break
            return f"{numerator}" if divisor == 1 else f"{numerator}/{divisor}"
    return f"{value:.4g}"
