"""The exercises that check knows: the course's, and those of a teacher's files."""

from helpers.exercises import catalogue

_OWN = {}


def take_in(file, exercises):
    """Know the exercises of a file."""
    _OWN[file] = {exercise.name: exercise for exercise in exercises}


def forget(file):
    """Know no more of a file."""
    _OWN.pop(file, None)


def file_of(name):
    """Return the file that an exercise is from, None where it is the course's or unknown."""
    return next((file for file, exercises in _OWN.items() if name in exercises), None)


def names():
    """Return the names of all exercises, the course's first."""
    return [*catalogue.names(), *(name for exercises in _OWN.values() for name in exercises)]


def exercise_named(name):
    """Return the Exercise of that name; raises ValueError where there is none."""
    file = file_of(name) if isinstance(name, str) else None
    return _OWN[file][name] if file else catalogue.exercise_named(name)
