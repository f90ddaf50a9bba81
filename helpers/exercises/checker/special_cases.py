"""Inputs with something special in a part of them: an answer that is right on all cases gets these.

Nobody thinks of every special case that somebody may treat in a wrong way: a row of zeros among
others, two equal rows, a prediction that is right in one row, everything below zero. So they are
made of the exercise's own cases: of the smallest, of the largest, and of one between.
"""

from functools import cache

import numpy as np

from helpers.exercises.checker.call import Trial
from helpers.exercises.checker.compare import roughly_same
from helpers.exercises.checker.more_cases import agreed

SEED = 2
NOT_ANY_NUMBER = ("learning_rate", "step", "relu_slope")
"""Arguments that are above zero, or 0 or 1, in every exercise."""
MOST_LEAVES = 4


@cache
def special_cases(exercise):
    """Return a Trial of special inputs of an exercise, the small ones first, without outcomes.

    An input is one only where all right programs agree on it. Of a teacher's own exercise nothing
    is known but its cases: there, none.
    """
    if not exercise.notebook:
        return Trial([], [], [], [], [])
    cases = sorted(exercise.cases(np.random.default_rng(SEED)), key=_size)
    chosen = (cases[at] for at in sorted({0, len(cases) // 2, len(cases) - 1}))
    with np.errstate(all="ignore"):
        made = [special for case in chosen for special in _specials(exercise, case)]
        found = list(filter(None, (agreed(exercise, case) for case in made)))
    return Trial(*map(list, zip(*found, strict=True)), []) if found else Trial([], [], [], [], [])


def is_clearly_wrong(special, number, outcome):
    """Return whether what a call did on a special case is wrong, and not by the size of a nudge.

    Where the right slope is 0, one that was measured is not.
    """
    parts, right = outcome.parts, special.expected[number]
    return special.is_wrong(number, outcome) and not (parts and roughly_same(parts, right))


def _size(case):
    return sum(np.size(leaf) for _, leaf in _leaves(case.arguments))


def _specials(exercise, case):
    """Yield a case's special forms: what is changed in it is said behind its words."""
    names = exercise.argument_names
    leaves = [
        (path, leaf)
        for path, leaf in _leaves(case.arguments)
        if names[path[0]] not in (*NOT_ANY_NUMBER, *exercise.kept)
    ]
    for path, leaf in _some(leaves):
        for words, special in _forms(leaf):
            if not np.array_equal(special, leaf):
                said = words.format(_called(names, case.arguments, path))
                yield _with(case, path, special, said)
    for at, (path, leaf) in enumerate(leaves):
        for other_path, other in leaves[:at]:
            if path[0] != other_path[0] and np.ndim(leaf) and np.shape(leaf) == np.shape(other):
                alike = leaf.copy()
                alike[0] = other[0]
                one, like = (_called(names, case.arguments, at) for at in (path, other_path))
                yield _with(case, path, alike, f"the first of {one} as in {like}")


def _called(names, arguments, path):
    """What a leaf is called: weights, weights[1], layers[0].bias."""
    at, *further = path
    words, value = names[at], arguments[at]
    for number in further:
        fields = getattr(value, "_fields", None)
        words += f".{fields[number]}" if fields else f"[{number}]"
        value = value[number]
    return words


def _some(leaves):
    """The first leaves and the last: of many layers, some."""
    return leaves if len(leaves) <= MOST_LEAVES else [*leaves[: MOST_LEAVES - 1], leaves[-1]]


def _forms(leaf):
    """Yield special forms of an array, or a number, each with words that have room for its name."""
    yield "{} all 0" if np.ndim(leaf) else "{} 0", np.zeros_like(leaf)
    yield "the signs of {} turned" if np.ndim(leaf) else "the sign of {} turned", -leaf
    if np.ndim(leaf) and len(leaf) > 1:
        for words, at in (("the first of {} 0", 0), ("one of {} 0", len(leaf) // 2)):
            zeroed = leaf.copy()
            zeroed[at] = 0
            yield words, zeroed
        equal = leaf.copy()
        equal[1] = equal[0]
        yield "the first of {} twice", equal


def _leaves(value, path=()):
    """Yield the floating numbers and arrays of arguments, each with the way there."""
    if isinstance(value, (float, np.floating)) or getattr(value, "dtype", int) == np.float64:
        yield path, value
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, number))


def _with(case, path, new, words):
    return case._replace(words=f"{case.words}, {words}", arguments=_put(case.arguments, path, new))


def _put(value, path, new):
    """Return arguments, or a part of them, with something else at the end of a way."""
    if not path:
        return new if np.ndim(new) else type(value)(new)
    items = list(value)
    items[path[0]] = _put(items[path[0]], path[1:], new)
    if hasattr(value, "_fields"):
        return type(value)(*items)
    return type(value)(items)
