"""exercise(): from a teacher's right function, its cases and a few texts to an Exercise."""

import inspect
import linecache
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from helpers import checks
from helpers.exercises.checker.call import call
from helpers.exercises.checker.compare import Strange, compare, read, same_parts, several
from helpers.exercises.checker.edited import Endless, bounded
from helpers.exercises.checker.source import source_of
from helpers.exercises.checker.steps import right_sources
from helpers.exercises.exercise import Case, Exercise, Slip
from helpers.exercises.own.inputs import FOR_EACH, WORDS, like

MOST_TURNS = 100_000
"""How many turns the loops of a teacher's functions may take on one input."""
NUMBERS = (int, float, np.number, np.bool_)


def exercise(
    right: Callable,
    *,
    title: str,
    task: str,
    cases: Sequence[tuple],
    other_right: Sequence[Callable] = (),
    slips: Sequence[tuple[Callable, str, str]] = (),
    hints: Sequence[str] = (),
    why: str = "",
    next: str = "",
    results: Sequence[str] = (),
    rows: Sequence[str] = (),
    further: Callable | None = None,
) -> Exercise:
    """Return an Exercise that asks for what `right` does, under the name of that function.

    `cases` are tuples of words and the arguments of one call. `other_right` are functions that do
    the same in other ways. `slips` are tuples of a wrong function, the name of its slip, and words
    that lead back to the idea. A right answer is told `why` it is right, and what comes `next`.
    `results` names the results where `right` returns several, `rows` the arguments with an entry
    for each example. Further inputs are made in the form of the cases; where that does not lead to
    sensible ones, `further(generator)` returns the arguments of one, as a tuple.

    Raises ValueError or TypeError, with what is wrong and how to mend it.
    """
    names = _argument_names(right)
    for name, text in (("title", title), ("task", task), ("why", why), ("next", next)):
        _text(name, text, may_be_empty=name in ("why", "next"))
    made = _cases(cases, names)
    _right_on_all(right, made)
    wrong = _slips(slips)
    found = Exercise(
        name=right.__name__,
        title=title,
        notebook="",
        task=task,
        starter=_starter(right, names),
        solution=_lines_of(right),
        program=_program(right, names, wrong),
        slips=tuple(wrong),
        cases=lambda _generator: made,
        hints=_texts("hints", hints),
        why=why,
        next=next,
        other_right=tuple(_functions("other_right", other_right)),
        part_names=_texts("results", results),
        rows=_rows(_texts("rows", rows), names, made),
        right=right,
        further_cases=partial(_further, right, other_right, made, further),
    )
    _others_on_all(found, made)
    _count_results(found, made)
    right_sources(found)  # read now: by the time of a check the file may have changed
    found.further_cases(np.random.default_rng(0))
    return found


# ---- what a teacher wrote ----


def _argument_names(right):
    checks.function("the first argument of exercise", right)
    if getattr(right, "__name__", "<lambda>") == "<lambda>":
        raise TypeError("the right function has no name: write it with def")
    if source_of(right) is None:
        raise TypeError(f"the lines of {right.__name__} are not at hand: write it into this file")
    parameters = inspect.signature(right).parameters.values()
    for one in parameters:
        if one.kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD:
            raise TypeError(f"{right.__name__} takes {one}: give each argument a name, no star")
    if not parameters:
        raise TypeError(f"{right.__name__} takes no arguments: there is nothing to try it on")
    return tuple(one.name for one in parameters)


def _text(name, value, may_be_empty=False):
    if not isinstance(value, str):
        raise TypeError(f"{name} is of type {type(value).__name__}, expected a text")
    if not value.strip() and not may_be_empty:
        raise ValueError(f"{name} is empty, expected a text")
    return value


def _listed(name, values, of_what):
    if not isinstance(values, (list, tuple)):
        kind = type(values).__name__
        raise TypeError(f"{name} is of type {kind}, expected a list of {of_what}: [...]")
    return list(values)


def _texts(name, values):
    listed = enumerate(_listed(name, values, "texts"), 1)
    return tuple(_text(f"number {number} of {name}", value) for number, value in listed)


def _functions(name, values):
    listed = enumerate(_listed(name, values, "functions"), 1)
    return [checks.function(f"number {number} of {name}", value) for number, value in listed]


def _cases(cases, names):
    listed = _listed("cases", cases, "tuples")
    if not listed:
        raise ValueError("cases is empty, expected at least one: (words, arguments)")
    return [_case(number, one, names) for number, one in enumerate(listed, 1)]


def _case(number, given, names):
    wanted = f'("what is special about it", {", ".join(names)})'
    if not isinstance(given, tuple) or not given or not isinstance(given[0], str):
        raise TypeError(f"case {number} is {_shown(given)}, expected a tuple: {wanted}")
    words, *arguments = given
    if len(arguments) != len(names):
        raise ValueError(f'case {number}, "{words}", has {len(given)} entries, expected {wanted}')
    for name, value in zip(names, arguments, strict=True):
        trouble = _unusable(value)
        if trouble:
            raise TypeError(f'{name} in case {number}, "{words}", is {trouble}')
    return Case(_text(f"the first entry of case {number}", words), tuple(arguments))


def _shown(value):
    text = repr(value)
    return text if len(text) < 60 else f"of type {type(value).__name__}"


def _unusable(value):
    """Why a value can be no argument, "" where it can."""
    if callable(value):
        return ""
    if isinstance(value, list):
        return next(filter(None, map(_unusable, value)), "")
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return "" if np.isfinite(value).all() else "not finite: no nan and no infinity can be asked"
    if isinstance(value, NUMBERS) and not isinstance(value, complex):
        return "" if np.isfinite(value) else "not finite: no nan and no infinity can be asked"
    kind = "None" if value is None else f"of type {type(value).__name__}"
    return f"{kind}, expected a number, an array of numbers, a list of these, or a function"


def _slips(slips):
    """A dict from each Slip to its wrong function."""
    found = {}
    for number, given in enumerate(_listed("slips", slips, "tuples"), 1):
        if not isinstance(given, tuple) or len(given) != 3:
            wanted = "(wrong_function, its name, words for the learner)"
            raise TypeError(f"number {number} of slips is {_shown(given)}, expected {wanted}")
        wrong, name, words = given
        checks.function(f"the wrong function in number {number} of slips", wrong)
        _text(f"the name in number {number} of slips", name)
        _text(f"the words in number {number} of slips", words)
        if name in [slip.name for slip in found]:
            raise ValueError(f'two slips are called "{name}": give each a name of its own')
        # At one place: two wrong functions cannot be made into one.
        found[Slip(name, "answer", words, "")] = bounded(wrong, MOST_TURNS)
    return found


def _rows(chosen, names, cases):
    """The positions of the arguments that have an entry for each example."""
    for name in chosen:
        if name not in names:
            raise ValueError(f'rows names "{name}", expected one of: {", ".join(names)}')
    positions = tuple(map(names.index, chosen))
    for case in cases:
        shapes = [np.shape(case.arguments[position]) for position in positions]
        if not all(shapes) or len({shape[0] for shape in shapes}) > 1:
            said = ", ".join(f"{name} {shape}" for name, shape in zip(chosen, shapes, strict=True))
            wanted = "rows names arrays with as many entries each"
            raise ValueError(f'{wanted}, and case "{case.words}" has the shapes {said}')
    return positions


# ---- what its functions do ----


def _right_on_all(right, cases):
    for number, case in enumerate(cases, 1):
        where = f'in case {number}, "{case.words}", {right.__name__}'
        outcome = _outcome(right, case, where)
        if outcome.strange:
            words, mend = outcome.strange
            mend = f": {mend[0].lower()}{mend[1:]}".rstrip(".") if mend else ""
            raise ValueError(f"{where} returns {words}{mend}")
        _well_behaved(outcome, _outcome(right, case, where), where)


def _outcome(function, case, where):
    """The Outcome of a call; raises ValueError where there is no end to it, or an exception."""
    endless = _has_no_end(function, case)
    if endless:
        raise ValueError(f"{where} does not end: {endless}")
    outcome = call(function, case.arguments, _read_as_right)
    if outcome.interrupted:
        raise KeyboardInterrupt
    if outcome.raised:
        raised = outcome.raised
        line = f" at `{raised.line}`" if raised.line else ""
        raise ValueError(f"{where} stops{line} with {raised.kind}: {raised.text}".rstrip(": "))
    return outcome


def _has_no_end(function, case):
    try:
        bounded(function, MOST_TURNS)(*case.arguments)
    except Endless as error:
        return str(error)
    except Exception:
        return ""  # the call itself says it, with the line
    return ""


def _read_as_right(result):
    if several(result) and any(isinstance(item, (list, tuple)) for item in result):
        return Strange("lists in a list", "Return an array, or a list of arrays")
    parts = read(result, result)
    if not isinstance(parts, Strange) and not all(np.isfinite(part).all() for part in parts):
        return Strange("a value that is not finite", "Leave such a case out")
    return parts or Strange("an empty list", "Return an array")


def _well_behaved(outcome, again, where):
    if outcome.changed:
        raise ValueError(f"{where} changes its arguments in place: let it make new arrays")
    if again.parts is None or not same_parts(outcome.parts, again.parts):
        raise ValueError(f"{where} gives something else when it is called again")
    if outcome.printed.strip():
        raise ValueError(f"{where} prints: take the print out")


def _others_on_all(found, cases):
    for function in found.other_right:
        name = name_of(function)
        for number, case in enumerate(cases, 1):
            where = f'in case {number}, "{case.words}", {name} of other_right'
            parts = _outcome(function, case, where).parts
            right = found.reference(*case.arguments)
            if parts is None or compare(parts, read(right, right)):
                raise ValueError(f"{where} differs from {found.name}")


def name_of(function):
    """Return the name of a function, and words for one that has none."""
    return getattr(function, "__name__", "a function")


def _count_results(found, cases):
    for case in cases:
        result = found.reference(*case.arguments)
        count = len(result) if several(result) else 1
        if found.part_names and len(found.part_names) != count:
            raise ValueError(
                f"results has {len(found.part_names)} names, and {found.name} returns {count}"
            )


# ---- what is made of it ----


def _program(right, names, slips):
    """The program of an Exercise: the right function, or the one wrong function of a slip."""
    reference = bounded(right, MOST_TURNS)

    def program(made, *arguments):
        for slip in made:
            return slips[slip](*arguments)
        try:
            result = reference(*arguments)
        except Exception as error:
            raise ValueError(f"{right.__name__} is not made for this input") from error
        if isinstance(_read_as_right(result), Strange):
            raise ValueError(f"{right.__name__} has no result for this input")
        return result

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    listed = [inspect.Parameter(name, kind) for name in ("slips_made", *names)]
    program.__signature__ = inspect.Signature(listed)
    return program


def _further(right, others, cases, draw, generator):
    """Further Cases on which the right functions end and agree."""
    if draw is None:
        made = like(cases, generator)
    else:
        made = [_drawn(draw, generator, right) for _ in range(FOR_EACH * len(cases))]
    functions = [bounded(function, MOST_TURNS) for function in (right, *others)]
    with np.errstate(all="ignore"):
        return [case for case in made if _agree(functions, case)]


def _drawn(draw, generator, right):
    arguments = draw(generator)
    names = list(inspect.signature(right).parameters)
    if not isinstance(arguments, tuple) or len(arguments) != len(names):
        wanted = f"({', '.join(names)})" if len(names) > 1 else f"({names[0]},)"
        raise TypeError(f"further(generator) returns {_shown(arguments)}, expected {wanted}")
    return Case(WORDS, arguments)


def _agree(functions, case):
    results = [call(function, case.arguments, _read_as_right) for function in functions]
    if any(outcome.interrupted for outcome in results):
        raise KeyboardInterrupt
    first, *others = (outcome.parts for outcome in results)
    return first is not None and all(
        parts is not None and compare(parts, first) is None for parts in others
    )


def _starter(right, names):
    said = (inspect.getdoc(right) or "").partition("\n\n")[0].replace("\n", " ")
    plain = said and '"' not in said and "\\" not in said
    docstring = f'    """{said}"""\n' if plain else ""
    return f"\ndef {right.__name__}({', '.join(names)}):\n{docstring}    ...\n"


def _lines_of(right):
    """The lines of the right function as they stand, those of its own helpers before it."""
    source = source_of(right)
    texts = []
    for definition, file in zip(source.definitions, source.files, strict=True):
        numbers = range(definition.lineno, definition.end_lineno + 1)
        texts.insert(0, "".join(linecache.getline(file, number) for number in numbers))
    return "\n" + "\n\n".join(texts)
