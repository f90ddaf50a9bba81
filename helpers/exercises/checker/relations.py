"""What wrong answers have in common with the right ones, where no known slip explains them.

Each function looks for one relation and returns a sentence, or "" where it does not hold in every
case, or where too few numbers say so: it takes two that are neither 0 nor equal. Nothing guesses.
"""

from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.compare import ROUNDING, close, differing, same_parts

NEARLY = 0.02
MOST_SENTENCES = 3
MOST_DECIMALS = 4


class Seen(NamedTuple):
    """One case: the parts that came, the right ones, and what else is known of it.

    `rows` is the number of its rows, `arguments` are by name; `before` are the parts that one step
    or several set out from, `rate` is how long they were, where that is what is asked for.
    """

    given: tuple[np.ndarray, ...]
    right: tuple[np.ndarray, ...]
    rows: int | None = None
    arguments: dict = {}  # noqa: RUF012
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


@np.errstate(all="ignore")  # a wrong answer may be as large as numbers get
def relations(seen, kind):
    """Return what the wrong answers among `seen` have in common with the right ones.

    A list of Finding, at most three.
    """
    wrong = [case for case in seen if not same_parts(case.given, case.right)]
    if not wrong:
        return []
    if any(len(case.given) != len(case.right) for case in wrong):
        found = [_other_count(wrong, kind)]
    elif any(_shapes(case.given) != _shapes(case.right) for case in wrong):
        found = [_other_order(wrong) or _summed(wrong) or _not_summed(wrong) or _other_shape(wrong)]
    elif kind.is_truth:
        found = [_one_truth(wrong)]
    else:
        found = _of_numbers(seen, wrong, kind)
    findings = [f if isinstance(f, Finding) else Finding(f) for f in found if f]
    return findings[:MOST_SENTENCES]


def _of_numbers(seen, wrong, kind):
    order = _other_order(wrong) or _step_alone(wrong)
    if order:
        return [order]
    which, wrong, where = _focus(wrong, kind)
    moved = _as_changes(wrong)
    whole = (
        _transposed(moved)
        or _without_signs(moved, where)
        or _ratio(moved, where)
        or _row_factor([*moved, *_as_changes(_right(seen))])
        or _shifted(wrong, where)
        or _rounded(seen)
    )
    if whole:
        return [which, whole]
    return [
        which,
        _one_row(wrong, where),
        _where_an_argument_is(seen) or _only_at_zeros(moved),
        _signs(moved),
        _nearly(moved),
    ]


def _right(seen):
    return [case for case in seen if same_parts(case.given, case.right)]


def _shapes(parts):
    return [part.shape for part in parts]


def _pairs(seen):
    """The parts that came beside the right ones, over all cases."""
    return [pair for case in seen for pair in zip(case.given, case.right, strict=False)]


def _wrong_pairs(seen):
    return [(given, right) for given, right in _pairs(seen) if not close(given, right)]


def _joined(arrays):
    return np.concatenate([np.ravel(array) for array in arrays])


def _enough(*arrays):
    """Whether among the numbers there are two that are neither 0 nor equal."""
    numbers = _joined(arrays)
    numbers = numbers[np.isfinite(numbers) & (numbers != 0)]
    return numbers.size > 1 and not np.allclose(numbers, numbers[0], rtol=1e-4, atol=0)


def _all_enough(wrong):
    return _enough(*(right for _, right in _wrong_pairs(wrong)))


# ---- another count, order or shape ----


def _other_count(wrong, kind):
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


def _other_order(wrong):
    if any(len(case.right) < 2 for case in wrong):
        return ""
    if all(same_parts(case.given[::-1], case.right) for case in wrong):
        return "These are the right results in the opposite order."
    return ""


def _summed(wrong):
    """One number, or one for each row or column, where the right one has more."""
    pairs = _wrong_pairs(wrong)
    if not _enough(*(given for given, _ in pairs)):
        return ""
    for name, make in (("sum", np.sum), ("mean", np.mean)):
        if all(
            given.ndim == 0 < right.ndim and close(given, make(right)) for given, right in pairs
        ):
            return (
                f"Yours is one number, the {name} of the right ones: each is asked for by itself."
            )
        for axis, over in ((0, "rows"), (1, "columns")):
            if all(
                given.ndim + 1 == right.ndim == 2 and close(given, make(right, axis=axis))
                for given, right in pairs
            ):
                return f"Yours is the {name} of the right one over its {over}."
    return ""


def _not_summed(wrong):
    pairs = _wrong_pairs(wrong)
    if not any(given.size > right.size for given, right in pairs) or not _all_enough(wrong):
        return ""
    for axis, over in ((0, "the rows"), (1, "the columns")):
        if all(
            given.ndim == right.ndim + 1
            and axis < given.ndim
            and (close(given.sum(axis=axis), right) or close(given, right))
            for given, right in pairs
        ):
            return f"Added up over {over}, yours is the right one: a sum is missing."
    return ""


def _other_shape(wrong):
    pairs = _wrong_pairs(wrong)
    if all(given.T.shape == right.shape and close(given.T, right) for given, right in pairs):
        return "The numbers are right, but rows and columns have changed places."
    if all(
        given.size == right.size and close(given.reshape(right.shape), right)
        for given, right in pairs
    ):
        return "The numbers are right. Only the shape differs."
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
    if not _enough(*(given for given, _ in pairs)):
        return ""
    if all(close(given, right[1:]) for given, right in pairs):
        return f"Yours is one {thing} short: the first is missing."
    if all(close(given, right[:-1]) for given, right in pairs):
        return f"Yours is one {thing} short: the last is missing."
    return f"In every case yours is one {thing} short." if len(pairs) > 1 else ""


# ---- True and False ----


def _one_truth(wrong):
    given, right = (_joined(arrays) for arrays in zip(*_pairs(wrong), strict=True))
    for truth, word in ((0, "False"), (1, "True")):
        others = right != truth
        if np.count_nonzero(others) > 1 and (given[others] == right[others]).all():
            return f"It differs only where the right answer is {word}."
    return ""


# ---- every number in one relation ----


def _step_alone(wrong):
    """What is left of a step where what it set out from, or the way itself, is missing."""
    if any(case.before is None for case in wrong):
        return ""
    given = [part for case in wrong for part in case.given]
    before = [part for case in wrong for part in case.before]
    changes = [part for case in _as_changes(wrong) for part in case.right]
    rates = [case.rate for case in wrong for _ in case.given]
    if not _enough(*changes):
        return ""
    slopes = [-change / rate for change, rate in zip(changes, rates, strict=True)]
    for parts, words in (
        (before, "Yours is what came in: nothing has moved."),
        (changes, "Yours is the change alone, without what came in."),
        (
            [-change for change in changes],
            "Yours is the step alone. It has still to be taken away from what came in.",
        ),
        (slopes, "Yours is the slope. Asked for is what a step leaves of what came in."),
    ):
        if all(map(close, given, parts)):
            return Finding(words, says_all=True)
    return ""


def _focus(wrong, kind):
    """Return which parts are right, in words, and the cases with the others alone.

    And what these are called, for a sentence on them.
    """
    size = len(kind.layer_fields) or 1
    names = kind.part_names or kind.layer_fields
    if names:
        amiss = {name for case in wrong for name in _wrong_names(case, names)}
        right = [name for name in names if name not in amiss]
        named = [name for name in names if name in amiss]
        if right:
            words = f"Right: {', '.join(right)}. Wrong: {', '.join(named)}."
            kept = [_with_parts(case, _is_in(case, names, amiss)) for case in wrong]
            return words, kept, f" in the {named[0]}" if len(named) == 1 else ""
    if kind.part_names:
        return "", wrong, ""
    return _which_of_many(wrong, size, "layer" if kind.layer_fields else "entry")


def _wrong_names(case, names):
    pairs = zip(case.given, case.right, strict=True)
    return [names[i % len(names)] for i, pair in enumerate(pairs) if not close(*pair)]


def _is_in(case, names, wanted):
    return [names[i % len(names)] in wanted for i in range(len(case.right))]


def _with_parts(case, wanted):
    def chosen(parts):
        pairs = zip(parts, wanted, strict=True)
        return tuple(part for part, is_wanted in pairs if is_wanted)

    before = None if case.before is None else chosen(case.before)
    return case._replace(given=chosen(case.given), right=chosen(case.right), before=before)


def _which_of_many(wrong, size, thing):
    """The same for the entries of a list, where they are the same in every case."""
    flags = [_wrong_units(case, size) for case in wrong]
    if max(map(len, flags)) < 2:
        return "", wrong, ""
    for place, word in ((0, "first"), (-1, "last")):
        if all(f[place] and sum(f) == 1 for f in flags):
            kept = [
                _with_parts(case, np.repeat(f, size)) for case, f in zip(wrong, flags, strict=True)
            ]
            return f"Only the {word} {thing} is wrong.", kept, " in it"
        if all(not f[place] and sum(f) == len(f) - 1 for f in flags):
            return f"Only the {word} {thing} is right.", wrong, ""
    return _run_of_right(flags), wrong, ""


def _run_of_right(flags):
    for turn, begin, word in ((-1, "end", "last"), (1, "beginning", "first")):
        first = {f[::turn].index(True) for f in flags}
        if len(first) == 1 and first != {0}:
            count = first.pop()
            run = "one is" if count == 1 else f"{count} are"
            return f"Counted from the {begin}, {run} right and the next one is wrong."
        if 0 not in first:
            return f"In every case the {word} one is right."
    return ""


def _wrong_units(case, size):
    wrong = [not close(*pair) for pair in zip(case.given, case.right, strict=True)]
    return [any(wrong[at : at + size]) for at in range(0, len(wrong), size)]


def _as_changes(seen):
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


def _are_changes(seen):
    return seen[0].before is not None


def _transposed(wrong):
    pairs = _wrong_pairs(wrong)
    square = all(given.ndim == 2 and given.shape[0] == given.shape[1] for given, _ in pairs)
    if square and all(close(given.T, right) for given, right in pairs):
        return "Rows and columns have changed places."
    return ""


def _without_signs(wrong, where):
    pairs = _pairs(wrong)
    right = _joined([right for _, right in pairs])
    if _are_changes(wrong) or not _enough(right[right < 0]):
        return ""
    if all(close(given, np.abs(right)) for given, right in pairs):
        return f"Yours has the right sizes{where}, and never a number below 0."
    if (right > 0).any() and all(close(given, np.maximum(right, 0)) for given, right in pairs):
        return f"Yours is 0{where} wherever the right number is below 0; all others are right."
    return ""


def _ratio(wrong, where):
    known = [ratio for ratio in map(_constant_ratio, wrong) if ratio != 0]
    if not known or None in known or not _all_enough(wrong):
        return ""
    if not np.allclose(known, known[0], rtol=1e-4):
        return ""
    if not _are_changes(wrong):
        return f"Every number of yours{where} is {_number(known[0])} times the right one."
    way = "the wrong way, " if known[0] < 0 else ""
    return f"Yours moves{where} {way}{_number(abs(known[0]))} times as far as is right, everywhere."


def _row_factor(seen):
    """Where the factor is another in each case, and goes with the number of rows."""
    if any(case.rows is None for case in seen) or not _all_enough(seen):
        return ""
    known = [(_constant_ratio(case), case.rows) for case in seen]
    known = [(ratio, rows) for ratio, rows in known if ratio != 0]
    if any(ratio is None for ratio, _ in known) or len({rows for _, rows in known}) < 2:
        return ""
    values, rows = (np.array(column, dtype=np.float64) for column in zip(*known, strict=True))
    for factor, words in ((rows, "times"), (1 / rows, "divided by")):
        share = values / factor
        if np.allclose(share, share[0], rtol=1e-4):
            extra = "" if np.isclose(share[0], 1) else f", and {_number(share[0])} times that"
            most = int(rows.argmax())
            return Finding(
                "In every case yours is the right one "
                f"{words} the number of rows{extra}: {_number(values[most])} times "
                f"where there are {int(rows[most])} rows.",
                about_rows=True,
            )
    return ""


def _constant_ratio(case):
    """The one factor between all the numbers; 0 where there is nothing to compare; else None."""
    given, right = _joined(case.given), _joined(case.right)
    if not right.any() and not given.any():
        return 0
    place = np.abs(right).argmax()
    if right[place] == 0 or given[place] == 0:
        return None
    ratio = given[place] / right[place]
    return ratio if close(given, ratio * right) else None


def _shifted(wrong, where):
    apart = _joined([given - right for given, right in _pairs(wrong)])
    if not _all_enough(wrong) or np.ptp(apart) > 1e-9 or abs(apart[0]) <= 1e-9:
        return ""
    way = "plus" if apart[0] > 0 else "less"
    return f"Every number of yours{where} is the right one {way} {_number(abs(apart[0]))}."


def _rounded(seen):
    given, right = (_joined(arrays) for arrays in zip(*_pairs(seen), strict=True))
    if not _enough(right):
        return ""
    is_round = _are_same(given, np.round(right))
    is_cut = _are_same(given, np.trunc(right)) or _are_same(given, np.floor(right))
    if is_round and is_cut:
        return ""
    if is_round or is_cut:
        made = "rounded to a whole number" if is_round else "cut off behind the point"
        return f"Yours is the right one, {made}."
    for decimals in range(1, MOST_DECIMALS + 1):
        if _are_same(given, np.round(right, decimals)):
            return f"Yours is the right one, rounded to {decimals} decimal{'s' * (decimals > 1)}."
    return ""


def _are_same(numbers, others):
    return np.allclose(numbers, others, rtol=0, atol=ROUNDING)


# ---- right in some places ----


def _one_row(wrong, where):
    """Where a single row or column, the first or the last, is the right one."""
    pairs = _pairs(wrong)
    if len(pairs) > len(wrong) or any(right.ndim == 0 for _, right in pairs):
        return ""
    is_flat = any(right.ndim == 1 for _, right in pairs)
    tables = [(differing(given, right), right) for given, right in pairs]
    turned = [] if is_flat else [(differs.T, right.T) for differs, right in tables]
    for lines, thing in ((tables, "entry" if is_flat else "row"), (turned, "column")):
        for place, word in ((0, "first"), (-1, "last")):
            if _right_only_at(place, lines):
                return f"Only the {word} {thing} of yours{where} is right."
    return ""


def _right_only_at(place, lines):
    flags = [differs.reshape(len(differs), -1).any(axis=1) for differs, _ in lines]
    others = [np.delete(wrong, place) for wrong in flags]
    return (
        sum(map(len, others)) > 1
        and all(len(wrong) and wrong.all() for wrong in others)
        and not any(wrong[place] for wrong in flags)
        and _enough(*(right[place] for _, right in lines))
    )


def _where_an_argument_is(seen):
    """Where an argument has one sign in every place that differs, and only one argument has."""
    found = []
    for name in seen[0].arguments:
        places = [_places(case, name) for case in seen]
        if all(place is not None for place in places):
            values, wrong = (_joined(arrays) for arrays in zip(*places, strict=True))
            region = _region(values, wrong)
            found += [f"It differs only where {name} is {region}."] if region else []
    return found[0] if len(found) == 1 else ""


def _places(case, name):
    """An argument's values beside whether the result differs there; None where they do not pair."""
    value = case.arguments[name]
    if len(case.right) != 1 or not isinstance(value, (np.ndarray, float)):
        return None
    if np.shape(value) != case.right[0].shape:
        return None
    return np.asarray(value), differing(case.given[0], case.right[0])


def _region(values, wrong):
    for inside, words in (
        (values == 0, "exactly 0"),
        (values < 0, "below 0"),
        (values > 0, "above 0"),
    ):
        if np.count_nonzero(wrong) > 1 and inside[wrong].all() and np.count_nonzero(~inside) > 1:
            return words
    return ""


def _only_at_zeros(wrong):
    pairs = _wrong_pairs(wrong)
    given, right = (_joined(arrays) for arrays in zip(*pairs, strict=True))
    changes = _are_changes(wrong)
    if np.count_nonzero(right) > 1 and all(_same_where(b != 0, a, b) for a, b in pairs):
        return f"It differs only where the right {'change' if changes else 'answer'} is 0."
    if np.count_nonzero(given) > 1 and all(_same_where(a != 0, a, b) for a, b in pairs):
        last = "yours has not moved" if changes else "yours is 0 and the right one is not"
        return f"It differs only where {last}."
    return ""


def _same_where(chosen, given, right):
    return not differing(given, right)[chosen].any()


def _signs(wrong):
    pairs = _wrong_pairs(wrong)
    if not _all_enough(wrong):
        return ""
    if all(close(np.abs(given), np.abs(right)) for given, right in pairs):
        if _are_changes(wrong):
            return "Yours moves as far as is right, in some places the wrong way."
        return "The sizes are right; some signs are not."
    return ""


def _nearly(wrong):
    if not _all_enough(wrong):
        return ""
    if all(
        np.abs(given - right).max() <= NEARLY * np.abs(right).max()
        for given, right in _wrong_pairs(wrong)
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
