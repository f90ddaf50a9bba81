"""The values that a program goes through, step by step, beside those of the right programs."""

import ast
from functools import cache
from types import CodeType
from typing import NamedTuple

import numpy as np

from helpers.exercises.catalogue import exercise_named
from helpers.exercises.checker.compare import Strange, close, compare
from helpers.exercises.checker.edited import fresh, text_of
from helpers.exercises.checker.source import Source, source_of
from helpers.exercises.checker.trees import (
    build_of,
    copy_of,
    is_numpy,
    names_given_in,
    nodes_in,
)
from helpers.network import Layer

SEER, WATCHED = "__this_step__", "watched"
SEEN = (
    ast.BinOp,
    ast.UnaryOp,
    ast.Call,
    ast.Compare,
    ast.Subscript,
    ast.Attribute,
    ast.IfExp,
    ast.Name,
)
DIGITS = 6
MOST_ENTRIES = 10_000
"""Of a list: a copy of a longer one takes longer than all of a program of the course's."""
MOST_RUNS = 1_500
"""How often a program may run again with one of its values replaced."""


class Step(NamedTuple):
    """An expression of a program that is given a value: its definition, its line, and itself.

    What it is made of is wrapped, as in the program that is watched.
    """

    definition: int
    line: int
    node: ast.expr

    @property
    def text(self):
        """The expression as Python writes it."""
        return text_of(_Unwrapped().visit(copy_of(self.node)))


def fingerprint(value):
    """Return what is equal for equal numbers, None for what is no number."""
    if isinstance(value, range):
        return None
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    if getattr(value, "dtype", type(value)) in (bool, np.bool_):
        # Open and closed say the same of a gate.
        return array.shape, min(array.tobytes(), (1 - array).tobytes())
    largest = np.abs(array).max(initial=0.0)
    if not np.isfinite(largest) or largest == 0:
        return array.shape, array.tobytes()
    # A sum in another order differs in its last bits.
    size = 10.0 ** (DIGITS - np.ceil(np.log10(largest)))
    return array.shape, (np.round(array * size) / size + 0.0).tobytes()


class _Wrapped(ast.NodeTransformer):
    """Hand every value that an expression gives to the seer, which hands it on."""

    def __init__(self, number, first):
        self.number, self.first, self.steps = number, first, []

    def visit(self, node):
        if getattr(node, "counts_turns", False) or isinstance(node, (ast.arguments, ast.JoinedStr)):
            return node
        if isinstance(node, ast.Call):
            # The name of a function is no value of its own.
            if isinstance(node.func, ast.Attribute) and not is_numpy(node.func.value):
                node.func.value = self.visit(node.func.value)
            node.args = [self.visit(argument) for argument in node.args]
            for keyword in node.keywords:
                keyword.value = self.visit(keyword.value)
            return self._seen(node)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            node.slice = self.visit(node.slice)  # what is written into is not yet a value
            return node
        self.generic_visit(node)
        if isinstance(node, SEEN) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return node if is_numpy(node) else self._seen(node)
        return node

    def _seen(self, node):
        number = ast.Constant((self.number, len(self.steps)))
        self.steps.append(Step(self.number, node.lineno - self.first + 1, node))
        seer = ast.Name(SEER, ast.Load())
        call = ast.Call(seer, [number, node], [])
        for made in (seer, number, call):
            ast.copy_location(made, node)
        return call


class _Unwrapped(ast.NodeTransformer):
    def visit_Call(self, node):
        self.generic_visit(node)
        return node.args[1] if getattr(node.func, "id", "") == SEER else node


class Failed(Exception):
    """A program that is watched has stopped with an error, or holds too much to be watched."""


class Form(NamedTuple):
    """A definition with all its values handed to the seer, compiled; `steps` are these values'."""

    code: CodeType
    steps: list[Step]


def form_of(definition, number):
    """Return the Form of a definition, which is the program's `number`."""
    # The lines of an edited tree are still those of the original.
    wrapping = _Wrapped(number, definition.lineno)
    wrapped = ast.fix_missing_locations(wrapping.visit(copy_of(definition)))
    return Form(compile(ast.Module([wrapped], []), WATCHED, "exec"), wrapping.steps)


class Watched:
    """A program whose every value can be seen, or replaced, while it runs.

    `steps` has its Steps by their numbers: that of the definition, and one in it. Raises Failed
    where a definition cannot be carried out.
    """

    def __init__(self, forms, name, space):
        # A class computes as soon as it is defined.
        self._name, self._space = name, {**space, SEER: lambda _number, value: value}
        self.steps = {
            (number, at): step
            for number, form in enumerate(forms)
            for at, step in enumerate(form.steps)
        }
        try:
            for form in forms:
                exec(form.code, self._space)
        except Exception as error:
            raise Failed from error

    def run(self, arguments):
        """Return the values of every step by its number, copied as they came.

        Raises Failed, also where a list has more than MOST_ENTRIES.
        """
        values = {}

        def see(number, value):
            if isinstance(value, (list, tuple)) and len(value) > MOST_ENTRIES:
                raise Failed("too much to be kept step by step")
            # A later line may change it in place.
            values.setdefault(number, []).append(fresh(value))
            return value

        self._result(arguments, see)
        return values

    def run_with(self, step, instead, arguments):
        """Return the result where a step gives the values `instead`, one after the other.

        Raises Failed.
        """
        left = iter(instead)

        def replace(number, value):
            return fresh(next(left, value)) if number == step else value

        return self._result(arguments, replace)

    def _result(self, arguments, seer):
        self._space[SEER] = seer
        try:
            return self._space[self._name](*fresh(arguments))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # exit() and an empty tank too
            raise Failed from error


class Seen(NamedTuple):
    """The fingerprints of the values that a program goes through; all are {} where it fails.

    `at` has them by definition and line, counted as in Step, `under` by the name that holds them,
    `last_at` by definition and line those that all of the line comes to.
    """

    at: dict
    under: dict
    last_at: dict


NOTHING_SEEN = Seen({}, {}, {})


class Watching:
    """A Runner's program to be watched again and again, as its trees stand at the time."""

    def __init__(self, runner):
        self.runner = runner
        self._builds = list(map(build_of, runner.definitions))
        self._forms = self._made(range(len(runner.definitions)))

    def _made(self, numbers):
        return {number: form_of(self.runner.definitions[number], number) for number in numbers}

    def program(self):
        """Return the program as it stands now, Watched; what is not changed is not made again.

        Raises Failed.
        """
        builds = map(build_of, self.runner.definitions)
        pairs = enumerate(zip(builds, self._builds, strict=True))
        changed = self._made([number for number, (now, before) in pairs if now != before])
        forms = (self._forms | changed).values()
        return Watched(forms, self.runner.name, self.runner.space)

    def values_on(self, program, number):
        """Return the values of each step of a program, with fuel, on a case. Raises Failed."""
        self.runner.refuel(number)
        return program.run(self.runner.trial.cases[number].arguments)

    def seen_on(self, numbers):
        """Return for each case what is Seen of the program."""
        try:
            program = self.program()
        except Failed:
            return [NOTHING_SEEN for _ in numbers]
        return [self._seen_by(program, number) for number in numbers]

    def _seen_by(self, program, number):
        try:
            values = self.values_on(program, number)
        except Failed:
            return NOTHING_SEEN
        return Seen(*(part(program, values) for part in (_placed, _named, _last_placed)))


@cache
def right_sources(exercise):
    """Return the right programs of an exercise as Sources: its solution, and the other ways."""
    return (_solution(exercise), *filter(None, map(source_of, exercise.other_right)))


def _solution(exercise):
    if exercise.right:
        return source_of(exercise.right)
    space = {"np": np, "Layer": Layer}
    for needed in exercise.needs:
        exec(exercise_named(needed).solution, space)
    trees = [n for n in ast.parse(exercise.solution).body if isinstance(n, ast.FunctionDef)]
    trees.sort(key=lambda tree: tree.name != exercise.name)
    return Source(exercise.name, tuple(trees), ("",) * len(trees), space)


@cache
def _right_programs(exercise):
    return [
        Watched([form_of(d, n) for n, d in enumerate(s.definitions)], s.name, s.namespace)
        for s in right_sources(exercise)
    ]


def right_values(exercise, arguments):
    """Return for each right program of an exercise the lists of values that its steps give."""
    found = []
    for program in _right_programs(exercise):
        try:
            found.append(program.run(arguments))
        except Failed:  # another way may need what only its own module has
            found.append({})
    return found


def names_of_solution(exercise, values):
    """Return the fingerprints of what each name holds in the solution of an exercise, by name.

    `values` are those of its steps. Arguments are left out: a learner may give them new values.
    """
    found = _named(_right_programs(exercise)[0], values)
    return {name: held for name, held in found.items() if name not in exercise.argument_names}


def _placed(program, values):
    found = {}
    for step, given in values.items():
        found.setdefault(_place(program, step), set()).update(map(fingerprint, given))
    return found


def _last_placed(program, values):
    # What an expression is made of comes before it.
    last = {_place(program, step): step for step in sorted(values)}
    return {place: set(map(fingerprint, values[step])) for place, step in last.items()}


def _place(program, step):
    return program.steps[step].definition, program.steps[step].line


def _named(program, values):
    found = {}
    for step, given in values.items():
        node = program.steps[step].node
        if isinstance(node, ast.Name):
            found.setdefault(node.id, set()).update(map(fingerprint, given))
    return found


def fingerprints(values):
    """Return the set of fingerprints of what Watched.run gives."""
    found = {fingerprint(value) for step in values.values() for value in step}
    return found - {None}


class Departure(NamedTuple):
    """The first step of a program that gives something else than it should.

    With `wanted` in the place of `given` all cases come right; both are of the case that is called
    `case`, None where the step is reached more than once. `is_the_result` says that it is what the
    function returns, `is_foreign` that no right program goes through what it gives. `part` is the
    number of the one result that all this is said of, None where it is said of all.
    """

    step: Step
    given: np.ndarray | None
    wanted: np.ndarray | None
    is_the_result: bool
    is_foreign: bool
    case: str
    part: int | None = None


def departure(watching, exercise, order):
    """Find the Departure of a program as its trees stand, or None.

    A step's own values are replaced, one step after the other, by those of a step of a right
    program. The first in the order of running that makes all cases come right is where it departs.
    Where there is none, and several results are returned, the first of these that departs before
    it is there is asked alone: its number is `part`.
    """
    try:
        replacing = _Replacing(watching, exercise, order)
    except Failed:
        return None
    found = _departure_of(replacing, None)
    if found is not None:
        return found
    for part in _wrong_parts(watching.runner):
        found = _departure_of(replacing, part)
        if found is not None and not found.is_the_result:
            return found
    return None


class _Replacing:
    """A program that runs again with some of its values replaced by those of right programs.

    `own` and `rights` have the values of its steps and of theirs, by the number of a case; `forms`
    the fingerprints of the latter on the first case. `left` is the number of runs that may still be
    made. Raises Failed where the program fails.
    """

    def __init__(self, watching, exercise, order):
        self.runner, self.order, self.left = watching.runner, order, MOST_RUNS
        self.program = watching.program()
        self.own, self.rights = {}, {}
        for number in order:
            self.own[number] = watching.values_on(self.program, number)
            self.rights[number] = _donors(exercise, self.runner.trial.cases[number].arguments)
        donors = self.rights[order[0]].items()
        self.forms = {donor: tuple(map(fingerprint, values)) for donor, values in donors}
        self.right = {form for forms in self.forms.values() for form in forms}

    def comes_right(self, step, donor, part):
        """Whether all cases come right, or this part of them, with a donor's values in a step."""
        return all(self._comes_right(step, donor, part, number) for number in self.order)

    def is_the_step(self, step, donor):
        """Whether no wrong case speaks for what a step gives, where the whole result mends it.

        A later step that changes nothing in a result would make up for its own slip. What is
        returned has none.
        """
        if self._is_returned(self.program.steps[step]):
            return True
        wanted, (right, *others) = self.rights[self.order[0]][donor], self._expected(self.order[0])
        if others or len(wanted) != 1 or not close(np.asarray(wanted[0], np.float64), right):
            return True
        wrong = [number for number in self.order if not self.runner.results[number].is_right]
        return len({self._is_foreign(step, number) for number in wrong}) == 1

    def _is_returned(self, step):
        """Whether a step is what a line returns, or what that is made of by a call alone."""
        nodes = nodes_in(self.runner.definitions[step.definition])
        returned = [node.value for node in nodes if isinstance(node, ast.Return) and node.value]
        for value in returned:  # it grows while it is gone through
            if isinstance(value, ast.Call):
                returned += value.args
        return step.text in map(text_of, returned)

    def may_be_wrong(self, step):
        """Whether what a step gives can be what is wrong.

        An array that is filled later has only begun, and a helper that is called in several places
        may be right in itself.
        """
        definitions = self.runner.definitions
        if step.text in map(text_of, _filled_later(definitions[step.definition])):
            return False
        helper = helper_around(definitions, step)
        called = [name for tree in definitions for name in _called_in(tree)]
        return helper is None or called.count(helper.name) < 2

    def _is_foreign(self, step, number):
        """Whether no right program goes through what a step gives on a case."""
        right = {fingerprint(value) for values in self.rights[number].values() for value in values}
        return not right.issuperset(map(fingerprint, self.own[number].get(step, ())))

    def _expected(self, number):
        return self.runner.trial.expected[number]

    def _comes_right(self, step, donor, part, number):
        wanted = self.rights[number].get(donor)
        if wanted is None or len(wanted) != len(self.own[number].get(step, ())):
            return False
        self.left -= 1
        trial = self.runner.trial
        self.runner.refuel(number)
        try:
            result = self.program.run_with(step, wanted, trial.cases[number].arguments)
        except Failed:
            return False
        parts, right = trial.readers[number](result), trial.expected[number]
        if isinstance(parts, Strange) or len(parts) != len(right):
            return False
        return compare(_chosen(parts, part), _chosen(right, part)) is None


def _filled_later(definition):
    """The values of names whose entries are given other values later."""
    nodes = nodes_in(definition)
    stored = [node for node in nodes if isinstance(getattr(node, "ctx", None), ast.Store)]
    filled = {
        node.value.id
        for node in stored
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
    }
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and filled.intersection(names_given_in(node.targets[0]))
    ]


class Helper(NamedTuple):
    """A function that the checked one calls: its name, and those of its arguments."""

    name: str
    arguments: frozenset[str]


def helper_around(definitions, step):
    """Return the Helper that a step of a program is in, None where it is in the function itself."""
    tree, found = definitions[step.definition], None
    line = step.line - 1 + tree.lineno
    for node in nodes_in(tree):
        if (
            isinstance(node, (ast.FunctionDef, ast.Assign))
            and node.lineno <= line <= node.end_lineno
        ):
            found = _helper(node) or found
    return None if found == _helper(definitions[0]) else found


def _helper(node):
    """The Helper that a statement defines, by def or by lambda, None for any other."""
    if isinstance(node, ast.FunctionDef):
        name, function = node.name, node
    elif isinstance(node.value, ast.Lambda):
        name, function = getattr(node.targets[0], "id", ""), node.value
    else:
        return None
    return Helper(name, frozenset(argument.arg for argument in function.args.args))


def _called_in(tree):
    """The names of the functions that a tree calls, each as often as it does."""
    calls = [node.func for node in nodes_in(tree) if isinstance(node, ast.Call)]
    return [function.id for function in calls if isinstance(function, ast.Name)]


def _wrong_parts(runner):
    """The numbers of the results that are wrong in some case; none where their count differs."""
    expected = runner.trial.expected
    pairs = [(result.parts, right) for result, right in zip(runner.results, expected, strict=True)]
    counts = {len(parts) for pair in pairs for parts in pair if parts is not None}
    if len(counts) != 1 or counts == {1} or any(given is None for given, _ in pairs):
        return []
    return [
        part
        for part in range(counts.pop())
        if any(compare(*(_chosen(parts, part) for parts in pair)) for pair in pairs)
    ]


def _chosen(parts, part):
    """All parts, or the one that is asked alone."""
    return parts if part is None else parts[part : part + 1]


def _departure_of(replacing, part):
    first = replacing.order[0]
    for step, values in _doubtful_first(replacing.own[first], replacing.right):
        if not replacing.may_be_wrong(replacing.program.steps[step]):
            continue
        given = tuple(map(fingerprint, values))
        tried = {given}
        for donor, form in replacing.forms.items():
            if replacing.left <= 0:
                return None
            if len(form) != len(values) or form in tried or None in given + form:
                continue
            tried.add(form)
            if replacing.comes_right(step, donor, part) and replacing.is_the_step(step, donor):
                is_foreign = not replacing.right.issuperset(given)
                wanted = replacing.rights[first][donor]
                found = replacing.program.steps[step], values, wanted, is_foreign
                return _departure(*found, replacing.runner.trial, first, part)
    return None


def _doubtful_first(steps, right):
    """The steps that no right program has, as they run; then the others, from the last on.

    Where all that is computed is right in itself, it is used in a wrong place, and late.
    """
    doubtful = {
        step: values
        for step, values in steps.items()
        if any(fingerprint(value) not in right for value in values)
    }
    others = [pair for pair in reversed(steps.items()) if pair[0] not in doubtful]
    return [*doubtful.items(), *others]


def _departure(step, values, wanted, is_foreign, trial, number, part):
    right, case = _chosen(trial.expected[number], part), trial.cases[number].words
    if len(values) > 1:
        return Departure(step, None, None, False, is_foreign, case, part)
    given, needed = (np.asarray(value[0], dtype=np.float64) for value in (values, wanted))
    is_the_result = len(right) == 1 and close(needed, right[0])
    return Departure(step, given, needed, is_the_result, is_foreign, case, part)


def _donors(exercise, arguments):
    """The lists of values of all steps of all right programs, by program and step."""
    return {
        (program, step): values
        for program, steps in enumerate(right_values(exercise, arguments))
        for step, values in steps.items()
    }
