"""Run edited forms of a learner's program on the cases of an exercise, thousands in a second.

Every form gets fresh copies of the arguments. A loop that an edit has made endless runs out of
fuel: each turn of a loop, each entry into a function and each item of a comprehension costs one,
counted by calls that are compiled into the program. No clock and no thread is involved.
"""

import ast
import time
from copy import copy, deepcopy
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.compare import Strange, compare
from helpers.exercises.checker.source import source_of
from helpers.exercises.checker.trees import copy_of, names_given_in, names_in, nodes_in

FUEL, FUEL_FOR_EACH = 300, 8
COUNTER, EDITED = "__one_more_turn__", "edited"
MUTABLE = (list, dict, set, np.ndarray)


class Endless(RuntimeError):
    """A program's loops have taken more turns than they may."""


class NoProgram(ValueError):
    """A tree that an edit has made cannot be compiled, or fails as soon as it is defined."""


class OutOfFuel(BaseException):
    """A loop has taken more turns than any mended form of the program needs."""


class Result(NamedTuple):
    """What one run gave: `parts`, or None where it raised; `turns` is the fuel that it took.

    `keeps` says that the arguments are still what they were, `stopped_in` is the line that raised.
    """

    parts: tuple[np.ndarray, ...] | None
    is_right: bool
    turns: int
    raised: str = ""
    keeps: bool = True
    stopped_in: int | None = None


class _Tank:
    """The fuel that is left; shared by all that runs programs compiled into one space."""

    left = 0

    def one_more_turn(self):
        self.left -= 1
        if self.left < 0:
            raise OutOfFuel
        return True


def bounded(function, most_turns):
    """Return a function that does the same on copies of its arguments, and always ends.

    After `most_turns` turns of its loops it raises Endless. Where Python does not have its
    lines, it is the function itself.
    """
    source = source_of(function)
    if source is None:
        return function
    refuel, counted = with_fuel(source, map(copy_of, source.definitions), EDITED)

    def run(*arguments):
        refuel(most_turns)
        try:
            return counted(*fresh(arguments))
        except OutOfFuel:
            raise Endless(f"its loops take more than {most_turns:,} turns") from None

    return run


def with_fuel(source, definitions, file):
    """Return a function that sets the fuel, and the checked function as `definitions` have it.

    The checked function has no fuel until some is set; it raises OutOfFuel where that is used up.
    What counts its turns is put into the trees of `definitions`: hand in copies of those that are
    to stay as they are. `file` is the name under which they are compiled, as tracebacks say it.
    """
    tank = _Tank()
    space = _space_of(source, tank)
    for definition in definitions:
        _count_turns(definition)
        define(definition, file, space)

    def refuel(turns):
        tank.left = turns

    return refuel, space[source.name]


def define(definition, file, space):
    """Let a name of a space be what a tree defines; `file` is the name it is compiled under."""
    exec(compile(ast.Module([definition], []), file, "exec"), space)


class Runner:
    """A learner's program, ready to be run in edited forms on the cases of a Trial.

    `definitions` are the syntax trees to edit; an edit that stands in one of them while compiled()
    is called is in the form that it returns. The first `near` of them stand in one cell. `settled`
    are the numbers of those that nothing is to be changed in.
    """

    def __init__(self, source, trial, settled=frozenset()):
        self.definitions = list(map(copy_of, source.definitions))
        self.name = source.name
        self.near = sum(file == source.files[0] for file in source.files)
        self.trial, self.settled = trial, settled
        self._tank = _Tank()
        self.space = _space_of(source, self._tank)
        for definition in self.definitions:
            _count_turns(definition)
        self._originals = {}
        for number, definition in enumerate(self.definitions):
            self._originals[definition.name] = self._made(number)
        self.results = self._as_it_stands()

    def _as_it_stands(self):
        original = self._originals[self.name]
        return [self.run(original, n, FUEL * 1000) for n in range(len(self.trial.cases))]

    def on(self, trial):
        """Return a Runner of the same programs on the cases of another Trial."""
        other = copy(self)
        other.trial = trial
        other.results = other._as_it_stands()
        return other

    def _made(self, number):
        definition = self.definitions[number]
        try:
            define(definition, EDITED, self.space)
        except Exception as error:
            raise NoProgram(f"{definition.name} cannot be defined") from error
        return self.space[definition.name]

    def compiled(self, number):
        """Return the checked function with definition `number` as its tree stands now.

        Raises NoProgram where that is none. It may be run until restore().
        """
        self._made(number)
        return self.space[self.name]

    def restore(self, number):
        """Let a definition be again what the learner wrote."""
        name = self.definitions[number].name
        self.space[name] = self._originals[name]

    def own_names(self, number):
        """Return the names that a definition itself gives a value to."""
        definition = self.definitions[number]
        arguments = {node.arg for node in nodes_in(definition) if isinstance(node, ast.arg)}
        return arguments | names_given_in(definition)

    def refuel(self, number, fuel=None):
        """Let the next run on a case take `fuel`, or several times what the program itself took."""
        self._tank.left = fuel or FUEL + FUEL_FOR_EACH * self.results[number].turns
        return self._tank.left

    def run(self, function, number, fuel=None):
        """Run a form on a case: a Result. Only KeyboardInterrupt comes through."""
        case, right = self.trial.cases[number], self.trial.expected[number]
        given = fresh(case.arguments)
        fuel = self.refuel(number, fuel)
        try:
            parts = self.trial.readers[number](function(*given))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raised, line = type(error).__name__, _line_of(error)
            return Result(None, False, fuel - self._tank.left, raised, stopped_in=line)
        turns = fuel - self._tank.left
        if isinstance(parts, Strange):
            return Result(None, False, turns, "Strange")
        keeps = same(given, case.arguments)
        is_right = keeps and compare(parts, right) is None
        return Result(parts, is_right, turns, keeps=keeps)


def _line_of(error):
    """The innermost line of an edited program that an exception came through."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == EDITED:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def fresh(value, around=()):
    """Return a copy of an argument in which nothing is shared that can be changed.

    `around` are the lists that it is in. Raises RecursionError for a list that is in itself: a
    browser's Python would not survive to find that out.
    """
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) is list:
        if any(value is outer for outer in around):
            raise RecursionError("a list is in itself")
        around = (*around, value)
        return [fresh(part, around) for part in value]
    if type(value) is tuple:
        return tuple([fresh(part, around) for part in value])
    if hasattr(value, "_fields"):
        return type(value)(*[fresh(part, around) for part in value])
    return value


def same(given, before):
    """Return whether arguments are still what they were."""
    if type(given) is not type(before):
        return False
    if isinstance(before, np.ndarray):
        return given.shape == before.shape and given.tobytes() == before.tobytes()
    if isinstance(before, (list, tuple)):
        return len(given) == len(before) and all(map(same, given, before))
    return given is before or given == before


def _space_of(source, tank):
    """The global names of the program and the counter, with copies of what lines could change."""
    space = {**source.namespace, COUNTER: tank.one_more_turn}
    for name in {name for definition in source.definitions for name in names_in(definition)}:
        value = space.get(name)
        if isinstance(value, MUTABLE):
            space[name] = deepcopy(value)
        elif value is time:
            space[name] = _SLEEPLESS
        elif value is time.sleep:
            space[name] = _SLEEPLESS.sleep
    return space


# A program that waits is run thousands of times.
_SLEEPLESS = SimpleNamespace(**{**vars(time), "sleep": lambda _seconds: None})


def _count_turns(tree):
    """Let every turn, entry and item call the counter."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.While, ast.FunctionDef)):
            statement = ast.Expr(_call_of_counter())
            statement.counts_turns = True
            first = node.body[0]
            node.body.insert(0, ast.fix_missing_locations(ast.copy_location(statement, first)))
        elif isinstance(node, ast.comprehension):
            call = ast.copy_location(_call_of_counter(), node.target)
            node.ifs.append(ast.fix_missing_locations(call))


def _call_of_counter():
    call = ast.Call(ast.Name(COUNTER, ast.Load()), [], [])
    call.counts_turns = True
    return call


class _Uncounted(ast.NodeTransformer):
    def visit(self, node):
        return None if getattr(node, "counts_turns", False) else self.generic_visit(node)


def text_of(tree):
    """Return a definition, or a part of one, as Python writes it, without what counts its turns."""
    return ast.unparse(ast.fix_missing_locations(_Uncounted().visit(copy_of(tree))))
