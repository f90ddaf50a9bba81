"""Wrong answers that are right in some places: parts, layers, rows, where an argument is 0."""

import numpy as np

from helpers.exercises.checker.compare import close, differing
from helpers.exercises.checker.wrong_results import (
    all_pairs,
    are_changes,
    enough,
    joined,
    wrong_pairs,
)

LEAST_INPUTS = 2


def focus(wrong, kind):
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


def one_row(wrong, where):
    """Where a single row or column, the first or the last, is the right one."""
    pairs = all_pairs(wrong)
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
        and enough(*(right[place] for _, right in lines))
    )


def where_an_argument_is(seen):
    """Where an argument has one sign in every place that differs, and only one argument has.

    One wrong input says too little of where an answer differs.
    """
    found = []
    if sum(bool(wrong_pairs([case])) for case in seen) < LEAST_INPUTS:
        return ""
    for name in seen[0].arguments or ():
        places = [_places(case, name) for case in seen]
        if all(place is not None for place in places):
            values, wrong = (joined(arrays) for arrays in zip(*places, strict=True))
            region = _region(values, wrong)
            found += [f"It differs only where {name} is {region}."] if region else []
    return found[0] if len(found) == 1 else ""


def _places(case, name):
    """An argument's values beside whether the result differs there; None where they do not pair."""
    value = case.arguments[name]
    if len(case.right) != 1 or not isinstance(value, np.ndarray):
        return None
    if value.shape != case.right[0].shape:
        return None
    return value, differing(case.given[0], case.right[0])


def _region(values, wrong):
    for inside, words in (
        (values == 0, "exactly 0"),
        (values < 0, "below 0"),
        (values > 0, "above 0"),
    ):
        if np.count_nonzero(wrong) > 1 and inside[wrong].all() and np.count_nonzero(~inside) > 1:
            return words
    return ""


def only_at_zeros(wrong):
    pairs = wrong_pairs(wrong)
    given, right = (joined(arrays) for arrays in zip(*pairs, strict=True))
    changes = are_changes(wrong)
    if np.count_nonzero(right) > 1 and all(_same_where(b != 0, a, b) for a, b in pairs):
        return f"It differs only where the right {'change' if changes else 'answer'} is 0."
    if np.count_nonzero(given) > 1 and all(_same_where(a != 0, a, b) for a, b in pairs):
        last = "yours has not moved" if changes else "yours is 0 and the right one is not"
        return f"It differs only where {last}."
    return ""


def _same_where(chosen, given, right):
    return not differing(given, right)[chosen].any()


def one_truth(wrong):
    given, right = (joined(arrays) for arrays in zip(*all_pairs(wrong), strict=True))
    for truth, word in ((0, "False"), (1, "True")):
        others = right != truth
        if np.count_nonzero(others) > 1 and (given[others] == right[others]).all():
            return f"It differs only where the right answer is {word}."
    return ""
