"""What a question is made of: plain data, every answer computed.

In a prompt, words between backticks are set as code; a blank line begins a new paragraph, and a
paragraph whose lines all begin with four spaces is a listing. `{answer}` in the words of a
TypeNumber stands for its answer, printed with its digits.

What is said of a wrong answer is read before the second try: it leads back to the idea, and does
not tell the right answer.
"""

from collections.abc import Callable
from typing import NamedTuple


class Choice(NamedTuple):
    """One thing to choose; `words` say why it is right, or where the idea that led to it breaks."""

    text: str
    words: str
    right: bool = False


class NumberSlip(NamedTuple):
    """A wrong number that a known slip gives, computed, and words that lead back to the idea."""

    value: Callable[[], float]
    words: str


class ChooseOne(NamedTuple):
    """A question with two to four choices, one of them right."""

    name: str
    notebook: str
    prompt: str
    choices: tuple[Choice, ...]


class TypeNumber(NamedTuple):
    """A question whose answer is a number, given to `digits` decimals."""

    name: str
    notebook: str
    prompt: str
    answer: Callable[[], float]
    digits: int
    words: str
    slips: tuple[NumberSlip, ...] = ()


class InYourWords(NamedTuple):
    """A question answered in words: nobody judges it, a model answer stands beside it."""

    name: str
    notebook: str
    prompt: str
    model_answer: str
    look_for: tuple[str, ...] = ()
