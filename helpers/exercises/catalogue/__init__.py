"""All exercises, in the order of the notebooks: one module for each notebook.

To add one, write its program (shared_steps.py has the steps, slips.py the slips that recur), its
cases, at least three slips, three hints, three right functions written in other ways (with a loop
and without), its texts, and, where it asks for a slope, the loss that the slope belongs to; put it
into EXERCISES of its module. exercise.py says every field. The task is what its notebook says, word
for word. The tests then tell whether its cases keep all its slips apart, and from the right answer:
where two look alike, add a case in which they differ. CONTRIBUTING.md lists the steps outside of
this package.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

_NAMES = sorted(module.name for module in iter_modules(__path__) if module.name[1:3].isdigit())
_MODULES = [import_module(f"{__name__}.{name}") for name in _NAMES]


def exercises():
    """Return all exercises as a tuple of Exercise."""
    return tuple(exercise for module in _MODULES for exercise in module.EXERCISES)


@cache
def _by_name():
    return {exercise.name: exercise for exercise in exercises()}


def names():
    """Return the names of all exercises, in order."""
    return list(_by_name())


def exercise_named(name):
    """Return the Exercise of that name; raises ValueError where there is none."""
    if not isinstance(name, str) or name not in _by_name():
        raise ValueError(f"name is {name!r}, expected one of: {', '.join(names())}")
    return _by_name()[name]
