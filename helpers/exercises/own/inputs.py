"""Further inputs like a teacher's cases: other numbers, other sizes, the same form.

The cases are few, and what is right on them alone may be wrong elsewhere. Where sizes are equal in
every case they stay equal. Numbers below zero come only where a case has some. Whole numbers in an
array, and arrays of nothing but 0 and 1, stand for classes or places: they change places, and no
larger ones come. Numbers are short, so that an input can become a case.
"""

import numpy as np

from helpers.exercises.exercise import Case

FOR_EACH = 4
WORDS = "further numbers"
FORMS = (
    lambda drawn, _: drawn,
    lambda drawn, _: np.round(2 * drawn) / 2,
    lambda drawn, generator: np.where(generator.random(drawn.shape) < 0.3, 0.0, drawn),
    lambda drawn, _: 30 * drawn,
)
"""What is made of drawn numbers of about 1: themselves, with many alike, with zeros, large ones."""


def like(cases, generator):
    """Return Cases like those given, FOR_EACH of each; some may be no inputs of the function."""
    together, bounds = _sizes_that_go_together(cases), _bounds(cases)
    made = []
    for form in FORMS:
        for case in cases:
            arguments = _resized(case.arguments, together, generator)
            arguments = [_redrawn(argument, form, generator) for argument in arguments]
            made.append(Case(WORDS, _within(bounds, arguments)))
    return made


def _sizes_that_go_together(cases):
    """The places of sizes, in groups: those of a group are equal in every case."""
    groups = {}
    for place, sizes in _sizes_in_all(cases).items():
        groups.setdefault(sizes, []).append(place)
    return [places for sizes, places in groups.items() if min(sizes) > 0]


def _sizes_in_all(cases):
    """The sizes at each place that all cases have, case by case."""
    first, *others = found = [_sizes(case.arguments) for case in cases]
    places = [place for place in first if all(place in sizes for sizes in others)]
    return {place: tuple(sizes[place] for sizes in found) for place in places}


def _sizes(arguments):
    """Each axis of an array, length of a list and whole number, by its argument and axis."""
    sizes = {}
    for position, argument in enumerate(arguments):
        if isinstance(argument, np.ndarray):
            sizes |= {(position, axis): size for axis, size in enumerate(argument.shape)}
        elif isinstance(argument, list):
            sizes[position, 0] = len(argument)
        elif _is_whole(argument):
            sizes[position, None] = int(argument)
    return sizes


def _bounds(cases):
    """For each array of whole numbers the places of sizes that they lie below, in every case."""
    found = {}
    for position in range(len(cases[0].arguments)):
        arrays = [case.arguments[position] for case in cases]
        if all(_holds_places(array) for array in arrays):
            largest = [array.max() for array in arrays]
            found[position] = [
                place
                for place, sizes in _sizes_in_all(cases).items()
                if all(number < size for number, size in zip(largest, sizes, strict=True))
            ]
    return found


def _holds_places(value):
    is_whole = isinstance(value, np.ndarray) and value.dtype.kind in "iu" and value.size > 0
    return is_whole and value.min() >= 0


def _within(bounds, arguments):
    """The arguments, with whole numbers that are too large for a smaller size made to fit it."""
    sizes = _sizes(arguments)
    for position, places in bounds.items():
        if places:
            arguments[position] = arguments[position] % min(sizes[place] for place in places)
    return tuple(arguments)


def _is_whole(value):
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _resized(arguments, together, generator):
    """The arguments with one group of sizes a little larger or smaller, or as they are."""
    changed = list(arguments)
    step = int(generator.integers(-1, 3))
    if not together or not step:
        return changed
    for position, axis in together[generator.integers(len(together))]:
        value = changed[position]
        if axis is None:
            changed[position] = max(1, value + step)
        elif isinstance(value, list):
            changed[position] = [value[i] for i in _entries(len(value), step, generator)]
        else:
            entries = _entries(value.shape[axis], step, generator)
            changed[position] = np.take(value, entries, axis)
    return changed


def _entries(count, step, generator):
    """Which entries stay, and which come twice, where there are to be `step` more."""
    kept = range(max(1, min(count, count + step)))
    return [*kept, *generator.integers(count, size=max(0, step)).tolist()]


def _redrawn(value, form, generator):
    if isinstance(value, list):
        return [_redrawn(item, form, generator) for item in value]
    if isinstance(value, np.ndarray):
        if value.dtype.kind != "f" or set(np.unique(value)) == {0, 1}:
            return generator.permutation(value) if value.ndim else value
        return _numbers_like(value, form, generator)
    if isinstance(value, (float, np.floating)):
        # A rate or a limit: any of its size will do.
        return float(f"{value * generator.uniform(0.5, 1.5):.2g}")
    return value


def _numbers_like(array, form, generator):
    """Random numbers in the array's shape, of its size and signs, with few digits."""
    size = float(f"{np.abs(array).max(initial=0.0) or 1.0:.1g}")
    drawn = form(np.round(generator.normal(size=array.shape), 2), generator)
    if array.size and array.min() >= 0:
        drawn = np.abs(drawn)
    elif array.size and array.max() <= 0:
        drawn = -np.abs(drawn)
    # A product such as 0.1 * 0.07 has more digits than it needs.
    return np.round(drawn * size, 2 - int(np.floor(np.log10(size)))) + 0.0
