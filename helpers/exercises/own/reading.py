"""exercises_from(): let check know the exercises of a teacher's file."""

import difflib
import html
import linecache
import traceback
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from helpers.exercises import catalogue, known
from helpers.exercises.checker.blocks import code_html
from helpers.exercises.exercise import Exercise
from helpers.exercises.own import declared

TABLE = "EXERCISES"


class FileProblem(ValueError):
    """What is wrong with a file of exercises: one sentence with the file and, if known, the line.

    A notebook shows the sentence alone.
    """

    def _render_traceback_(self):
        return [str(self)]


class OwnExercises(NamedTuple):
    """What exercises_from() returns: the exercises, shown with their tasks."""

    exercises: tuple[Exercise, ...]

    def __repr__(self):
        return "\n\n".join(
            f"Exercise: {one.title}\n{one.task}\n{one.starter.rstrip()}\n\n\n{_check(one)}"
            for one in self.exercises
        )

    def _repr_html_(self):
        return "".join(map(_shown, self.exercises))


def exercises_from(file) -> OwnExercises:
    """Let check, and hints, know the exercises that a file of Python has in EXERCISES.

    A file that is read again takes the place of what it was. Raises FileProblem.
    """
    path = Path(file).expanduser().resolve()
    known.forget(path)
    exercises = _checked(path, _table_of(path))
    known.take_in(path, exercises)
    return OwnExercises(exercises)


def _shown(one):
    code = code_html(f"{one.starter.strip()}\n\n\n{_check(one)}", tints={})
    return (
        '<div style="max-width:52em;line-height:1.45;margin:0 0 1.4em;overflow-wrap:break-word">'
        f'<p style="margin:0 0 0.4em"><strong>Exercise: {html.escape(one.title)}</strong></p>'
        f'<p style="margin:0.4em 0">{html.escape(one.task)}</p>'
        f"{code}</div>"
    )


def _check(one):
    return f'check("{one.name}", {one.name})'


def _table_of(path):
    """The value of EXERCISES after the file has run."""
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    linecache.checkcache(str(path))
    try:
        source = path.read_bytes()
    except OSError as error:
        raise FileProblem(_not_read(path, error)) from None
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)
    except SyntaxError as error:
        if error.filename != str(path):
            raise _problem(path, error) from None
        raise FileProblem(f"{_at(path, error.lineno)}: this is not Python: {error.msg}") from None
    except (Exception, SystemExit) as error:
        raise _problem(path, error) from None
    if TABLE not in module.__dict__:
        raise FileProblem(f"{path.name} has no {TABLE}: end it with {TABLE} = [exercise(...)]")
    return module.__dict__[TABLE]


def _not_read(path, error):
    if not path.exists():
        near = [p.name for p in path.parent.glob("*.py")] if path.parent.is_dir() else []
        meant = difflib.get_close_matches(path.name, near, n=1)
        said = f"there is no file {path.name} in {path.parent}"
        return f"{said}: did you mean {meant[0]}?" if meant else said
    return f"{path} cannot be read: {error.strerror}"


def _problem(path, error):
    """The FileProblem for an exception that came while the file ran."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    said = f"{error}"
    if not any(frame.filename == declared.__file__ for frame in frames):
        # Python's own words need the name of the exception; those of exercise() do not.
        said = f"{type(error).__name__}: {error}".rstrip(": ")
    return FileProblem(f"{_at(path, lines[-1] if lines else None)}: {said}")


def _at(path, line):
    return f"{path.name}, line {line}" if line else path.name


def _checked(path, table):
    """The exercises of a table as a tuple, each under a name that nobody else has."""
    wanted = f"expected a list: {TABLE} = [exercise(...)]"
    if not isinstance(table, (list, tuple)):
        raise FileProblem(f"{path.name}: {TABLE} is of type {type(table).__name__}, {wanted}")
    for number, one in enumerate(table, 1):
        if not isinstance(one, Exercise):
            entry = f"entry {number} of {TABLE} is of type {type(one).__name__}"
            raise FileProblem(f"{path.name}: {entry}, {wanted}")
    if not table:
        raise FileProblem(f"{path.name}: {TABLE} is empty, expected at least one exercise(...)")
    names = [one.name for one in table]
    for number, one in enumerate(table):
        owner = known.file_of(one.name)
        if one.name in catalogue.names():
            _taken(path, one, "the course has an exercise of that name")
        if one.name in names[:number]:
            _taken(path, one, "two exercises of this file have that name")
        if owner:
            _taken(path, one, f"{owner} has an exercise of that name, and was read before")
    return tuple(table)


def _taken(path, one, why):
    line = one.right.__code__.co_firstlineno
    raise FileProblem(f"{_at(path, line)}: call {one.name} something else: {why}")
