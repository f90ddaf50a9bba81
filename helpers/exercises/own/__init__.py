"""Exercises of a teacher's own: a file declares them, and check judges by it.

The file has a right function and its cases, and puts them into EXERCISES. `exercises_from` reads
it; `python -m helpers.exercises.own` writes one to begin with, and tests one.
"""

from helpers.exercises.own.declared import exercise
from helpers.exercises.own.reading import FileProblem, exercises_from

__all__ = ["FileProblem", "exercise", "exercises_from"]
