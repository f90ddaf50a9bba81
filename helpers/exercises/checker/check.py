"""check(): from a learner's function to a verdict.

Correct is decided first. Only what is wrong is diagnosed, and a fault of the course's own is never
called wrong.
"""

import contextlib
import difflib
import inspect
import platform
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker import compare
from helpers.exercises.checker.blocks import Code, Columns, Folded, Words, html_of, text_of
from helpers.exercises.checker.call import call, trial_of
from helpers.exercises.checker.diagnose import Diagnosis, diagnose
from helpers.exercises.checker.evidence import evidence_of_relations, evidence_of_slips
from helpers.exercises.checker.feedback import (
    blocks_for_correct,
    blocks_for_raised,
    blocks_for_strange,
    blocks_for_wrong,
    headline_for_wrong,
)
from helpers.exercises.checker.kinds import COPY_MISSING
from helpers.exercises.checker.notice import search_notice
from helpers.exercises.checker.own_lines import NOTHING_FOUND
from helpers.exercises.checker.source import keeps_defaults, source_of, with_new_defaults
from helpers.exercises.checker.special_cases import is_clearly_wrong, special_cases
from helpers.exercises.checker.surroundings import kept_after_all_calls
from helpers.exercises.checker.unfinished import has_open_gap, is_untouched
from helpers.exercises.exercise import IN_PLACE, REMEMBERS
from helpers.exercises.known import exercise_named, names
from helpers.exercises.progress_file import obstacle, progress_path, record
from helpers.exercises.verdict_file import add_in_full

SEED = 0
CORRECT, WRONG, ERROR = "correct", "wrong", "error"
NOT_ATTEMPTED, CANNOT_TELL = "not attempted", "cannot tell"


class Verdict(NamedTuple):
    """What check() found.

    `status` is "correct", "wrong", "error", "not attempted" or "cannot tell". `misconceptions` are
    the names of the slips recognised, () where none is certain. Shown as HTML in a notebook; as
    plain text, `message`, anywhere else.
    """

    exercise: str
    status: str
    misconceptions: tuple[str, ...]
    headline: str
    blocks: tuple[Words | Code | Columns, ...]

    @property
    def is_correct(self):
        return self.status == CORRECT

    def __bool__(self):
        # A tuple counts as true: an assertion of the verdict itself would let every answer through.
        return self.is_correct

    @property
    def message(self):
        return text_of(self.headline, self.blocks)

    @property
    def change(self):
        """The change of the learner's own line that makes all come right, "" where none is known.

        A notebook shows it behind a click; it is not part of the message.
        """
        folded = [block for block in self.blocks if isinstance(block, Folded)]
        return "\nor\n".join(change for block in folded for change in block.changes)

    def __repr__(self):
        return self.message

    def _repr_html_(self):
        return html_of(self.status, self.headline, self.blocks)


def check(name, function):
    """Judge `function` as an answer to the exercise called `name`: a Verdict, whatever it does.

    In a notebook the verdict is also kept, for the map of the course.

    >>> check("relu_slope", lambda pre_activation: 1.0 * (pre_activation > 0)).status
    'correct'
    """
    try:
        verdict = _checked(name, function)
    except KeyboardInterrupt:
        stopped = "The check was stopped.", "Run the cell again to check."
        return _in_full(_verdict(str(name), ERROR, *stopped))
    except Exception as fault:
        return _in_full(_own_fault(name, fault))
    # An interrupt now is no reason to withhold it.
    with contextlib.suppress(KeyboardInterrupt):
        return _kept(_in_full(verdict))
    return verdict


def _in_full(verdict):
    """Add a verdict to the file of a report, where one is made; return it in any case."""
    with contextlib.suppress(OSError):
        add_in_full(verdict)
    return verdict


def _kept(verdict):
    """Keep a verdict; return it, with a word where that cannot be done."""
    path = progress_path()
    try:
        record(verdict, path)
    except OSError as error:
        said = f"Your answer could not be kept for the map in notebook 00: {obstacle(error, path)}."
        return verdict._replace(blocks=(*verdict.blocks, Words(said)))
    return verdict


def _checked(name, function):
    if not isinstance(name, str) or name not in names():
        return _unknown(name)
    exercise = exercise_named(name)
    if not callable(function):
        return _verdict(
            name,
            ERROR,
            "There is no function to check.",
            f'Hand over the function itself, without calling it: check("{name}", {name}).',
        )
    return judge(exercise, function, np.random.default_rng(SEED))


def judge(exercise, function, generator):
    """Return the Verdict on a function; `generator` makes the inputs that it is judged by."""
    if is_untouched(function, exercise.starter):
        return _not_attempted(exercise)
    misfit = _misfit(exercise, function)
    if misfit:
        return _verdict(exercise.name, ERROR, "Your function takes other arguments.", misfit)
    trial = trial_of(exercise, exercise.cases(generator))
    outcomes, again = _outcomes(function, trial.cases, trial.readers)
    trial = trial._replace(outcomes=outcomes)
    if outcomes[-1].interrupted:
        return _raised(exercise, trial, len(outcomes) - 1, Diagnosis())
    again += _wrong_ones_again(function, trial)
    extra = _extra_slips(trial, again)
    if not trial.wrong and not extra:
        trial = _on_special_cases(exercise, function, trial)
        if trial.outcomes[-1].interrupted:
            return _raised(exercise, trial, len(trial.outcomes) - 1, Diagnosis())
        extra = _extra_slips(trial, [])
    return _from_trial(exercise, function, trial, extra)


def _from_trial(exercise, function, trial, extra):
    if not trial.wrong and not extra:
        blocks = blocks_for_correct(exercise, trial)
        return Verdict(exercise.name, CORRECT, (), "Correct.", tuple(blocks))
    if has_open_gap(function, trial.outcomes):
        return _gap(exercise)
    diagnosis = Diagnosis()
    if REMEMBERS not in extra:
        with search_notice() as looking:
            diagnosis = diagnose(exercise, function, trial, looking)
    if not exercise.notebook:
        diagnosis = diagnosis.in_any_topic()
    raised = trial.first(lambda outcome: outcome.raised)
    if raised is not None:
        return _raised(exercise, trial, raised, diagnosis)
    strange = trial.first(lambda outcome: outcome.strange)
    if strange is not None:
        blocks = blocks_for_strange(exercise, function, trial, strange, diagnosis)
        return Verdict(exercise.name, WRONG, _kinds(diagnosis), "Not right yet.", tuple(blocks))
    return _wrong(exercise, function, trial, diagnosis, extra)


@kept_after_all_calls()
def _outcomes(function, cases, readers):
    """Call every case, then the first twice more: right after the others, right after itself.

    Returns the outcomes, and pairs of a case's number and the parts that came when called again.
    """
    outcomes = []
    for case, reader in zip(cases, readers, strict=True):
        outcomes.append(call(function, case.arguments, reader))
        if outcomes[-1].interrupted:
            return outcomes, []
    if outcomes[0].parts is None:
        return outcomes, []
    again = [(0, _called_once_more(function, cases[0].arguments, readers[0])) for _ in range(2)]
    return outcomes, again


@kept_after_all_calls()
def _on_special_cases(exercise, function, trial):
    """Add the special cases to a trial in which all is right; where some are wrong, one of them.

    The smallest is enough: it shows what is treated in a wrong way.
    """
    special, right = special_cases(exercise), {}
    for number, case in enumerate(special.cases):
        outcome = call(function, case.arguments, special.readers[number])
        if outcome.changed or is_clearly_wrong(special, number, outcome):
            return trial.joined(special.some([number], [outcome]))
        # Where a measured slope is off by its nudge, the case says nothing.
        if not special.is_wrong(number, outcome):
            right[number] = outcome
    return trial.joined(special.some(list(right), list(right.values())))


@kept_after_all_calls()
def _wrong_ones_again(function, trial):
    """Call the cases with wrong results again: what is kept from other calls shows in some.

    The last come first; then each comes as if it were the only one.
    """
    numbers = [i for i in trial.wrong if trial.outcomes[i].parts is not None]
    again = [(i, function) for i in reversed(numbers)]
    if keeps_defaults(function):
        again += [(i, with_new_defaults(function)) for i in numbers]
    return [
        (i, _called_once_more(called, trial.cases[i].arguments, trial.readers[i]))
        for i, called in again
    ]


def _extra_slips(trial, again):
    """The slips that show in how a function works, not in its results."""
    extra = []
    if any(outcome.changed for outcome in trial.outcomes):
        extra.append(IN_PLACE)
    if any(
        parts is None or not compare.same_parts(parts, trial.outcomes[number].parts)
        for number, parts in again
    ):
        extra.append(REMEMBERS)
    return extra


def _called_once_more(function, arguments, reader):
    outcome = call(function, arguments, reader)
    if outcome.interrupted:
        raise KeyboardInterrupt
    return outcome.parts


def _raised(exercise, trial, number, diagnosis):
    stopped = trial.outcomes[number].interrupted
    headline = "Your function was stopped." if stopped else "Your function stopped with an error."
    evidence = evidence_of_slips(exercise, trial, diagnosis)
    blocks = blocks_for_raised(exercise, trial, number, diagnosis, evidence)
    return Verdict(exercise.name, ERROR, _names(exercise, diagnosis), headline, tuple(blocks))


def _wrong(exercise, function, trial, diagnosis, extra):
    if IN_PLACE in extra:
        diagnosis = _beside_changed_arguments(diagnosis, function)
    names = _names(exercise, diagnosis) if trial.wrong else ()
    names += tuple(slip.name for slip in extra)
    if diagnosis.candidates or not trial.wrong or REMEMBERS in extra:
        evidence = evidence_of_slips(exercise, trial, diagnosis)
    else:
        evidence = evidence_of_relations(exercise, function, trial)
    blocks = blocks_for_wrong(exercise, trial, diagnosis, extra, evidence)
    return Verdict(exercise.name, WRONG, names, headline_for_wrong(names, diagnosis), tuple(blocks))


def _beside_changed_arguments(diagnosis, function):
    """What is left to say where it is said that arguments are changed in place.

    No missing copy, which is the same. Where there are lines, and none of them shows a slip, none:
    what a changed argument holds may look like one. Nor the line of one change that makes good for
    a slip and for the missing copy: the slip may be in another.
    """
    own = diagnosis.own
    if diagnosis.candidates and own.places and len(own.kinds) == 1:
        return diagnosis._replace(own=NOTHING_FOUND)
    own = own._replace(kinds=tuple(kind for kind in own.kinds if kind is not COPY_MISSING))
    if source_of(function) and not own.places:
        return Diagnosis(own=own)
    return diagnosis._replace(own=own)


def _names(exercise, diagnosis):
    """The names of what is certain: slips of the exercise, or the kinds found in their lines."""
    slips = tuple(slip.name for slip in exercise.slips if slip in diagnosis.certain)
    return slips or _kinds(diagnosis)


def _kinds(diagnosis):
    if diagnosis.candidates:
        return ()
    kinds = diagnosis.own.kinds or filter(None, [diagnosis.kind])
    return tuple(dict.fromkeys(kind.name for kind in kinds))


def _verdict(name, status, headline, *paragraphs):
    return Verdict(name, status, (), headline, tuple(map(Words, paragraphs)))


def _not_attempted(exercise):
    to_do = "Write your lines where the ... stands"
    if "..." not in exercise.starter:
        to_do = "This is the listing as it was found. Fix it"
    return _verdict(
        exercise.name,
        NOT_ATTEMPTED,
        "Not attempted yet.",
        f"{to_do} and run this cell again.{_hints_of(exercise)}",
    )


def _hints_of(exercise):
    if not exercise.hints:
        return ""
    return f' To be led there step by step: hints("{exercise.name}").'


def _gap(exercise):
    return _verdict(
        exercise.name,
        NOT_ATTEMPTED,
        "Not finished yet.",
        "There is still a ... in your function: a gap to fill. Then run this cell again.",
    )


def _unknown(name):
    if not isinstance(name, str):
        words = "The first argument is the exercise's name, as text."
        return _verdict("", ERROR, "There is no such exercise.", words)
    near = difflib.get_close_matches(name, names(), n=1)
    words = "exercises() lists those of the course; exercises_from(...) takes in those of a file."
    words = f'Did you mean "{near[0]}"?' if near else words
    return _verdict(name[:80], ERROR, f'There is no exercise "{name[:80]}".', words)


def _own_fault(name, fault):
    found = f"{type(fault).__name__}: {fault}"[:200]
    versions = f"Python {platform.python_version()}, numpy {np.__version__}"
    return _verdict(
        str(name)[:80],
        CANNOT_TELL,
        "This check has a fault of its own: it cannot tell whether you are right.",
        "Your answer may be correct. Compare it with the solution, and please report this fault to "
        f'whoever gave you the course, with these words: exercise "{name}", {found}; {versions}.',
    )


def _misfit(exercise, function):
    """Return what is wrong with the function's arguments, "" where they fit or are unknown."""
    wanted = exercise.argument_names
    try:
        signature = inspect.signature(function)
        signature.bind(*wanted)
    except TypeError:
        listed = ", ".join(wanted)
        return (
            f"It is called with {len(wanted)} arguments: {listed}. "
            f"Begin it with def {exercise.name}({listed}):"
        )
    except Exception:  # some callables have no signature to ask
        return ""
    return ""
