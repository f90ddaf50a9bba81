"""The exercises that check knows: the course's, and those of a teacher's files."""

from helpers.exercises import catalogue

_OWN = {}


def take_in(file, exercises):
    """Know the exercises of a file."""
    _OWN[file] = tuple(exercises)


def forget(file):
    """Know no more of a file."""
    _OWN.pop(file, None)


def file_of(name):
    """Return the file that an exercise is from, None where it is the course's or unknown."""
    owners = {one.name: file for file, exercises in _OWN.items() for one in exercises}
    return owners.get(name)


def names():
    """Return the names of all exercises, the course's first."""
    return [*catalogue.names(), *(one.name for one in _own())]


def exercise_named(name):
    """Return the Exercise of that name; raises ValueError where there is none."""
    if name not in names():
        raise ValueError(f"name is {name!r}, expected one of: {', '.join(names())}")
    own = [one for one in _own() if one.name == name]
    return own[0] if own else catalogue.exercise_named(name)


def _own():
    return [one for exercises in _OWN.values() for one in exercises]
