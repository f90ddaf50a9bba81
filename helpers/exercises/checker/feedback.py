"""The words of a verdict: what is right already, the smallest difference, the slip behind it."""

from functools import partial

import numpy as np

from helpers.exercises.checker import compare
from helpers.exercises.checker.blocks import MOST_ROWS, Code, Reading, Words, side_by_side
from helpers.exercises.checker.call import run_program
from helpers.exercises.checker.diagnose import does_the_same
from helpers.exercises.checker.experiments import about_measuring, about_repeating, farthest_apart
from helpers.exercises.checker.relations import Seen, relations
from helpers.exercises.exercise import IN_PLACE, REMEMBERS
from helpers.exercises.reading import links


def blocks_for_correct(exercise, trial):
    """Return what a right answer is told: why it is right, and what it makes possible."""
    return [
        Words(f"{exercise.why} ({len(trial.cases)} inputs tried.)"),
        Words(exercise.next),
        *_printed(trial.outcomes[0]),
    ]


def blocks_for_raised(exercise, trial, number, diagnosis):
    """Return the line that failed, what the error means, and the slip behind it if known."""
    outcome, case = trial.outcomes[number], trial.cases[number]
    raised = outcome.raised
    blocks = []
    if raised.line:
        blocks += [Words(f"In line {raised.line_number} of your function:"), Code(raised.line)]
    if raised.kind != "KeyboardInterrupt":
        blocks.append(Words(f"Python says {raised.kind}: {raised.text}".rstrip(": ")))
    if raised.meaning:
        blocks.append(Words(raised.meaning))
    blocks.append(Words(f"The input was: {case.words} ({_shapes(exercise, case)})."))
    blocks += _right_already(trial)
    shown = _smallest(trial, [i for i in trial.wrong if trial.outcomes[i].parts is not None])
    if diagnosis.candidates and shown is not None:
        blocks += _difference(exercise, trial, shown, diagnosis)
    return blocks + _slip_blocks(diagnosis) + _printed(outcome)


def blocks_for_strange(exercise, trial, number):
    """Return what came back in place of numbers."""
    outcome, case = trial.outcomes[number], trial.cases[number]
    right = exercise.reference(*case.arguments)
    return [
        Words(f"Your function returned {outcome.strange.words}. {outcome.strange.mend}".rstrip()),
        Words(f"Expected: {_expected_kind(right)}. The input was: {case.words}."),
        *_printed(outcome),
    ]


def blocks_for_wrong(exercise, trial, diagnosis, extra, twice):
    """Return what is right already, the smallest difference, the slip or the relation behind it.

    `twice` is what checking found with every row put in twice, or None.
    """
    blocks = _right_already(trial) if trial.wrong else [Words("The numbers are right.")]
    if trial.wrong:
        shown = _smallest(trial, _telling(exercise, trial, diagnosis) or trial.wrong)
        blocks += _difference(exercise, trial, shown, diagnosis)
    if diagnosis.candidates:
        blocks += _slip_blocks(diagnosis)
    elif trial.wrong and REMEMBERS not in extra:
        blocks += _relation_blocks(exercise, trial, twice)
    for slip in extra:
        blocks += _about(slip)
    if IN_PLACE in extra:
        blocks.append(Words(f"Changed: {_changed_names(exercise, trial)}."))
    return blocks


def _changed_names(exercise, trial):
    changed = sorted({position for outcome in trial.outcomes for position in outcome.changed})
    return _and([exercise.argument_names[position] for position in changed])


def _telling(exercise, trial, diagnosis):
    """The cases in which a pair of slips gives something else than each of the two alone."""
    if len(diagnosis.candidates) != 1 or len(diagnosis.candidates[0]) < 2:
        return []
    programs = [exercise.with_slips({slip}) for slip in diagnosis.candidates[0]]
    return [
        number
        for number in trial.wrong
        if not any(does_the_same(program, trial, number) for program in programs)
    ]


def _smallest(trial, numbers):
    return min(
        numbers,
        key=lambda number: _size(trial.cases[number], trial.expected[number]),
        default=None,
    )


def _difference(exercise, trial, number, diagnosis):
    case, right, outcome = trial.cases[number], trial.expected[number], trial.outcomes[number]
    mismatch = compare.compare(outcome.parts, right)
    if mismatch.kind == "structure":
        counted = _counted(exercise, outcome.parts, right)
        return [Words(f"Your function returned {counted}. The input was: {case.words}.")]
    part, name = mismatch.part, _part_name(exercise, mismatch.part, len(right))
    yours = outcome.parts[part]
    answers = [("yours", yours), ("expected", right[part])]
    answers += _as_programmed(exercise, case, diagnosis, part)
    given = [*zip(exercise.argument_names, case.arguments, strict=True)]
    rows = side_by_side(given, answers)
    is_shown = any(title == "yours" for title, _ in rows[0].columns[1:]) or len(rows) > 1
    shapes = "" if is_shown else f" ({_shapes(exercise, case)})"
    head = f"The smallest input that shows a difference: {case.words}{shapes}{name}."
    blocks = [Words(head), *rows]
    if mismatch.kind == "shape":
        blocks.append(Words(f"Yours has {mismatch.words}."))
    if mismatch.kind == "finiteness":
        warned = f" Python warned: {outcome.warned[0]}." if outcome.warned else ""
        blocks.append(Words(f"Yours has a value that is {mismatch.words}.{warned}"))
    if mismatch.kind == "values" and yours.size > MOST_ROWS:
        blocks.append(Words(_largest_difference(yours, right[part])))
    return blocks + _printed(outcome)


def _as_programmed(exercise, case, diagnosis, part):
    """What the one set of slips that fits gives on this case, for a column beside the learner's."""
    if len(diagnosis.candidates) != 1:
        return []
    slips = diagnosis.candidates[0]
    expected = exercise.reference(*case.arguments)
    read = partial(compare.read, expected=expected)
    made = run_program(exercise.with_slips(slips), case.arguments, read)
    title = "this slip gives" if len(slips) == 1 else "these slips give"
    return [] if isinstance(made, str) else [(title, made[part])]


def _largest_difference(yours, right):
    place = farthest_apart(yours, right)
    index = ", ".join(map(str, place))
    return f"Farthest apart at [{index}]: yours {yours[place]:.6g}, expected {right[place]:.6g}."


def _right_already(trial):
    said = []
    qualities = _right_qualities(trial)
    if qualities:
        said.append(f"Right already: {_and(qualities)}.")
    tried = trial.cases[: len(trial.outcomes)]
    right = [case.words for number, case in enumerate(tried) if number not in trial.wrong]
    if right:
        said.append(f"Right for: {'; '.join(right)}.")
    return [Words(" ".join(said))] if said else []


def _right_qualities(trial):
    """What the wrong answers share with the right ones: their shapes, their signs."""
    pairs = []
    for number in trial.wrong:
        given, right = trial.outcomes[number].parts, trial.expected[number]
        if given is None or [a.shape for a in given] != [a.shape for a in right]:
            return []
        pairs += zip(given, right, strict=True)
    shaped = any(right.ndim for _, right in pairs)
    signed = any((right < 0).any() for _, right in pairs)
    agree = all(np.array_equal(np.sign(given), np.sign(right)) for given, right in pairs)
    return ["the shape"] * shaped + ["every sign"] * (signed and agree)


def _slip_blocks(diagnosis):
    candidates = diagnosis.candidates
    if not candidates:
        return []
    if len(candidates) == 1:
        slips = sorted(candidates[0], key=lambda slip: slip.name)
        intro = "On every input tried, your function does what this slip does."
        if len(slips) > 1:
            intro = "On every input tried, your function does what these two slips do together."
        return [Words(intro), *(block for slip in slips for block in _about(slip))]
    options = [_and(sorted(slip.name for slip in slips)) for slips in candidates[:3]]
    intro = f"What your function gives fits more than one slip: {'; or '.join(options)}."
    told = sorted(diagnosis.certain) or sorted({slip for slips in candidates for slip in slips})[:3]
    return [Words(intro), *(block for slip in told for block in _about(slip))]


def _about(slip):
    return [
        Words(slip.words, lead=f"{_capital(slip.name)}."),
        Reading(links(slip.read_again)),
    ]


def _relation_blocks(exercise, trial, twice):
    for number in trial.wrong:
        mismatch = compare.compare(trial.outcomes[number].parts, trial.expected[number])
        if mismatch.kind == "structure":
            counted = _counted(exercise, trial.outcomes[number].parts, trial.expected[number])
            return [Words(f"Count them: {counted}, for {trial.cases[number].words}.")]
    seen = [
        Seen(trial.outcomes[i].parts, trial.expected[i], _rows(exercise, trial.cases[i]))
        for i in trial.wrong
    ]
    finite = all(np.isfinite(part).all() for case in seen for part in case.given)
    found = relations(seen, exercise.part_names) if finite else []
    found += about_repeating(trial, twice) + about_measuring(exercise, trial)
    intro = "No slip that this course knows by name gives these numbers."
    if found:
        which = "them" if len(trial.wrong) == len(trial.outcomes) else "those that are wrong"
        return [Words(f"{intro} What can be said of {which}:"), *map(Words, found)]
    mend = f'Do the small input above by hand, or ask for hints("{exercise.name}").'
    return [Words(f"{intro} {mend}")]


def _rows(exercise, case):
    return len(case.arguments[exercise.rows[0]]) if exercise.rows else None


def _size(case, right):
    arrays = [part for argument in case.arguments for part in _flat(argument)] + list(right)
    return sum(np.size(array) for array in arrays)


def _flat(argument):
    if isinstance(argument, (list, tuple)):
        return [part for item in argument for part in _flat(item)]
    return [] if callable(argument) else [argument]


def _part_name(exercise, part, count):
    if count == 1:
        return ""
    if len(exercise.part_names) == count:
        return f"; the {exercise.part_names[part]}"
    if exercise.layer_fields:
        layer, field = divmod(part, len(exercise.layer_fields))
        return f"; the {exercise.layer_fields[field]} of layer {layer}"
    return f"; entry {part} of the list"


def _shapes(exercise, case):
    told = []
    for name, argument in zip(exercise.argument_names, case.arguments, strict=True):
        if isinstance(argument, np.ndarray):
            told.append(f"{name} {argument.shape}")
        elif isinstance(argument, list):
            shapes = ", ".join(str(np.shape(item)) for item in _flat(argument))
            told.append(f"{name} a list of {len(argument)}: {shapes}")
        elif not callable(argument):
            told.append(f"{name} {argument:.6g}")
    return ", ".join(told)


def _expected_kind(right):
    if compare.several(right):
        shapes = ", ".join(compare.shape_words(np.asarray(part)) for part in _flat(right))
        thing = "layer" if compare.several(right[0]) else "result"
        return f"{_how_many(len(right), thing)}: {shapes}"
    array = np.asarray(right)
    return "one number" if array.ndim == 0 else f"an array of shape {array.shape}"


def _counted(exercise, parts, right):
    size, thing = (len(exercise.layer_fields), "layer") if exercise.layer_fields else (1, "result")
    return f"{_how_many(len(parts) // size, thing)}, expected {len(right) // size}"


def _how_many(count, thing):
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _printed(outcome):
    return (
        [Words("Your function printed:"), Code(outcome.printed)] if outcome.printed.strip() else []
    )


def _capital(words):
    return words[0].upper() + words[1:]


def _and(things):
    return (
        ", ".join(things[:-1]) + (" and " if len(things) > 1 else "") + things[-1] if things else ""
    )
