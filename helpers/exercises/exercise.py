"""What an exercise is made of: plain data, and one program that can go wrong in known ways.

The program takes a set of slips first. With none it is the reference; with one it makes that
mistake; with two it makes both. So every pair of slips is a program too, without being written.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import NamedTuple

NO_SLIP = frozenset()


class Case(NamedTuple):
    """One call of the learner's function: what is special about it, in words, and its arguments."""

    words: str
    arguments: tuple


class Slip(NamedTuple):
    """A wrong idea with a name. It is written once and serves every program that can have it.

    `place` is the decision that it gets wrong: two slips at one place exclude each other.
    `words` lead the learner back to the idea and never give the solution. `read_again` is a
    notebook's number and, after a #, a word of the glossary where one fits: "02#Error". Where
    `shows_as` has kinds of edits (checker/kinds.py), the slip is named only if one of them can mend
    the learner's own lines, or none of these is known.
    """

    name: str
    place: str
    words: str
    read_again: str
    shows_as: tuple = ()


IN_PLACE = Slip(
    "arguments changed in place",
    "arguments",
    "Your function changes what is passed to it, and the caller still needs the old numbers. "
    "Operations such as -=, append, pop or sort, or giving a value to x[0], change the caller's "
    "own array or list. A second name for it is no copy, and the copy of a list has the same "
    "arrays in it. Make a new one instead.",
    "07#Update",
)
REMEMBERS = Slip(
    "not a function of its arguments alone",
    "calls",
    "What your function returns depends on more than the arguments of this one call: it keeps "
    "something from earlier calls, or it draws random numbers. A name outside the function keeps "
    "its value from call to call, and so does a list or a dict that is an argument's default. Let "
    "each call begin afresh.",
    "05#Backpropagation",
)
IN_THE_WAY_OF_WORKING = (IN_PLACE, REMEMBERS)
"""Slips that show in how a function works, not in what it returns: any function can have them."""


class Misconception(NamedTuple):
    """A slip as it shows in one exercise: `wrong` is the exercise's program with that slip."""

    name: str
    wrong: Callable
    words: str
    read_again: str


@dataclass(frozen=True)
class Exercise:
    """A task, its right answer, and the wrong ones that can be recognised.

    `title` is what stands behind `### Exercise: ` in its notebook, and `task` what the prose says
    under that heading, Markdown and all. It says every convention that the cases judge: what
    happens at exactly 0, several outputs, repeated rows, huge scores, arguments that stay as they
    are.

    `program(slips, *arguments)` computes the result; `cases(generator)` returns the list of Case
    that an answer is judged by. `other_right` are correct functions written in other ways.
    `part_names` name the results where there are several, `layer_fields` the arrays of a layer
    where the result is a list of layers. `needs` names the exercises whose functions the solution
    calls. `rows` are the positions of arguments with one entry for each example. `kept` names the
    arguments that an answer is not tried with other numbers in (special_cases.py): what is in them
    hangs together, or with some numbers more than one answer is right.

    Where the result is a slope, `loss(*arguments)` is what it is the slope of, called `measures` in
    words. `nudged` names the arguments that are nudged to measure it: their arrays, one by one, are
    those that the parts of the result belong to ("" for a part that is no slope). A name that is no
    argument is one more array for `loss`, its last. Where the result is what steps downhill leave,
    `rate` names the argument with their learning rate, and `nudged` those that the steps set out
    from: `loss` is not handed the rate, and gives nan where there is more than one step. Where the
    slopes come in with the arguments there is nothing to measure, and no loss.

    An exercise from a teacher's file (own/) has no notebook. Its lines stand in that file, in the
    function `right`, and `further_cases(generator)` makes inputs beside its own few.
    """

    name: str
    title: str
    notebook: str
    task: str
    starter: str
    solution: str
    program: Callable
    slips: tuple[Slip, ...]
    cases: Callable
    hints: tuple[str, ...]
    why: str
    next: str
    other_right: tuple[Callable, ...]
    part_names: tuple[str, ...] = ()
    layer_fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    kept: tuple[str, ...] = ()
    loss: Callable | None = None
    nudged: tuple[str, ...] = ()
    measures: str = "the loss"
    rate: str = ""
    right: Callable | None = None
    further_cases: Callable | None = None

    @property
    def reference(self):
        """The right function."""
        return self.with_slips(NO_SLIP)

    @property
    def misconceptions(self):
        """The slips that this exercise recognises, each with its wrong function."""
        return tuple(
            Misconception(slip.name, self.with_slips({slip}), slip.words, slip.read_again)
            for slip in self.slips
        )

    @property
    def argument_names(self):
        """What the arguments are called, in order."""
        return tuple(inspect.signature(self.program).parameters)[1:]

    def with_slips(self, slips):
        """Return the program as a function of the exercise's arguments, with these slips in it."""
        return partial(self.program, frozenset(slips))

    def pairs(self):
        """Return the pairs of slips that one answer can have together."""
        return [
            frozenset(pair)
            for pair in combinations(self.slips, 2)
            if pair[0].place != pair[1].place
        ]
