"""The words of a verdict: what is right already, the smallest difference, the slip behind it."""

import numpy as np

from helpers.exercises import comparing, messages
from helpers.exercises.messages import Code, Reading, Words
from helpers.exercises.probing import about_measuring, about_repeating
from helpers.exercises.reading import links
from helpers.exercises.relations import Seen, relations
from helpers.exercises.running import run_program

WORDS_OF_EXTRA = {
    "arguments changed in place": (
        "After your function has run, {changed} no longer what it was. Whoever called it still "
        "needs the old numbers. Operations such as -=, or giving a value to x[0], write into the "
        "caller's own array. Make a new one instead."
    ),
    "not the same twice": (
        "Called again with the same arguments, your function gives another answer. It keeps "
        "something from the call before, outside itself, or it draws random numbers. "
        "Let everything it uses come from its arguments."
    ),
}


def blocks_for_correct(exercise, case_count):
    """Return what a right answer is told: why it is right, and what it makes possible."""
    return [Words(f"{exercise.why} ({case_count} inputs tried.)"), Words(exercise.next)]


def blocks_for_raised(exercise, cases, outcomes, number, diagnosis):
    """Return the line that failed, what the error means, and the slip behind it if known."""
    outcome, case = outcomes[number], cases[number]
    raised = outcome.raised
    blocks = []
    if raised.line:
        blocks += [Words(f"In line {raised.line_number} of your function:"), Code(raised.line)]
    if raised.kind != "KeyboardInterrupt":
        blocks.append(Words(f"Python says {raised.kind}: {raised.text}".rstrip(": ")))
    if raised.meaning:
        blocks.append(Words(raised.meaning))
    right = [_right(outcomes[i], exercise, case) for i, case in enumerate(cases[: len(outcomes)])]
    fine = [case.words for case, is_right in zip(cases, right, strict=False) if is_right]
    where = f"It was called with {case.words}: {_shapes(exercise, case)}."
    blocks.append(Words(where + (f" Right already: {_listed(fine)}." if fine else "")))
    return blocks + _slip_blocks(diagnosis) + _printed(outcome)


def blocks_for_strange(exercise, case, outcome):
    """Return what came back in place of numbers."""
    right = exercise.reference(*case.arguments)
    return [
        Words(f"Your function returned {outcome.strange.words}. {outcome.strange.mend}".rstrip()),
        Words(f"Expected: {_expected_kind(right)}. It was called with {case.words}."),
        *_printed(outcome),
    ]


def blocks_for_wrong(exercise, cases, expected, outcomes, wrong, diagnosis, extra, again):
    """Return the smallest difference, what is right already, the slip or the relation, the mend."""
    blocks = []
    if wrong:
        shown = min(wrong, key=lambda number: _size(cases[number], expected[number]))
        blocks += _difference(exercise, cases[shown], expected[shown], outcomes[shown], diagnosis)
        blocks += _right_already(cases, expected, outcomes, wrong)
    if diagnosis.candidates:
        blocks += _slip_blocks(diagnosis)
    elif wrong:
        blocks += _relation_blocks(exercise, cases, expected, outcomes, wrong, again)
    changed = sorted({position for outcome in outcomes for position in outcome.changed})
    listed = _and([exercise.argument_names[position] for position in changed])
    for name in extra:
        told = WORDS_OF_EXTRA[name].format(
            changed=f"{listed} {'is' if len(changed) == 1 else 'are'}"
        )
        blocks.append(Words(("The numbers are right, but: " if not wrong else "Also: ") + told))
    return blocks


def _difference(exercise, case, right, outcome, diagnosis):
    mismatch = comparing.compare(outcome.parts, right)
    if mismatch.kind == "structure":
        return [Words(f"With {case.words}, your function returned {mismatch.words}.")]
    part, name = mismatch.part, _part_name(exercise, mismatch.part, len(right))
    yours = outcome.parts[part]
    pairs = [*zip(exercise.argument_names, case.arguments, strict=True)]
    pairs += [(f"yours{name}", yours), (f"expected{name}", right[part])]
    pairs += _as_programmed(exercise, case, diagnosis, part)
    head = f"The smallest input that shows a difference, {case.words}:"
    blocks = [Words(head), messages.columns(pairs)]
    if mismatch.kind == "shape":
        blocks.append(Words(f"Yours has {mismatch.words}."))
    if mismatch.kind == "finiteness":
        warned = f" Python warned: {outcome.warned[0]}." if outcome.warned else ""
        blocks.append(Words(f"Yours has a value that is {mismatch.words}.{warned}"))
    if mismatch.kind == "values" and yours.size > messages.MOST_ROWS:
        blocks.append(Words(_largest_difference(yours, right[part])))
    return blocks + _printed(outcome)


def _as_programmed(exercise, case, diagnosis, part):
    """What the one set of slips that fits gives on this case, for a column beside the learner's."""
    if len(diagnosis.candidates) != 1:
        return []
    program = exercise.with_slips(diagnosis.candidates[0])
    expected = exercise.reference(*case.arguments)
    made = run_program(program, case.arguments, lambda result: comparing.read(result, expected))
    return [] if isinstance(made, str) else [("this slip gives", made[part])]


def _largest_difference(yours, right):
    place = np.unravel_index(np.abs(yours - right).argmax(), yours.shape)
    index = ", ".join(map(str, place))
    return f"Farthest apart at [{index}]: yours {yours[place]:.6g}, expected {right[place]:.6g}."


def _right_already(cases, expected, outcomes, wrong):
    right = []
    pairs = [
        pair
        for number in wrong
        for pair in zip(outcomes[number].parts, expected[number], strict=False)
    ]
    if all(given.shape == correct.shape for given, correct in pairs):
        sized = any(correct.ndim for _, correct in pairs)
        right += ["the shape"] if sized else []
        if all(np.array_equal(np.sign(given), np.sign(correct)) for given, correct in pairs):
            right.append("every sign")
    right += [case.words for number, case in enumerate(cases) if number not in wrong]
    return [Words(f"Right already: {_listed(right)}.")] if right else []


def _slip_blocks(diagnosis):
    candidates = diagnosis.candidates
    if not candidates:
        return []
    if len(candidates) == 1:
        slips = sorted(candidates[0], key=lambda slip: slip.name)
        intro = "On every input tried, yours equals what this slip gives."
        if len(slips) > 1:
            intro = "On every input tried, yours equals what these two slips give together."
        return [Words(intro), *(block for slip in slips for block in _about(slip))]
    options = [_and(sorted(slip.name for slip in slips)) for slips in candidates[:3]]
    intro = f"What your function gives fits more than one slip: {'; or '.join(options)}."
    told = sorted(diagnosis.certain) or sorted({slip for slips in candidates for slip in slips})[:3]
    return [Words(intro), *(block for slip in told for block in _about(slip))]


def _about(slip):
    return [
        Words(f"{slip.name[0].upper()}{slip.name[1:]}. {slip.words}"),
        Reading(links(slip.read_again)),
    ]


def _relation_blocks(exercise, cases, expected, outcomes, wrong, again):
    seen = [
        Seen(
            cases[number].words,
            outcomes[number].parts,
            expected[number],
            _rows(exercise, cases[number]),
        )
        for number in wrong
        if len(outcomes[number].parts) == len(expected[number])
    ]
    finite = all(np.isfinite(part).all() for case in seen for part in case.given)
    found = relations(seen, exercise.part_names) if finite else []
    found += about_repeating(outcomes, expected, again)
    found += about_measuring(exercise, cases, expected, outcomes, wrong)
    intro = "No slip that this course knows by name gives these numbers."
    if found:
        return [Words(f"{intro} What can be said of them:"), *map(Words, found)]
    return [
        Words(
            f"{intro} Take the small input above and compute it by hand, or ask for "
            f'hints("{exercise.name}").'
        )
    ]


def _right(outcome, exercise, case):
    if outcome.parts is None:
        return False
    right = exercise.reference(*case.arguments)
    return comparing.compare(outcome.parts, comparing.read(right, right)) is None


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
        return f", {exercise.part_names[part]}"
    return f"[{part}]"


def _shapes(exercise, case):
    told = []
    for name, argument in zip(exercise.argument_names, case.arguments, strict=True):
        if isinstance(argument, np.ndarray):
            told.append(f"{name} {argument.shape}")
        elif isinstance(argument, list):
            shapes = ", ".join(str(np.shape(item)) for item in argument)
            told.append(f"{name} a list of {len(argument)}: {shapes}")
        elif not callable(argument):
            told.append(f"{name} {argument:.6g}")
    return ", ".join(told)


def _expected_kind(right):
    if comparing.several(right):
        shapes = ", ".join(comparing.shape_words(np.asarray(part)) for part in right)
        return f"{len(right)} results: {shapes}"
    array = np.asarray(right)
    return "one number" if array.ndim == 0 else f"an array of shape {array.shape}"


def _printed(outcome):
    return (
        [Words("Your function printed:"), Code(outcome.printed)] if outcome.printed.strip() else []
    )


def _listed(things):
    return ", ".join(things[:5]) + (f" and {len(things) - 5} more" if len(things) > 5 else "")


def _and(things):
    return (
        ", ".join(things[:-1]) + (" and " if len(things) > 1 else "") + things[-1] if things else ""
    )
