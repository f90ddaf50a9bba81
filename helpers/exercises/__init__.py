"""Exercises that know which slip was made.

>>> from helpers.exercises import check
>>> verdict = check("relu_slope", lambda pre_activation: 1.0 * (pre_activation >= 0))
>>> verdict.status, verdict.misconceptions
('wrong', ('slope 1 at exactly 0',))
>>> verdict.is_correct
False
"""

from helpers.exercises.catalogue import exercises
from helpers.exercises.checker.check import Verdict, check
from helpers.exercises.hints_html import fold, hints
from helpers.exercises.own.reading import exercises_from
from helpers.exercises.progress_map import progress_map
from helpers.exercises.question_html import question
from helpers.exercises.spaced_practice import practice

__all__ = [
    "Verdict",
    "check",
    "exercises",
    "exercises_from",
    "fold",
    "hints",
    "practice",
    "progress_map",
    "question",
]
