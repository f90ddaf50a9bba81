"""The words of a verdict: what is right already, the smallest difference, the slip that made it."""

import numpy as np

from helpers.exercises.checker import compare
from helpers.exercises.checker.blocks import (
    MOST_ROWS,
    Code,
    Folded,
    Reading,
    Words,
    number_lines,
    side_by_side,
)
from helpers.exercises.checker.errors import meaning_in
from helpers.exercises.checker.nothing_returned import why_nothing
from helpers.exercises.exercise import IN_PLACE, IN_THE_WAY_OF_WORKING, REMEMBERS
from helpers.exercises.links import comes_later, links

BEHIND_A_CLICK = "One way to fix it"
MOST_PLACES_SAID = 3


def headline_for_wrong(names, diagnosis):
    """Return a verdict's first line: what is certain, and where."""
    if not names:
        return "Not right yet."
    own, where = diagnosis.own, ""
    is_one_line = len(own.places) == 1 and len(own.places[0]) == 1
    if is_one_line and not diagnosis.candidates:
        where = f", in {_line_numbers(own.places[0])}"
    return f"Not right yet: {'; '.join(names)}{where}."


def blocks_for_correct(exercise, trial):
    """Return what a right answer is told: why it is right, and what it makes possible."""
    tried = f"({how_many(len(trial.cases), 'input')} tried.)"
    return [
        Words(f"{exercise.why} {tried}".lstrip()),
        *([Words(exercise.next)] if exercise.next else []),
        *_printed(trial.outcomes[0]),
    ]


def blocks_for_raised(exercise, trial, number, diagnosis, evidence):
    """Return the line that failed, what the error means, and the slip that made it if known."""
    outcome, case = trial.outcomes[number], trial.cases[number]
    raised = outcome.raised
    blocks = []
    if raised.line:
        blocks += [Words(f"In {raised.place}:"), Code(raised.line)]
    if raised.kind != "KeyboardInterrupt":
        blocks.append(Words(f"Python reports {raised.kind}: {raised.text}".rstrip(": ")))
    if raised.meaning:
        blocks.append(Words(meaning_in(exercise, raised)))
    blocks.append(Words(f"The input was: {case.words} ({_shapes(exercise, case)})."))
    blocks += _right_already(exercise, trial)
    blocks += _wrong_elsewhere(exercise, trial, diagnosis, evidence)
    blocks += _slip_blocks(exercise, diagnosis, ("does", "do"))
    blocks += _own_line_blocks(exercise, diagnosis)
    return blocks + _printed(outcome)


def _wrong_elsewhere(exercise, trial, diagnosis, evidence):
    """What is wrong on an input that no error stops: it bears a slip out, or is one more thing."""
    if evidence.shown is None:
        return []
    said = []
    if not diagnosis.candidates:
        if not _are_other_numbers(trial, evidence.shown):
            return []
        said = [Words("On other inputs no error stops it, and the result is wrong.")]
    return said + _difference(exercise, trial, diagnosis, evidence)


def _are_other_numbers(trial, number):
    """Whether a result has the right shape: another one may come of what the error came of."""
    return compare.compare(trial.outcomes[number].parts, trial.expected[number]).kind == "values"


def blocks_for_strange(exercise, function, trial, number, diagnosis):
    """Return what came back in place of numbers."""
    outcome, case = trial.outcomes[number], trial.cases[number]
    mend = outcome.strange.mend
    if outcome.strange == compare.NOTHING:
        mend = why_nothing(function, outcome)
    return [
        Words(f"Your function returned {outcome.strange.words}. {mend}".rstrip()),
        Words(f"Expected: {_expected_kind(trial.rights[number])}. The input was: {case.words}."),
        *_printed(outcome),
        *_own_line_blocks(exercise, diagnosis),
    ]


def blocks_for_wrong(exercise, trial, diagnosis, extra, evidence):
    """Return what is right already, the smallest difference, the slip or the relation in it."""
    blocks = [Words("The numbers are right.")]
    if trial.wrong:
        blocks = _right_already(exercise, trial)
        blocks += _difference(exercise, trial, diagnosis, evidence)
    if diagnosis.candidates:
        blocks += _slip_blocks(exercise, diagnosis)
    elif diagnosis.kind:
        blocks += _kind_blocks(exercise, diagnosis.kind)
    elif trial.wrong and REMEMBERS not in extra and not diagnosis.own.places:
        blocks += _relation_blocks(exercise, extra, evidence)
    own = _own_line_blocks(exercise, diagnosis, extra)
    if not (diagnosis.own.departure and evidence.is_about_shape_alone):
        blocks += [block for block in own if not isinstance(block, Folded)]
    for slip in extra:
        blocks += _about(exercise, slip)
    if IN_PLACE in extra:
        blocks.append(Words(f"Changed: {_changed_names(exercise, trial)}{_how_changed(trial)}."))
    return blocks + [block for block in own if isinstance(block, Folded)]


def _changed_names(exercise, trial):
    changed = sorted({position for outcome in trial.outcomes for position in outcome.changed})
    return _and([exercise.argument_names[position] for position in changed])


def _how_changed(trial):
    if not all(outcome.is_rounding for outcome in trial.outcomes):
        return ""
    return (
        ", by rounding alone. What is added and taken off again does not give back exactly the old "
        "number: keep the old one, and put it back"
    )


def _difference(exercise, trial, diagnosis, evidence):
    number = evidence.shown
    case, right, outcome = trial.cases[number], trial.expected[number], trial.outcomes[number]
    mismatch = compare.compare(outcome.parts, right)
    if mismatch.kind == "structure":
        counted = _counted(exercise, outcome.parts, right)
        return [Words(f"Your function returned {counted}. The input was: {case.words}.")]
    part, name = mismatch.part, _part_name(exercise, mismatch.part, len(right))
    yours = outcome.parts[part]
    answers = [("yours", yours), ("expected", right[part])]
    # Two zeros but for rounding would not look like "exactly".
    if evidence.made and number_lines(evidence.made[part]) == number_lines(yours):
        slips = diagnosis.candidates[0]
        title = "with this slip" if len(slips) == 1 else "with these slips"
        answers.append((title, evidence.made[part]))
    if trial.asks_for_truth:
        answers = [(title, _as_truth(value)) for title, value in answers]
    given = [*zip(exercise.argument_names, case.arguments, strict=True)]
    rows = side_by_side(given, answers)
    is_shown = any(title == "yours" for title, _ in rows[0].columns[1:]) or len(rows) > 1
    shapes = "" if is_shown else f" ({_shapes(exercise, case)})"
    which = "The smallest" if evidence.is_smallest else "An"
    head = f"{which} input that goes wrong: {case.words}{shapes}{name}."
    return [Words(head), *rows, *_about_mismatch(mismatch, outcome, right), *_printed(outcome)]


def _about_mismatch(mismatch, outcome, right):
    yours, expected = outcome.parts[mismatch.part], right[mismatch.part]
    if mismatch.kind == "shape":
        return [Words(f"Yours has {mismatch.words}.")]
    if mismatch.kind == "finiteness":
        warned = f" Python warned: {outcome.warned[0]}." if outcome.warned else ""
        return [Words(f"Yours has a value that is {mismatch.words}.{warned}")]
    return [Words(_largest_difference(yours, expected))] if yours.size > MOST_ROWS else []


def _as_truth(value):
    """Numbers of 0 and 1 as the False and True that they were returned for."""
    return value.astype(bool) if np.isin(value, (0, 1)).all() else value


def _largest_difference(yours, right):
    place = compare.farthest_apart(yours, right)
    index = ", ".join(map(str, place))
    return (
        f"Largest difference at [{index}]: yours {yours[place] + 0.0:.6g}, "
        f"expected {right[place] + 0.0:.6g}."
    )


def _right_already(exercise, trial):
    said = []
    qualities = _right_qualities(exercise, trial)
    if qualities:
        said.append(f"Already right: {_and(qualities)}.")
    tried = trial.cases[: len(trial.outcomes)]
    right = [case.words for number, case in enumerate(tried) if number not in trial.wrong]
    if right:
        said.append(f"Correct for: {'; '.join(right)}.")
    return [Words(" ".join(said))] if said else []


def _right_qualities(exercise, trial):
    """What the wrong answers share with the right ones: their shapes, their signs.

    After a step the signs are mostly those from before, whichever way it went.
    """
    pairs = []
    for number in trial.wrong:
        given, right = trial.outcomes[number].parts, trial.expected[number]
        if given is None or [a.shape for a in given] != [a.shape for a in right]:
            return []
        pairs += zip(given, right, strict=True)
    shaped = any(right.ndim for _, right in pairs)
    signs = {sign for _, right in pairs for sign in np.sign(right).flat}
    signed = {-1, 1} <= signs and not exercise.rate
    agree = all(np.array_equal(np.sign(given), np.sign(right)) for given, right in pairs)
    return ["the shape"] * shaped + ["every sign"] * (signed and agree)


def _slip_blocks(exercise, diagnosis, verbs=("returns", "give")):
    candidates = diagnosis.candidates
    if not candidates:
        return []
    if len(candidates) == 1:
        slips = sorted(candidates[0], key=lambda slip: slip.name)
        does, do = verbs
        intro = f"On every input tried, your function {does} exactly what this slip would."
        if len(slips) > 1:
            intro = (
                f"On every input tried, your function {does} what these two slips {do} together."
            )
        return [Words(intro), *(block for slip in slips for block in _about(exercise, slip))]
    options = [_and(sorted(slip.name for slip in slips)) for slips in candidates[:3]]
    intro = f"What your function gives fits more than one slip: {'; or '.join(options)}."
    if diagnosis.certain:
        certain = sorted(diagnosis.certain)
        return [Words(intro), *(block for slip in certain for block in _about(exercise, slip))]
    perhaps = sorted({slip for slips in candidates for slip in slips})[:3]
    about = [_about(exercise, slip, f"If it is {slip.name}:") for slip in perhaps]
    return [Words(intro), *(block for blocks in about for block in blocks)]


def _about(exercise, slip, lead=""):
    words = Words(slip.words, lead=lead or f"{capital(slip.name)}.")
    if not slip.read_again or not exercise.notebook or not _leads_back(exercise, slip):
        return [words]
    return [words, Reading(links(slip.read_again, exercise.notebook))]


def _leads_back(exercise, slip):
    """Whether reading helps: an idea that is yet to come does not, unless it was chosen for here.

    Slips that any function can have were placed for the exercises that list them, and for no other.
    """
    is_own, is_early = slip in exercise.slips, comes_later(slip.read_again, exercise.notebook)
    return is_own and not is_early if slip in IN_THE_WAY_OF_WORKING else is_own or not is_early


def _kind_blocks(exercise, kind):
    intro = (
        "On every input tried, your function returns what the solution would with this slip in one "
        "of its lines."
    )
    return [Words(intro), *_about(exercise, kind)]


def _own_line_blocks(exercise, diagnosis, extra=()):
    """What the search in the learner's own lines came to; the change itself behind a click."""
    own = diagnosis.own
    if own.departure:
        # What the slip is called says more than where values depart, and says it more surely.
        return [] if diagnosis.candidates else _departure_blocks(exercise, own)
    if own.half_way:
        return [] if diagnosis.candidates else _half_way_blocks(own.half_way)
    if not own.places:
        return []
    said = sorted(own.places[:MOST_PLACES_SAID], key=_in_order)
    changes = dict(zip(own.places, own.changes, strict=False))
    stuck = "Still stuck after the hints? " if exercise.hints else ""
    folded = [Folded(stuck + BEHIND_A_CLICK, tuple(map(changes.get, said)))] if changes else []
    if len(own.places) > 1:
        such = "for example " if len(own.places) > MOST_PLACES_SAID else ""
        intro = Words(f"You can fix this in more than one place: {such}in {_either(said)}.")
        return [intro, _numbered(line for place in said for line in place), *folded]
    is_named = diagnosis.candidates or (IN_PLACE in extra and not own.kinds)
    kinds = [] if is_named else dict.fromkeys(own.kinds)
    about = [block for kind in kinds for block in _about(exercise, kind)]
    return [*_one_place(own.places[0], is_named), *about, *folded]


def _in_order(place):
    return [(line.function, line.number) for line in place]


def _one_place(place, is_named):
    intro = "Look at" if is_named else "The problem is in"
    lines = Words(f"{intro} {_line_numbers(place)}:")
    return [lines, Code(place[0].text) if len(place) == 1 else _numbered(place)]


def _numbered(lines):
    """Show lines with their numbers, each once: a cell has none at its side."""
    several = dict.fromkeys(lines)
    width = max(len(str(line.number)) for line in several)
    return Code("\n".join(f"{line.number:>{width}}  {line.text}" for line in several))


def _line_numbers(place):
    """Say "line 4", "lines 4 and 5", "line 4, and line 2 of relu"."""
    functions = dict.fromkeys(line.function for line in place)
    numbers = [[line.number for line in place if line.function == name] for name in functions]
    return ", and ".join(map(_lines_of, functions, numbers))


def _lines_of(function, numbers):
    lines = f"line {numbers[0]}" if len(numbers) == 1 else f"lines {_and(list(map(str, numbers)))}"
    return f"{lines} of {function}" if function else lines


def _either(places):
    """Say "line 2, line 3 or line 5", or with lines in pairs "line 3, or in lines 4 and 5"."""
    said = list(map(_line_numbers, places))
    if not all(len(place) == 1 and not place[0].function for place in places):
        return ", or in ".join(said)
    return f"{', '.join(said[:-1])} or {said[-1]}"


def _half_way_blocks(line):
    said = f"There may be two slips, one of them in {_line_numbers((line,))}."
    return [Words(said), Code(line.text)]


def _departure_said(own):
    where, step, made = _line_numbers((own.departs_at,)), own.departure.step.text, own.made_at
    if made and own.only_reads:
        into = "it" if len(made) == 1 else "them"
        see = f"See {_line_numbers(made)}, and what goes into {into}."
        if made == (own.departs_at,):
            see = "The line itself gives it another one: what does it hold the next time?"
        return f"When {where} runs, {step} does not have the value needed there. {see}"
    if not made and not own.departure.is_foreign:
        return f"In {where}, something else than {step} is needed."
    see = f" See {_line_numbers(made)} too." if made else ""
    return (
        f"In {where}, {step} has the wrong value: it is wrong itself, or what goes into it is.{see}"
    )


def _departure_blocks(exercise, own):
    found, line, step = own.departure, own.departs_at, own.departure.step.text
    said = _departure_said(own)
    if found.part is not None:
        said = f"Begin with {_result_name(exercise, found.part)}. {said}"
    if found.given is None or found.is_the_result or not found.is_foreign:
        return [Words(said), Code(line.text)]
    said = (
        f'{said} Its values for the input "{found.case}" are below. {_rows_that_are_right(found)}'
    )
    values = side_by_side([], [(f"{step} is", found.given), ("needed", found.wanted)])
    return [Words(said.rstrip()), Code(line.text), *values]


def _rows_that_are_right(found):
    """Which rows of a step are right already, where some are and some are not."""
    given, wanted = found.given, found.wanted
    if given is None or given.shape != wanted.shape or given.ndim == 0 or len(given) < 2:
        return ""
    right = [compare.close(*rows) for rows in zip(given, wanted, strict=True)]
    thing = "row" if given.ndim > 1 else "number"
    if not any(right) or all(right):
        return ""
    if not any(right[1:]):
        return f"Its first {thing} is right, the others are not."
    verb = "is" if sum(right) == 1 else "are"
    return f"{sum(right)} of its {len(right)} {thing}s {verb} right."


def _relation_blocks(exercise, extra, evidence):
    known = "this course has a name for" if exercise.notebook else "has a name"
    intro = (
        f"No slip that {known} gives exactly these numbers. It may be one "
        "without a name, or two at once."
    )
    if extra:
        intro = "The numbers are not right either."
    if evidence.findings:
        in_common = f"{intro} What the wrong results have in common:"
        return [Words(in_common), *map(Words, evidence.findings)]
    ask = f', or ask for hints("{exercise.name}")' if exercise.hints else ""
    return [Words(f"{intro} Work through the small input above by hand{ask}.")]


def _flat(argument):
    if isinstance(argument, (list, tuple)):
        return [part for item in argument for part in _flat(item)]
    return [] if callable(argument) else [argument]


def _result_name(exercise, part):
    return _part_name(exercise, part, len(exercise.part_names)).removeprefix("; ")


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
    shapes = []
    for name, argument in zip(exercise.argument_names, case.arguments, strict=True):
        if isinstance(argument, np.ndarray):
            shapes.append(f"{name} {argument.shape}")
        elif isinstance(argument, list):
            inside = ", ".join(str(np.shape(item)) for item in _flat(argument))
            shapes.append(f"{name} a list of {len(argument)}: {inside}")
        elif not callable(argument):
            shapes.append(f"{name} {argument:.6g}")
    return ", ".join(shapes)


def _expected_kind(right):
    if compare.several(right):
        shapes = ", ".join(compare.shape_words(np.asarray(part)) for part in _flat(right))
        thing = "layer" if compare.several(right[0]) else "result"
        return f"{how_many(len(right), thing)}: {shapes}"
    array = np.asarray(right)
    if array.ndim == 0:
        return "one number"
    what = "an array of True and False" if array.dtype == np.bool_ else "an array"
    return f"{what} of shape {array.shape}"


def _counted(exercise, parts, right):
    size, thing = (len(exercise.layer_fields), "layer") if exercise.layer_fields else (1, "result")
    return f"{how_many(len(parts) // size, thing)}, expected {len(right) // size}"


def how_many(count, thing):
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _printed(outcome):
    return (
        [Words("Your function printed:"), Code(outcome.printed)] if outcome.printed.strip() else []
    )


def capital(words):
    """Begin with a capital; code, such as np.max, stays as Python has it."""
    first, _, _ = words.partition(" ")
    return words if "." in first else words[0].upper() + words[1:]


def _and(things):
    return (
        ", ".join(things[:-1]) + (" and " if len(things) > 1 else "") + things[-1] if things else ""
    )
