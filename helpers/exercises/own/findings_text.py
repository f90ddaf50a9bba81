"""What is said to a teacher of an exercise's Findings."""

import numpy as np

from helpers.exercises.own.trying import LOCATED, NAMED, Findings

FEW = 20
MOST_CHANGES, MOST_SUGGESTED = 3, 5


def words_of(found: Findings) -> str:
    """Return the Findings as text."""
    lines = [f'{found.exercise.name}, "{found.exercise.title}"']
    lines += [f"  {line}" if line else "" for line in _lines(found)]
    return "\n".join(lines)


def _lines(found):
    right = 1 + len(found.exercise.other_right)
    correct = right - len(found.refused)
    yield f"Right functions: {correct} of {right} are told that they are correct."
    for name, verdict in found.refused:
        yield f"  {name} is told: {verdict.headline}"
        yield from (f"    {line}" for line in verdict.message.splitlines()[1:])
    slips = len(found.exercise.slips)
    if slips:
        yield f"Your slips: {slips - len(found.unnamed)} of {slips} are recognised by their names."
    for name, verdict in found.unnamed:
        yield f'  "{name}" is told: {verdict.headline}'
    caught = found.wrong - found.let_through
    yield (
        f"Wrong functions, made by one edit of a right one: {caught} of {found.wrong} are told "
        "that they are wrong."
    )
    if found.inputs < FEW:
        yield (
            f"Only {found.inputs} further inputs could be made in the form of your cases. Give "
            "exercise(...) a function of your own that makes some: further=..."
        )
    yield from _said(found)
    if found.let_through:
        yield from _against(found)


def _said(found):
    judged = sum(found.said.values())
    if judged:
        named, located = found.said[NAMED], found.said[LOCATED]
        yield (
            f"Of {judged} of these, {named} get a name for the slip, {located} a line without a "
            f"name, {judged - named - located} neither."
        )


def _against(found):
    are = "is" if found.let_through == 1 else "are"
    yield (
        f'{found.let_through} {are} wrong and told "Correct.". Each would be caught by one of '
        "these cases:"
    )
    for suggestion in found.suggestions[:MOST_SUGGESTED]:
        yield ""
        for wrong in suggestion.tells[:MOST_CHANGES]:
            yield f"  line {wrong.line}:"
            yield from (f"    {line}" for line in wrong.change.splitlines())
        more = len(suggestion.tells) - MOST_CHANGES
        if more > 0:
            yield f"  and {more} more"
        yield "  Where the input makes sense in your task, add it to cases:"
        yield f"    {as_line(suggestion.case)}"
    more = len(found.suggestions) - MOST_SUGGESTED
    if more > 0:
        yield ""
        yield "There are others. Add these cases, and test again."


def as_line(case) -> str:
    """Return a Case as a line of a teacher's file.

    >>> from helpers.exercises.exercise import Case
    >>> print(as_line(Case("further numbers", (np.array([0.5, -2.0]), 3))))
    ("further numbers", np.array([0.5, -2.0]), 3),
    """
    return f'("{case.words}", {", ".join(map(_written, case.arguments))}),'


def _written(value):
    if isinstance(value, np.ndarray):
        # Of an array without entries, the list does not say the shape.
        return f"np.array({value.tolist()})" if value.size else f"np.zeros({value.shape})"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if callable(value):
        return getattr(value, "__name__", "...")
    return repr(value.item() if isinstance(value, np.generic) else value)
