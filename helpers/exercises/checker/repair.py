"""Find the smallest change of a learner's own lines that makes all cases come right.

It has to hold on further inputs too, and must be no trick (tricks.py). In this order, until
something is found: every single edit, the likely ones first; an edit made everywhere at once,
before what is added at a single place; two names exchanged; all results of a line returned under
other names; an edit that leaves of two slips one that is known; the unlikely edits; two edits, the
first of which already leads nearer; an edit in a cell before. How many attempts there are is
counted in the turns and in the memory that they take, so that the same function gets the same
answer on every machine. The clock decides only where a single run takes a tenth of a second: no
exercise's numbers need that.
"""

import ast
import math
import time
from collections.abc import Callable
from itertools import combinations, product
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker import kinds
from helpers.exercises.checker.changes import Change, Made, Slot, changes
from helpers.exercises.checker.compare import close
from helpers.exercises.checker.edited import NoProgram, text_of
from helpers.exercises.checker.errors import is_refused_by_an_array
from helpers.exercises.checker.kinds import GIVING_NOTHING, NAME, Kind
from helpers.exercises.checker.known_slips import ideas_that_fit, mark, table_of
from helpers.exercises.checker.lines import is_fuel
from helpers.exercises.checker.special_cases import is_clearly_wrong
from helpers.exercises.checker.steps import Watching, fingerprint
from helpers.exercises.checker.surroundings import most_memory_taken
from helpers.exercises.checker.trees import build_of, is_minus, is_number, targets_of
from helpers.exercises.checker.tricks import (
    goes_through_nan,
    has_nan,
    idle,
    operations,
    questions_in,
    reads_as_a_trick,
    without_idle_lines,
)
from helpers.exercises.exercise import Slip

LIKELY, UNLIKELY, SECOND = ((0, 1, 2), (3,)), (4,), (0, 1, 2, 3)
SHARES = {
    "singles": 12_000,
    "others": 2_000,
    "everywhere": 500,
    "results": 500,
    "known": 2_500,
    "unlikely": 3_000,
    "pairs": 2_500,
    "left over": 2_500,
    "far": 500,
}
"""How much work each way may do, in runs of about a tenth of a millisecond.

What is left over of one goes to the next, to the pairs no more than this.
"""
MAKING, WATCHING = 0.2, 20
"""The work of making a change that is perhaps never tried, and of seeing all that one computes."""
LEAD_ASTRAY = {
    kind.name
    for kind in (
        kinds.LINE_TOO_MANY,
        kinds.CASE_TOO_MANY,
        kinds.TURNS,
        kinds.RETURNED,
        kinds.NOT_FED_BACK,
        kinds.FEEDING_BACK_MISSING,
        kinds.RESULTS,
        kinds.CONDITION_TOO_MANY,
        kinds.SQUARE_MISSING,
        kinds.TERM_MISSING,
        kinds.BRACKETS,
        kinds.APPLIED_ELSEWHERE,
        kinds.ONE_FOR_ALL,
    )
}
"""Kinds of rules whose mend is a slip that beginners make: what is left may be of its making.

A term in a range shows as a wrong range, and is no other slip than a term.
"""
OTHER_FORMULA = {kinds.NUMBER, kinds.TERM_MISSING}
"""Kinds that make together a formula that happens to fit."""
OTHER_FORMULA_OF_A_LINE = {kinds.FACTOR_TOO_MANY, kinds.SQUARE_MISSING}
"""Kinds that make one together of a single line."""
RANKS = (0, 1, 2)
MOST_FIRST_CHANGES = 20
MOST_JOINED = 3
MOST_CASES_SEEN = 3
MOST_PLACES = 6
MOST_EXCHANGED = 10
MOST_RESULTS = 2
NODES_FOR_A_RUN, TURNS_FOR_A_RUN, BYTES_FOR_A_RUN = 40, 50, 100_000
SLOW, RUNS_IN_A_SLOW_ONE = 0.1, 1_000


class Line(NamedTuple):
    """A line that a Repair changes: the kind of slip in it, and where it is."""

    kind: Kind
    definition: int
    number: int


class Repair(NamedTuple):
    """What makes all cases come right: the lines that change, and what that costs.

    `texts` are each changed definition: its number, then before and after, as Python writes it.
    `values` are the fingerprints of all that the mended program computes. `misnamed` counts the
    lines of it that give a name of the solution's what it never holds there.
    """

    lines: tuple[Line, ...]
    cost: int
    texts: tuple[tuple[int, str, str], ...]
    values: frozenset
    misnamed: int


class Search(NamedTuple):
    """What a search goes by: a program, and the numbers of the cases, the most telling first.

    `near` are the definitions in the learner's cell, `far` those in cells before. `watching` sees
    the values of the program as it stands. `rights()` gives the fingerprints of those of the right
    programs on a case; `solution` are those of the first of these on the first case, and `names`
    what its names hold then. `wrongs()` gives the known wrong programs, `more()` a Trial of further
    inputs, `special()` one of special ones; `looking()` is called now and then. In the lines
    `typed` stands =- or =+, as typed. The lines `given`, as they are counted in the file, came with
    the task. With `only_copies` nothing but a missing copy is looked for. Where the program
    `gives_nothing`, a mend is about what is returned, and when: another one goes around that.
    """

    order: list[int]
    watching: Watching
    rights: Callable
    solution: frozenset
    names: dict
    wrongs: Callable
    more: Callable
    special: Callable
    looking: Callable
    typed: frozenset
    given: frozenset
    only_copies: bool
    gives_nothing: bool

    @property
    def runner(self):
        """The program's Runner."""
        return self.watching.runner

    @property
    def right(self):
        """The fingerprints of what the right programs compute on the most telling case."""
        return self.rights(self.order[0])

    def cleared(self):
        """Return the lines in which all that is computed is computed by the solution too.

        Only a line that gives names their values is known by what is computed in it: what becomes
        of an entry, a total or a condition is seen elsewhere. Where the program fails, and its
        values are not known, these are none. What only another right program computes may be
        half of its way mixed with half of another: target - prediction is right with a minus later.
        A line that hands on an argument has computed nothing.
        """
        handed_on = self._arguments(self.order[0])
        return {
            place for place, seen in self.solved().items() if None not in seen and seen - handed_on
        }

    def solved(self):
        """Return the lines that only give names values which the solution computes too.

        Each comes with the fingerprints of what is computed in it. One that gives a name of the
        solution's to something else is not right.
        """
        return {
            place: seen
            for place, (seen, fits) in self._named().items()
            if fits and not seen - self.solution - {None}
        }

    def unlikely(self, numbers):
        """Return the lines in which all that is computed is computed by some right program.

        A gate, or a count, may be right in one case by accident: `numbers` are cases to go by. A
        line that hands on an argument has computed nothing.
        """
        named = self._named().items()
        right, wrong = set(), {place for place, (_, fits) in named if not fits}
        for number, values in zip(numbers, self.watching.seen_on(numbers), strict=True):
            known, handed_on = self.rights(number), self._arguments(number)
            for place, seen in values.at.items():
                if seen - known:
                    wrong.add(place)
                elif seen - handed_on:
                    right.add(place)
        return right - wrong

    def _arguments(self, number):
        """The fingerprints of what a case hands to the function."""
        return set(map(fingerprint, self.runner.trial.cases[number].arguments))

    def _named(self):
        """The lines that only give names values: what is computed in each, and whether it fits."""
        seen = self._on_the_first_case()
        found = {}
        for place, (name, is_assigned) in _naming_lines(self.runner.definitions).items():
            if seen.at.get(place):
                given = seen.last_at[place] if is_assigned else seen.under.get(name, set())
                found[place] = seen.at[place], self._fits(name, given)
        return found

    def _fits(self, name, given):
        """Whether a name is given what it holds in the solution; none of its names fits, too."""
        return not given or name not in self.names or bool(given & self.names[name])

    def misnamed(self):
        """Return how many lines give a name of the solution's what it never holds there."""
        return sum(not fits for _, fits in self._named().values())

    def foreign(self):
        """Return how many values the program computes that no right program computes."""
        return len(self.computed() - self.right)

    def computed(self):
        """Return the fingerprints of all that the program computes as it stands."""
        return frozenset().union(*self.on_the_first_case().values()) - {None}

    def on_the_first_case(self):
        """Return the fingerprints of what is computed on the most telling case, by line."""
        return self._on_the_first_case().at

    def _on_the_first_case(self):
        return self.watching.seen_on(self.order[:1])[0]

    @property
    def near(self):
        return self._changeable(range(self.runner.near))

    @property
    def far(self):
        return self._changeable(range(self.runner.near, len(self.runner.definitions)))

    def _changeable(self, numbers):
        return [number for number in numbers if number not in self.runner.settled]


def _naming_lines(definitions):
    """The lines, by definition, that do nothing but give names a new value, each with its name.

    Where a line gives several, that is "". The second says whether it is all that the line does;
    a loop gives its name one value after the other.
    """
    naming, others = {}, set()
    for number, definition in enumerate(definitions):
        for node in ast.walk(definition):
            if isinstance(node, ast.stmt) and not is_fuel(node):
                last = node.lineno if hasattr(node, "body") else node.end_lineno
                lines = range(node.lineno - definition.lineno + 1, last - definition.lineno + 2)
                places = [(number, line) for line in lines]
                if _gives_names(node):
                    is_all = isinstance(node, ast.Assign) and len(places) == 1
                    naming |= dict.fromkeys(places, (_named_by(node), is_all))
                else:
                    others.update(places)
    return {place: name for place, name in naming.items() if place not in others}


def _hands_on(statement):
    """Whether a line only gives another name to what has one."""
    return isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name)


def _named_by(statement):
    targets = targets_of(statement)
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def _gives_names(statement):
    if not isinstance(statement, (ast.Assign, ast.For)) or _hands_on(statement):
        return False
    stored = [node for target in targets_of(statement) for node in ast.walk(target)]
    return all(isinstance(node, (ast.Name, ast.Tuple, ast.expr_context)) for node in stored)


class _Tried(NamedTuple):
    """A change that mends nothing alone: how near it leads, and what it gives where it is wrong.

    `mark` is of the first case that it leaves wrong, and `at` says which in the order.
    """

    change: Change
    nearness: float
    at: int
    mark: tuple | None


class _First(NamedTuple):
    """The first of two changes: `at` is the first case, in the order, that it leaves wrong.

    `left` are the kinds of slip that may be left after it. `is_nearer` says that more is right
    after it, or that fewer values are foreign, and nothing wrong that was right.
    """

    change: Change
    at: int
    left: frozenset
    is_nearer: bool


class _Best(NamedTuple):
    """Repairs of two changes, and what is to be undercut by better ones: the lowest is the best.

    `wish` is what the second change costs, whether it is in a line that computes what the solution
    does, and whether it sets a minus.
    """

    repairs: list
    wish: tuple


NOTHING_YET = _Best([], (math.inf,))


class _Attempts:
    """Edited forms of a program tried on the cases one after the other, until that is enough."""

    def __init__(self, search):
        self.search, self.runner, self.order = search, search.runner, search.order
        self.left = 0
        self.at, self.mark = 0, None
        self._more = self._special = None
        self._tables, self._seconds, self.joined = {}, {}, []
        self.made = Made({})
        self.known = search.right | search.computed()
        self.tests = questions_in(self.runner.definitions)
        before = idle(search.watching, self.tests)
        self.idle = operations(self.runner) if before is None else before
        first = self.order[0]
        self._sizes = [
            sum(1 for _ in ast.walk(tree)) / NODES_FOR_A_RUN for tree in self.runner.definitions
        ]
        self._wanted = {number: _flat(self.runner.trial.expected[number]) for number in self.order}
        self._weights = {number: self._memory_of(number) for number in self.order}
        self._before = self.runner.results[first].parts
        self.start = self._nearness(self.runner.results[first], first)
        self.gives_nan = any(map(has_nan, (result.parts for result in self.runner.results)))

    @property
    def are_over(self):
        return self.left <= 0

    @property
    def fails(self):
        """Whether Python stops the program, on any case."""
        return any(result.parts is None for result in self.runner.results)

    @property
    def is_refused_by_an_array(self):
        """Whether an array is to hold numbers of a type that it was not made for, on any case.

        Not where it is an argument: there it is a copy that is missing.
        """
        outcomes = self.runner.trial.outcomes
        if any(outcome.changed for outcome in outcomes):
            return False
        return any(one.raised and is_refused_by_an_array(one.raised) for one in outcomes)

    @property
    def is_right_but_for_nan(self):
        """Whether all that is wrong, on every case, is that there is no number."""
        expected, results = self.runner.trial.expected, self.runner.results
        return self.gives_nan and all(
            result.parts is not None and _is_right_but_for_nan(result.parts, right)
            for result, right in zip(results, expected, strict=True)
        )

    @property
    def stopped_in(self):
        """The lines in which Python stops the program."""
        return {result.stopped_in for result in self.runner.results} - {None}

    def attempt(self, definition):
        """Run the program as its tree stands: whether all cases come right, and how near it is."""
        self.left -= self._sizes[definition]
        self.at, self.mark = 0, None
        try:
            function = self.runner.compiled(definition)
        except NoProgram:
            return False, 0.0
        try:
            is_right, nearness = self._on_cases(function)
            return is_right and self._holds(function), nearness
        finally:
            self.runner.restore(definition)
            self.search.looking()

    def _holds(self, function):
        """Whether what is right on all cases is right on further inputs too."""
        if self._more is None:
            self._more = self.runner.on(self.search.more())
            self._special = self.runner.on(self.search.special())
        numbers = range(len(self._more.trial.cases))
        return all(
            self._more.run(function, number).is_right for number in numbers
        ) and self._holds_on_special_cases(function)

    def _holds_on_special_cases(self, function):
        trial = self._special.trial
        return not any(
            is_clearly_wrong(trial, number, self._special.run(function, number))
            for number in range(len(trial.cases))
        )

    def _memory_of(self, number):
        """How many runs of a small program a run of this one counts for, by the arrays it makes."""
        with most_memory_taken() as taken:
            self.runner.run(self.runner.compiled(0), number)
        return taken() / BYTES_FOR_A_RUN

    def left_after(self, one):
        """Return the known wrong programs that give what a change gives where it is wrong."""
        if one.mark is None or one.at >= MOST_CASES_SEEN:
            return []
        if one.at not in self._tables:
            number = self.order[one.at]
            self._tables[one.at] = table_of(self.search.wrongs(), number)
            self._tables[one.at].pop(mark(self.runner.results[number].parts), None)
        return self._tables[one.at].get(one.mark, [])

    def seconds_of(self, first, numbers):
        """Return the second changes for a first that is put in now, each with its rank."""
        key = id(first.change)
        if key in self._seconds:
            return self._seconds[key]
        ranked = _ranked(self, numbers, first)
        if self.are_over:
            return []  # they are not all there yet: with more work allowed, they are made again
        self._seconds[key] = ranked
        return ranked

    def run(self, function, number):
        result, seconds = self._timed(function, number)
        self.left -= 1 + result.turns / TURNS_FOR_A_RUN + self._weights[number]
        if seconds > SLOW:
            # A collection of garbage takes as long, but not twice in a row.
            _, again = self._timed(function, number)
            self.left -= RUNS_IN_A_SLOW_ONE * 2 * int(min(seconds, again) / SLOW)
        return result

    def _timed(self, function, number):
        begun = time.process_time()
        return self.runner.run(function, number), time.process_time() - begun

    def _on_cases(self, function):
        for at, number in enumerate(self.order):
            result = self.run(function, number)
            if result.is_right:
                continue
            nearness = self._nearness(result, number)
            if at > 0 or not _alike(result.parts, self._before):
                self.at, self.mark = at, mark(result.parts)
            if at == 0 and self.mark:
                # The first case may be one in which both of two slips show.
                nearness += sum(self.run(function, other).is_right for other in self.order[1:2])
            return False, at + nearness
        return True, float(len(self.order))

    def _nearness(self, result, number):
        """How near an answer is to the right one, from 0 to 0.9."""
        if result.parts is None:
            return 0.0
        right = self.runner.trial.expected[number]
        if len(result.parts) != len(right):
            return 0.1
        if any(a.shape != b.shape for a, b in zip(result.parts, right, strict=True)):
            return 0.2
        given, wanted = _flat(result.parts), self._wanted[number]
        scale = np.abs(wanted).max(initial=0.0)
        share = np.count_nonzero(np.abs(given - wanted) <= 1e-5 * scale) / max(1, wanted.size)
        return 0.3 + 0.4 * share + 0.2 * _alike_but_for_factors(result.parts, right, scale)


def _flat(parts):
    return np.concatenate([part.ravel() for part in parts]) if parts else np.zeros(0)


def _is_right_but_for_nan(parts, right):
    if [part.shape for part in parts] != [part.shape for part in right]:
        return False
    return all(
        close(np.where(np.isnan(given), wanted, given), wanted)
        for given, wanted in zip(parts, right, strict=True)
    )


def _alike(parts, others):
    if parts is None or others is None:
        return parts is others
    return len(parts) == len(others) and all(map(np.array_equal, parts, others))


def _alike_but_for_factors(parts, others, scale):
    """How much one answer looks like another: 1 where a factor is between them, or signs alone.

    Half as much where it is another factor for each column.
    """
    given, wanted = _flat(parts), _flat(others)
    if wanted.size < 2:
        return 0.0
    if _in_ratio(given, wanted, scale):
        return 1.0
    if any(part.ndim != 2 or len(part) < 2 for part in others):
        return 0.0
    columns = [
        pair
        for part, other in zip(parts, others, strict=True)
        for pair in zip(part.T, other.T, strict=True)
    ]
    return 0.5 * all(_in_ratio(one, other, scale) for one, other in columns)


def _in_ratio(given, wanted, scale):
    """Whether one factor, or signs alone, stand between two answers."""
    if np.abs(np.abs(given) - np.abs(wanted)).max(initial=0.0) <= 1e-5 * scale:
        return True
    place = np.abs(wanted).argmax()
    if not wanted[place] or not given[place]:
        return False
    ratio = given[place] / wanted[place]
    return bool((np.abs(given - ratio * wanted) <= 1e-5 * np.abs(ratio) * scale).all())


def repairs(search):
    """Return the Repairs that were found by the first way that finds any, and one line's place.

    Where nothing is found, the place is that of the one line where a change takes one slip out of
    two, else None. An interrupt ends the search with what is known so far.
    """
    attempts, found = _Attempts(search), []
    try:
        for mend in _ways(attempts):
            found += mend
            if found:
                break
    except KeyboardInterrupt:
        pass
    return found, None if found else _half_way(attempts)


def _half_way(attempts):
    """The place of the one line where what is changed leaves a known slip, and leads nearer.

    What a program that fails, or gives nothing, would have given is not known: there, none.
    """
    if attempts.fails or attempts.search.gives_nothing:
        return None
    places = {
        (line.definition, line.number)
        for first in attempts.joined
        if first.is_nearer
        for line in _lines(first.change, attempts.runner)
    }
    return places.pop() if len(places) == 1 else None


def _ways(attempts):
    near = attempts.search.near
    cleared, tried = attempts.search.cleared(), []
    attempts.left = SHARES["singles"]
    for costs in LIKELY:
        found, others = _singles(attempts, near, costs, cleared)
        yield found
        kept, attempts.left = max(attempts.left, 0), SHARES["everywhere"]
        yield _everywhere(attempts, [one.change for one in others])
        attempts.left = kept
        tried += others
    if attempts.search.only_copies:
        return
    yield _names_exchanged(attempts, near)
    attempts.left = max(attempts.left, 0) + SHARES["results"]
    yield _other_results(attempts, near)
    if attempts.is_right_but_for_nan:
        return  # the numbers that are there are none of two slips
    attempts.left += SHARES["known"]
    attempts.joined = _joined(attempts, tried)
    yield _with_a_known_one(attempts, near, attempts.joined)
    kept, attempts.left = max(attempts.left, 0), SHARES["unlikely"]
    found, others = _singles(attempts, near, UNLIKELY, cleared)
    yield found
    attempts.left = max(attempts.left, 0) + min(kept, SHARES["left over"]) + SHARES["pairs"]
    yield _pairs(attempts, near, tried + others)
    attempts.left = SHARES["far"]
    yield _singles(attempts, attempts.search.far, LIKELY[0], set())[0]


def _is_in(change, attempts, lines):
    return _place(attempts, change.definition, change.line) in lines


def _place(attempts, number, line):
    """A line that is counted in the file, as places are: a definition's number, the line in it."""
    return number, line - attempts.runner.definitions[number].lineno + 1


def _is_none(change, attempts):
    """Whether a change takes out a slip of the keyboard in a line that does not have it."""
    is_typed = _is_in(change, attempts, attempts.search.typed)
    return change.kind is kinds.MINUS_AFTER_EQUALS and not is_typed


def _with_the_type_for_a_copy(change, attempts):
    """Where an array refuses what is put into it, its type is the slip, and not a missing copy."""
    if change.kind is kinds.COPY_MISSING and attempts.is_refused_by_an_array:
        return change._replace(kind=kinds.ARRAY_TYPE)
    return change


def _singles(attempts, numbers, costs, cleared):
    """Try all changes of these costs, until there are some that mend.

    A value may be right and another one needed: cleared lines are looked at too, where no other
    line mends at this cost. A line that computes what the solution does is the last to be called
    the problem.
    """
    tried = []
    for cost, inside in product(costs, (False, True) if cleared else (False,)):
        found, others = _tried_once(attempts, numbers, cost, cleared, inside)
        tried += others
        if found:
            return found, tried
    return [], tried


def _tried_once(attempts, numbers, cost, cleared, inside):
    """Try all changes of a cost outside of the cleared lines, or inside of them."""
    found, tried = [], []

    def where(number, line):
        return (_place(attempts, number, line) in cleared) == inside

    for change in changes(
        attempts.runner.definitions,
        numbers,
        cost,
        where=where,
        made=attempts.made,
        given=attempts.search.given,
    ):
        # Other changes as small may mend it too: once one does, the others are looked at.
        if attempts.left <= (-SHARES["others"] if found else 0):
            break
        if _is_none(change, attempts):
            continue
        change = _with_the_type_for_a_copy(change, attempts)
        if attempts.search.only_copies and change.kind is not kinds.COPY_MISSING:
            continue
        is_right, nearness = attempts.attempt(change.definition)
        if is_right:
            found += _mends(attempts, change)
        else:
            tried.append(_Tried(change, nearness, attempts.at, attempts.mark))
    return found, tried


def _everywhere(attempts, made):
    """The same edit at all places of a line, or of a function, where it can be made.

    In a function, at all places where the same stands too: of the copies of one array, say.
    """
    groups = {}
    for change in made:
        ((slot, _),) = change.puts
        same = change.definition, build_of(slot.node) if isinstance(slot.node, ast.AST) else None
        for where in (change.definition, id(change.statements[0]), same):
            groups.setdefault((change.form, where), []).append(change)
    several = [group for group in groups.values() if 1 < len(group) <= MOST_PLACES]
    together = filter(None, map(_together, several))
    mends = (mend for change in together for mend in _if_it_mends(attempts, change))
    # Another name everywhere would leave aside what the learner gave a name.
    return [m for m in mends if m.lines[0].kind is not NAME or not _leaves_aside(m)]


def _if_it_mends(attempts, change):
    if attempts.are_over:
        return
    with change.put_in_for_now():
        if attempts.attempt(change.definition)[0]:
            yield from _mends(attempts, change)


def _together(group):
    """One Change of several; None where they cannot be made at once."""
    by_slot = {}
    for change in group:
        ((slot, new),) = change.puts
        by_slot.setdefault((id(slot.parent), slot.field, slot.index), []).append((slot, new))
    puts = []
    for made in by_slot.values():
        slot = made[0][0]
        new = _merged(slot.node, [new for _, new in made])
        if new is None:
            return None
        puts.append((slot, new))
    statements = tuple(dict.fromkeys(s for change in group for s in change.statements))
    return group[0]._replace(puts=tuple(puts), statements=statements)


def _merged(old, made):
    """A list of statements in which each of several lists has replaced one statement."""
    if len(made) == 1:
        return made[0]
    if not isinstance(old, list) or any(len(new) != len(old) for new in made):
        return None
    merged = list(old)
    for new in made:
        for at, (before, after) in enumerate(zip(old, new, strict=True)):
            if before is not after:
                merged[at] = after
    return merged


def _names_exchanged(attempts, numbers):
    """Two names exchanged wherever they are read."""
    found = []
    for number in numbers:
        reads = {}
        for node in ast.walk(attempts.runner.definitions[number]):
            is_read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            if is_read and (number, node.lineno) not in attempts.search.given:
                reads.setdefault(node.id, []).append(node)
        known = attempts.runner.own_names(number)
        names = [name for name in reads if name in known][:MOST_EXCHANGED]
        for one, other in combinations(names, 2):
            change = _exchange(attempts.runner.definitions[number], number, reads, one, other)
            found += _if_it_mends(attempts, change)
    return found


def _exchange(definition, number, reads, one, other):
    nodes = reads[one] + reads[other]
    puts = tuple(
        (Slot(node, "id", None, node.id), other if node.id == one else one) for node in nodes
    )
    line = min(node.lineno for node in nodes)
    inside = [
        statement
        for statement in ast.walk(definition)
        if isinstance(statement, ast.stmt) and statement.lineno in {n.lineno for n in nodes}
    ]
    return Change(NAME, 1, number, puts, line, tuple(inside[:MOST_PLACES]), ())


def _other_results(attempts, numbers):
    """Other names for all results that a line returns: no single one of them changes enough."""
    found = []
    for number in numbers:
        definition = attempts.runner.definitions[number]
        given = sorted(attempts.runner.own_names(number))[:MOST_EXCHANGED]
        for statement in ast.walk(definition):
            results = getattr(getattr(statement, "value", None), "elts", ())
            if not isinstance(statement, ast.Return) or not 1 < len(results) <= MOST_RESULTS:
                continue
            if (number, statement.lineno) in attempts.search.given:
                continue
            if not all(isinstance(result, ast.Name) for result in results):
                continue
            for names in product(given, repeat=len(results)):
                if all(name != result.id for name, result in zip(names, results, strict=True)):
                    change = _returning(number, statement, names)
                    found += _if_it_mends(attempts, change)
    return found


def _returning(number, statement, names):
    puts = tuple(
        (Slot(result, "id", None, result.id), name)
        for result, name in zip(statement.value.elts, names, strict=True)
    )
    return Change(kinds.RETURNED, 1, number, puts, statement.lineno, (statement,), ())


def _with_a_known_one(attempts, numbers, joined):
    """A first change that leaves one slip that is known, and a second that takes that out too."""
    for first in joined[:MOST_JOINED]:
        found = _followed(attempts, numbers, first).repairs
        if found:
            return found
    return []


def _followed(attempts, numbers, first, ranks=RANKS, best=NOTHING_YET):
    """The _Best that a first change makes together with a second, one of these ranks.

    Some may be known already: then the `best` of them, or better ones.
    """
    with first.change.put_in_for_now():
        return _second_changes(attempts, numbers, first, ranks, best)


def _joined(attempts, tried):
    """The changes after which what is wrong is one slip that is known, the best alone.

    Of those that say the same, first come those outside of lines that compute what the solution
    does; then those that leave least that no right program computes.
    """
    if attempts.are_over or not any(one.mark for one in tried):
        return []
    values = attempts.search.on_the_first_case()
    # Of a program that fails nothing is known: then no change can be said to lead astray.
    foreign = attempts.search.foreign() if values else math.inf
    solved = attempts.search.solved()

    def likely_first(one):
        return one.nearness <= attempts.start, one.change.cost, _puts_a_minus(one.change)

    found = {}
    for one in sorted(tried, key=likely_first):
        change = one.change
        place = change.kind, change.line, one.at, one.mark
        if place in found or change.form[0] in LEAD_ASTRAY or _returns_another(change):
            continue
        wrongs = attempts.left_after(one)
        if not wrongs:
            continue
        left, now_foreign, is_kept = _left(attempts, change, wrongs, foreign)
        if sum(isinstance(idea, Slip) for idea in left) == 1:
            is_nearer = is_kept and (one.nearness > attempts.start or now_foreign < foreign)
            first = _First(change, one.at, _kinds_of(left), is_nearer)
            found[place] = (_is_in(change, attempts, solved), now_foreign), first
    alike = {}
    for doubts, first in found.values():
        alike.setdefault((first.change.kind, first.left), []).append((doubts, first))
    groups = [sorted(same, key=itemgetter(0)) for same in alike.values()]
    ranked = [group[0] for group in groups] + [other for group in groups for other in group[1:]]
    firsts = [first for _, first in ranked]
    cheapest = min((first.change.cost for first in firsts), default=0)
    return [first for first in firsts if first.change.cost == cheapest]


def _puts_a_minus(change):
    """Whether a change sets a minus before a value: plainer is - for +, or two sides exchanged."""
    return any(_begins_with_a_minus(new) for _, new in change.puts)


def _begins_with_a_minus(node):
    # Brackets stand around a minus that is raised to a power.
    while isinstance(node, ast.Compare) or (
        isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Pow)
    ):
        node = node.left
    return is_minus(node) or (is_number(node) and node.value < 0)


def _returns_another(change):
    """Whether a change hands over something else: what was computed before is then left aside."""
    return change.kind is NAME and isinstance(change.statements[0], ast.Return)


def _kinds_of(ideas):
    """The kinds of slip that ideas are, or show as."""
    kinds_of = [idea.shows_as if isinstance(idea, Slip) else (idea,) for idea in ideas]
    return frozenset(kind for several in kinds_of for kind in several)


def _left(attempts, change, wrongs, foreign):
    """The ideas in what is left wrong after a change, and how many values are foreign then.

    The third says whether the cases that are right without the change are right with it. No idea
    where the change leads astray: one that brings in steps which no right program has leads to
    another slip, not out of one.
    """
    runner = attempts.runner
    attempts.left -= WATCHING
    with change.put_in_for_now():
        try:
            now_foreign = attempts.search.foreign()
            if now_foreign > foreign:
                return [], now_foreign, False
            function = runner.compiled(change.definition)
            results = [attempts.run(function, number) for number in attempts.order]
            if not all(result.keeps for result in results):
                return [], now_foreign, False
            given = zip(attempts.order, (result.parts for result in results), strict=True)
            pairs = zip(attempts.order, results, strict=True)
            is_kept = all(now.is_right or not runner.results[at].is_right for at, now in pairs)
            return ideas_that_fit(wrongs, list(given)), now_foreign, is_kept
        finally:
            runner.restore(change.definition)


def _pairs(attempts, numbers, tried):
    for rank, first in product(RANKS, _firsts(attempts, tried)):
        if attempts.are_over:
            break
        best = _followed(attempts, numbers, first, [rank])
        if best.repairs:
            # What costs less may be of another rank.
            return _followed(attempts, numbers, first, RANKS[rank + 1 :], best).repairs
    return []


def _firsts(attempts, tried):
    """The changes that lead nearer, the nearest first; one of those that do the same to a line."""
    nearer = [one for one in tried if one.nearness > attempts.start + 1e-9]
    solved = attempts.search.solved()

    def likely_first(one):
        change = one.change
        is_solved = _is_in(change, attempts, solved)
        return -one.nearness, is_solved, change.cost, _puts_a_minus(change)

    nearer.sort(key=likely_first)
    first_of = {}
    for one in nearer:
        first_of.setdefault((one.change.definition, one.change.line, one.at, one.mark), one)
    return [
        _First(one.change, one.at, _kinds_of(w.idea for w in attempts.left_after(one)), True)
        for one in list(first_of.values())[:MOST_FIRST_CHANGES]
    ]


def _second_changes(attempts, numbers, first, ranks, best):
    """The _Best of a first change that is put in now, with second ones of these ranks.

    Once there are some, only what costs less is still looked for, or what costs as much and is not
    in a line that computes what the solution does.
    """
    for rank, is_solved, second in attempts.seconds_of(first, numbers):
        if attempts.are_over:
            break
        wish = second.cost, is_solved, _puts_a_minus(second)
        if rank not in ranks or wish >= best.wish:
            continue
        with second.put_in_for_now():
            is_right, _ = attempts.attempt(second.definition)
            mends = _repairs_of_two(attempts, first.change, second) if is_right else []
            if mends:
                best = _Best(mends, wish)
    return best


def _repairs_of_two(attempts, first, second):
    """The Repair of two changes that are put in now; none where a step of it is their own."""
    # Two edits may make good for what they leave wrong.
    return [
        mend
        for mend in _mends(attempts, first, second)
        if mend.values <= attempts.known and not _leaves_aside(mend)
    ]


def _ranked(attempts, numbers, first):
    """The second changes that go with a first that is put in now, each with its rank, in order.

    Between the two it says whether the line, where it is another one than the first change's,
    computes what the solution does.
    """
    if _gives_up_a_value(first.change):
        return []
    still_wrong = dict.fromkeys([attempts.order[0], attempts.order[first.at]])
    unlikely = attempts.search.unlikely(list(still_wrong))
    own = {_place(attempts, first.change.definition, first.change.line)}
    solved = attempts.search.solved().keys() - own
    found, made = [], attempts.made._replace(touched=first.change.statements)
    given = attempts.search.given
    for cost in SECOND:
        for second in changes(attempts.runner.definitions, numbers, cost, made=made, given=given):
            attempts.left -= MAKING
            if attempts.are_over:
                return []
            if not _is_none(second, attempts) and not _writes_anew(first.change, second, attempts):
                rank = _rank(second, first, attempts, unlikely)
                found.append((rank, _is_in(second, attempts, solved), second))
    return sorted(found, key=lambda ranked: (ranked[0], ranked[-1].cost, _puts_a_minus(ranked[-1])))


def _writes_anew(first, second, attempts):
    """Whether two changes leave of a line only what they make of it, not what the learner meant.

    So it is with a value that was computed for a return and gives way to another, which is then
    made right; with a line that Python stops in, or one that is changed twice in a program that
    fails, for what would have come of it is not known; and with kinds that make a formula.
    """
    if _gives_up_a_value(second) or attempts.stopped_in & {first.line, second.line}:
        return True
    made = {first.kind, second.kind}
    is_one_line = (first.definition, first.line) == (second.definition, second.line)
    is_of_a_line = is_one_line and (attempts.fails or made == OTHER_FORMULA_OF_A_LINE)
    return is_of_a_line or made == OTHER_FORMULA


def _gives_up_a_value(change):
    """Whether a return no longer hands over what it computed itself."""
    (statement, *_) = change.statements
    if change.kind is not kinds.RETURNED or not isinstance(statement, ast.Return):
        return False
    results = getattr(statement.value, "elts", [statement.value])
    return not all(isinstance(result, ast.Name) for result in results)


def _leaves_aside(mend):
    """Whether a value that the learner computed for what comes later is used by nothing then."""
    return any(_unused(after) - _unused(before) for _, before, after in mend.texts)


def _unused(text):
    """The names whose values are used by nothing: to put an entry into a list is no use of it.

    Names that get their values together with others, as rows and columns do, are left out.
    """
    nodes = list(ast.walk(ast.parse(text)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    filled = {id(_filled_by(node)) for node in nodes}
    read = {n.id for n in names if isinstance(n.ctx, ast.Load) and id(n) not in filled}
    targets = [target for node in nodes for target in getattr(node, "targets", ())]
    return {target.id for target in targets if isinstance(target, ast.Name)} - read


def _filled_by(node):
    """The array or list that a node writes an entry into, None where it does not."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        return node.value
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return getattr(node.value.func, "value", None)
    return None


def _rank(second, first, attempts, unlikely):
    """What comes first as a second change: kinds that are left; then lines that may be wrong."""
    if second.kind in first.left:
        return 0
    return 1 + _is_in(second, attempts, unlikely)


def _mends(attempts, *made):
    """The Repair of changes that are put in now; none where it is a trick."""
    runner = attempts.runner
    lines = tuple(line for change in made for line in _lines(change, runner))
    if attempts.search.gives_nothing and not any(line.kind in GIVING_NOTHING for line in lines):
        return []
    numbers = sorted({change.definition for change in made})
    after = [without_idle_lines(text_of(runner.definitions[number])) for number in numbers]
    for change in reversed(made):
        change.take_out()
    before = [text_of(runner.definitions[number]) for number in numbers]
    for change in made:
        change.put_in()
    texts = tuple(zip(numbers, before, after, strict=True))
    if any(reads_as_a_trick(*text) for _, *text in texts):
        return []
    if attempts.gives_nan and goes_through_nan(attempts.search.watching):
        return []
    now_idle = idle(attempts.search.watching, attempts.tests)
    if now_idle is not None and not now_idle <= attempts.idle:
        return []
    search, cost = attempts.search, sum(change.cost for change in made)
    return [Repair(lines, cost, texts, search.computed(), search.misnamed())]


def _lines(change, runner):
    """The lines that a change is about."""
    first = runner.definitions[change.definition].lineno
    numbers = dict.fromkeys(statement.lineno for statement in change.statements)
    if len(numbers) == 1:
        numbers = [change.line]
    return [Line(change.kind, change.definition, number - first + 1) for number in numbers]
