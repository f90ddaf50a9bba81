"""What a search in a learner's own lines came to: which lines, which kind of slip, which change."""

import ast
import re
import warnings
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.call import call
from helpers.exercises.checker.compare import NOTHING, TOO_LARGE, compare
from helpers.exercises.checker.difference import difference
from helpers.exercises.checker.edited import NoProgram, Runner, fresh
from helpers.exercises.checker.edits import called_name
from helpers.exercises.checker.given_lines import given_lines
from helpers.exercises.checker.kinds import (
    ALONE,
    CALLS,
    COPY_MISSING,
    FEEDING_BACK_MISSING,
    FUNCTION,
    GENERAL,
    MINUS_AFTER_EQUALS,
    NOT_FED_BACK,
    OPPOSITES,
    REPLACED,
    SIDES,
    SIGN,
    Kind,
)
from helpers.exercises.checker.known_slips import hand_written, spoiled
from helpers.exercises.checker.lines import gives_nothing
from helpers.exercises.checker.more_cases import more_cases
from helpers.exercises.checker.repair import MOST_CASES_SEEN, Search, repairs
from helpers.exercises.checker.source import source_of
from helpers.exercises.checker.special_cases import special_cases
from helpers.exercises.checker.steps import (
    Departure,
    Watching,
    departure,
    fingerprints,
    helper_around,
    names_of_solution,
    right_values,
)
from helpers.exercises.checker.surroundings import (
    kept_after_a_call,
    kept_after_all_calls,
    memory_kept_small,
    rewrites_numpy,
)
from helpers.exercises.checker.trees import names_in, nodes_in, targets_of
from helpers.exercises.known import exercise_named, names

TYPED_MINUS = re.compile(r" =[-+]|[^=!<>]=[-+] ")
RIDDLE = re.compile(r"[-+] ?-")
PUT_RIGHT = re.compile(r"-\w+|\w+\.T|\w+ \* \(.+ > 0\)|2 \* \w+")
AXIS_KEPT = ", keepdims=True"
OF_A_LIST = ("array", "asarray", "stack", "vstack", "hstack", "column_stack", "concatenate")
"""Functions that make one array of the entries of a list."""
NOT_MUCH_SLOWER, ANYHOW = 3, 50
FOR_A_CHANGE = 2**27
"""Bytes that a changed program may take: a shape seven times as long would fill seconds."""
ADDED = 3
"""The cost of a change that adds something."""


class Located(NamedTuple):
    """A line of the learner's: its text, its number, and of which helper, "" for the function."""

    function: str
    number: int
    text: str


class OwnLines(NamedTuple):
    """What was found in a learner's own lines.

    `places` are the smallest sets of lines of which any one, changed, makes all come right, the
    likely ones first. With one place it is certain. `changes` has for each place what changes in
    it. `kinds` are those of the one place's lines, in their order, where all changes found there
    are of the same kinds; else (). `all_kinds` are those of all changes found. `departure` says
    where the values first differ, where no change was found, `departs_at` which line that is,
    `only_reads` whether it takes a name's value as it is, `made_at` the lines that give the names
    there their values; its own line is one of these only where it only reads. Where no change was
    found either, `half_way` is the one line where a change takes one slip out of two.
    """

    places: tuple[tuple[Located, ...], ...] = ()
    changes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    all_kinds: frozenset = frozenset()
    departure: Departure | None = None
    departs_at: Located | None = None
    made_at: tuple[Located, ...] = ()
    only_reads: bool = False
    half_way: Located | None = None

    @property
    def is_about_a_part(self):
        """Whether what is known explains only a part of what is wrong."""
        alone = self.departure is not None and self.departure.part is not None
        return alone or self.half_way is not None


NOTHING_FOUND = OwnLines()


def look(exercise, function, trial, looking):
    """Search a wrong function's own lines: an OwnLines, also where its source is not at hand.

    `looking()` is called now and then while it searches.
    """
    source = source_of(function)
    if source is None or _remembers(source) or _is_too_much_to_repeat(trial):
        return NOTHING_FOUND
    with (
        kept_after_all_calls(),
        kept_after_a_call(),
        memory_kept_small(spare=FOR_A_CHANGE),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        try:
            if rewrites_numpy(function, fresh(trial.cases[0].arguments)):
                return NOTHING_FOUND
            return _looked(exercise, source, trial, looking)
        except (KeyboardInterrupt, MemoryError, RecursionError, NoProgram):
            return NOTHING_FOUND


def _is_too_much_to_repeat(trial):
    """Whether a call runs into a limit of Python or of memory: each attempt would do so too."""
    return any(
        (outcome.raised and outcome.raised.kind in ("RecursionError", "MemoryError"))
        or (outcome.strange and outcome.strange.mend.startswith(TOO_LARGE))
        for outcome in trial.outcomes
    )


def _remembers(source):
    """Whether a definition has a list or the like as a default: it keeps what is put into it."""
    nodes = [node for tree in source.definitions for node in ast.walk(tree)]
    defaults = [default for node in nodes for default in getattr(node, "defaults", ())]
    return any(isinstance(default, (ast.List, ast.Dict, ast.Set)) for default in defaults)


def _looked(exercise, source, trial, looking):
    runner = Runner(source, trial, _answered(source))
    watching = Watching(runner)
    order = _most_telling_first(runner, trial)
    if order is None:
        return NOTHING_FOUND

    values = cache(lambda number: right_values(exercise, trial.cases[number].arguments))
    rights = cache(lambda number: frozenset().union(*map(fingerprints, values(number))))
    first = values(order[0])[0]
    right, solution = rights(order[0]), frozenset(fingerprints(first))
    search = Search(
        order,
        watching,
        rights,
        solution,
        names_of_solution(exercise, first),
        lambda: hand_written(exercise, trial) + spoiled(exercise, trial),
        partial(more_cases, exercise),
        partial(special_cases, exercise),
        looking,
        _typed_minus(source),
        given_lines(source, exercise.starter),
        only_copies=not trial.wrong,
        gives_nothing=any(outcome.strange == NOTHING for outcome in trial.outcomes),
    )
    found, half_way = repairs(search)
    if found:
        best = _best(found, right, solution)
        is_doubtful = _is_doubtful(best, right, search.computed())
        if is_doubtful:
            best = _where_something_is_wrong(best, search)
        if best:
            return _of_mends(best, source, is_doubtful)
    if not trial.wrong:
        # All numbers are right: a step that no right program has is then no slip.
        return NOTHING_FOUND
    departs = departure(watching, exercise, order)
    found = _of_departure(departs, source)
    if half_way and (found == NOTHING_FOUND or found.is_about_a_part):
        return OwnLines(half_way=_located(source, *half_way))
    return found


def _answered(source):
    """The definitions that are right answers to other exercises: no slip is looked for in them."""
    return frozenset(
        number
        for number, definition in enumerate(source.definitions[1:], 1)
        if definition.name in names()
        and _is_right(exercise_named(definition.name), source.namespace[definition.name])
    )


def _is_right(exercise, function):
    trial = more_cases(exercise)
    made = [
        call(function, case.arguments, reader).parts
        for case, reader in zip(trial.cases, trial.readers, strict=True)
    ]
    pairs = zip(made, trial.expected, strict=True)
    return all(parts is not None and compare(parts, right) is None for parts, right in pairs)


def _typed_minus(source):
    """The lines, by definition, in which =- or =+ stands, as if it were an operator."""
    return frozenset(
        (number, line)
        for number, tree in enumerate(source.definitions)
        for line in range(1, tree.end_lineno - tree.lineno + 2)
        if TYPED_MINUS.search(source.line(number, line))
    )


def _most_telling_first(runner, trial):
    """The numbers of all cases, the wrong ones first, the largest of these before the others.

    Among many numbers fewer slips look alike. None where the program does nothing wrong here: then
    it hangs on something that a copy of it does not see.
    """
    results = runner.results
    wrong = [number for number, result in enumerate(results) if not result.is_right]
    if not wrong:
        return None
    quick = min(results[number].turns for number in wrong) * NOT_MUCH_SLOWER + ANYHOW

    def rank(number):
        size = sum(part.size for part in trial.expected[number])
        return results[number].turns > quick, -size

    wrong.sort(key=rank)
    return wrong + [number for number in range(len(results)) if number not in wrong]


def _best(found, right, solution):
    """The mends of least cost and fewest lines, in order of steps that no right program has.

    An axis kept for nothing, and what puts a result right only as it is handed over, give way to
    others before. Where all steps are those of right programs, others are left out: first what
    leads to other steps, then what leads to another right program than the course's own; then what
    leaves one of its names to something else.
    """
    least = min(mend.cost for mend in found)
    best = [mend for mend in found if mend.cost == least]
    best = [mend for mend in best if not _keeps_an_axis_for_nothing(mend, best)]
    best = [mend for mend in best if not _puts_right_what_is_returned(mend)] or best
    fewest = min(len(_where(mend)) for mend in best)
    best = [mend for mend in best if len(_where(mend)) == fewest]
    for known in (right, solution):
        best = [mend for mend in best if mend.values <= known] or best
    best = list(filter(_is_well_named, best)) or best
    return sorted(best, key=lambda mend: (len(mend.values - right), _where(mend)))


def _keeps_an_axis_for_nothing(mend, others):
    """Whether another mend does without an axis of length 1 that this one keeps."""
    plain = [
        _with_no_axis_kept(other) for other in others if len(_after(other)) < len(_after(mend))
    ]
    return AXIS_KEPT in _after(mend) and _with_no_axis_kept(mend) in plain


def _after(mend):
    return "".join(after for _, _, after in mend.texts)


def _with_no_axis_kept(mend):
    return _after(mend).replace(AXIS_KEPT, "")


def _puts_right_what_is_returned(mend):
    """Whether a name gets a sign, a gate, a 2, or rows for columns only as it is handed over."""
    return any(
        before.isidentifier() and PUT_RIGHT.fullmatch(after)
        for _, *texts in mend.texts
        for before, after in zip(*map(_returned, texts), strict=False)
    )


def _returned(text):
    """The results that a definition hands over."""
    returns = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Return)]
    results = [one for value in returns for one in getattr(value, "elts", [value])]
    return list(map(ast.unparse, filter(None, results)))


def _is_well_named(mend):
    """Whether names hold what they do in the solution, without being given to something else."""
    is_renamed = any(line.kind in (NOT_FED_BACK, FEEDING_BACK_MISSING) for line in mend.lines)
    return not mend.misnamed and not is_renamed


def _where(mend):
    return tuple(sorted({(line.definition, line.number) for line in mend.lines}))


def _is_doubtful(found, right, before):
    """Whether what is added leads to steps that nobody expects: it may make good another slip.

    Of a program that fails, and gets by with one change, the error is evidence enough.
    """
    is_added = found[0].cost >= ADDED
    is_known = before or len(found[0].lines) > 1
    return is_added and is_known and not any(mend.values <= right | before for mend in found)


def _where_something_is_wrong(found, search):
    """The mends but for those of lines in which right programs compute all that is computed."""
    wrong = [n for n in search.order if not search.runner.results[n].is_right]
    right_lines = search.unlikely(wrong[:MOST_CASES_SEEN])
    return [mend for mend in found if not right_lines.issuperset(_where(mend))]


def _of_mends(found, source, is_doubtful):
    places = {}
    for mend in found:
        places.setdefault(_where(mend), []).append(mend)
    best = [min(made, key=_plainness) for made in places.values()]
    shown = tuple(tuple(_located(source, *where) for where in place) for place in places)
    only = _only_kinds(found) if len(places) == 1 and not is_doubtful else ()
    only = tuple(map(_by_its_looks, only, shown[0])) if len(only) == len(shown[0]) else only
    every = frozenset(line.kind for mend in found for line in mend.lines)
    changes = tuple(_as_difference(mend, source) for mend in best)
    return OwnLines(shown, changes, only, every)


def _plainness(mend):
    """By what the change is chosen that is shown: the shortest, but no minus before a minus."""
    riddles = sum(bool(RIDDLE.search(after)) for _, _, after in mend.texts)
    return _generality(mend), riddles, sum(len(after) for _, _, after in mend.texts)


def _generality(mend):
    return sum(line.kind in GENERAL for line in mend.lines)


def _only_kinds(found):
    """The kinds that all mends of a place agree on, the general ones left aside; () if none."""
    least = min(map(_generality, found))
    ways = {
        tuple((line.kind, line[1:]) for line in sorted(mend.lines, key=lambda line: line[1:]))
        for mend in found
        if _generality(mend) == least
    }
    return _said_together(ways.pop()) if len(ways) == 1 else ()


def _said_together(edits):
    """The kinds of several edits, each with its place, where what they say holds of them together.

    A function taken off a line and another put on is the wrong function; of other things that are
    taken off here and put on there nothing is said. What is said of a line that is one too many, or
    of a result under the wrong name, holds only while the other lines stay as they are.
    """
    kinds = tuple(kind for kind, _ in edits)
    if set(kinds) == CALLS and len({place for _, place in edits}) == 1:
        return (FUNCTION,)
    if set(kinds) in OPPOSITES or (len(kinds) > 1 and ALONE.intersection(kinds)):
        return ()
    if REPLACED in kinds:  # where the old array is added to, no copy of it was missing before
        return tuple(kind for kind in kinds if kind is not COPY_MISSING)
    return kinds


def _by_its_looks(kind, line):
    """A wrong sign in a line with =- is that typing slip, whatever it does there."""
    is_typed = kind in (SIGN, SIDES) and TYPED_MINUS.search(line.text)
    return MINUS_AFTER_EQUALS if is_typed else kind


def _located(source, definition, number):
    function = "" if definition == 0 else source.definitions[definition].name
    return Located(function, number, source.line(definition, number))


def _as_difference(mend, source):
    """The lines that a mend changes, before and after, with a line around them."""
    return "\n".join(line for text in mend.texts for line in difference(source, *text))


def _of_departure(found, source):
    if found is None:
        return NOTHING_FOUND
    step = found.step
    tree = source.definitions[step.definition]
    expression = ast.parse(step.text, mode="eval").body
    name = _name_of(expression)
    made = _made_at(tree, step, [name] if name else names_in(expression))
    if not name:
        made -= {(step.definition, step.line)}
    if gives_nothing(expression) or _returns_in_a_loop(tree, step):
        made = set()  # that it is called, or returned, there may be what is wrong
    made = made or _handed_over(source, helper_around(source.definitions, step), name)
    return OwnLines(
        departure=found,
        departs_at=_located(source, step.definition, step.line),
        made_at=tuple(_located(source, *place) for place in sorted(made)),
        only_reads=bool(name),
    )


def _made_at(tree, step, read):
    """The places of the lines in a step's definition that give a value to what it reads."""
    line = tree.lineno + step.line - 1
    making = [node for name in read for node in _making(tree, name)]
    making = [node for node in making if not _goes_through(node, line)]
    return {(step.definition, node.lineno - tree.lineno + 1) for node in making}


def _goes_through(node, line):
    """Whether a node is a loop with this line in it."""
    return isinstance(node, (ast.For, ast.While)) and node.lineno < line <= node.end_lineno


def _making(tree, name):
    """The statements that a name has its value from."""
    nodes = nodes_in(tree)
    assigning = [node for node in nodes if isinstance(node, (ast.Assign, ast.AugAssign))]
    called = [node for node in nodes if isinstance(node, ast.Expr)]
    given = [node for node in (*assigning, *called) if _gives(node, name)]
    # What is put into a list was made before.
    put_in = set(filter(None, map(_put_in_by, given)))
    given += [node for node in assigning if any(_gives(node, other) for other in put_in)]
    # Whether a line runs at all is decided in the if around it, and how often something is added
    # in the loop.
    asked = [node for node in nodes if isinstance(node, ast.If)]
    added = [node for node in assigning if _adds_to(node, name)]
    loops = [node for node in nodes if isinstance(node, (ast.For, ast.While))]
    around = [node for node in asked if any(line in nodes_in(node) for line in given)]
    around += [node for node in loops if any(line in nodes_in(node) for line in added)]
    return given + around


def _adds_to(statement, name):
    """Whether the new value of a name is made of its old one."""
    if isinstance(statement, ast.AugAssign):
        return name in names_in(statement.target)
    return _gives(statement, name) and name in names_in(statement.value)


def _put_in_by(statement):
    """The name whose value a statement puts into a list, or an array, "" where it does not."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        return getattr(statement.value, "id", "")
    call = statement.value if isinstance(statement, ast.Expr) else None
    is_growing = called_name(call) in ("append", "insert") and call.args
    return getattr(call.args[-1], "id", "") if is_growing else ""


def _returns_in_a_loop(tree, step):
    """Whether a step is in a line that returns from inside a loop."""
    line = tree.lineno + step.line - 1
    loops = [node for node in ast.walk(tree) if isinstance(node, (ast.For, ast.While))]
    inside = [node for loop in loops for node in ast.walk(loop)]
    return any(isinstance(node, ast.Return) and node.lineno == line for node in inside)


def _handed_over(source, helper, name):
    """The places of the lines that call a helper, where a name is one of its arguments."""
    if helper is None or name not in helper.arguments:
        return set()
    return {
        (number, node.lineno - tree.lineno + 1)
        for number, tree in enumerate(source.definitions)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == helper.name
    }


def _name_of(node):
    """The name that an expression reads, or of which it takes a part; "" for one that computes.

    What makes an array of a list reads the list.
    """
    if called_name(node) in OF_A_LIST and node.args:
        node = node.args[0]
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _gives(statement, name):
    """Whether a statement gives a name a value, a part of its value, or an entry."""
    if isinstance(statement, ast.Expr):
        # What is called for nothing that it returns changes what stands before its dot, or in
        # numpy what it is given: np.add.at(x, ...).
        call = statement.value
        of = getattr(getattr(call, "func", None), "value", None)
        parts = call.args if of is not None and "np" in names_in(of) else [of]
        return any(isinstance(part, ast.Name) and part.id == name for part in parts)
    return any(name in names_in(target) for target in targets_of(statement))
