"""Every public function that draws a figure draws a picture that a baseline is kept of."""

from importlib import import_module
from inspect import iscode, isfunction
from pkgutil import iter_modules

import pytest
from course_pictures import TESTS, course_pictures

from helpers import figures, walks

SHOWS_WHAT_OTHERS_DREW = "helpers.figures.display"
PREFIX = "test_a_picture_is_as_it_was_"


def public_figures():
    """Every public function of helpers/figures that draws, and those of helpers/walks."""
    found = [getattr(walks, name) for name in walks.__all__ if name.endswith("_figure")]
    for module in iter_modules(figures.__path__, "helpers.figures."):
        functions = filter(isfunction, vars(import_module(module.name)).values())
        found += [it for it in functions if it.__module__ == module.name and is_drawing(it)]
    return found


def is_drawing(function):
    """Whether a function is public and `styled`, which wraps what draws."""
    is_public = not function.__name__.startswith("_")
    is_styled = hasattr(function, "__wrapped__")
    return is_public and is_styled and function.__module__ != SHOWS_WHAT_OTHERS_DREW


def called_by(function):
    """The helpers' functions that a picture's function names, and the test's own functions do."""
    found, waiting = set(), [function]
    while waiting:
        named = set(filter(isfunction, named_in(waiting.pop())))
        waiting += [it for it in named - found if not it.__module__.startswith("helpers.")]
        found |= named
    return found


def named_in(function):
    """What a function's code names among its globals, and its defaults."""
    codes, names = [function.__code__], set()
    while codes:
        code = codes.pop()
        names.update(code.co_names)
        codes += filter(iscode, code.co_consts)
    named = [it for name, it in function.__globals__.items() if name in names]
    return [*named, *(function.__defaults__ or ())]


PICTURES = {picture.id: picture.values[0] for picture in course_pictures()}


@pytest.mark.parametrize("function", public_figures(), ids=lambda function: function.__name__)
def test_a_public_figure_is_among_the_pictures(function):
    assert any(function in called_by(draw) for draw in PICTURES.values()), (
        f"{function.__name__} has no picture in PICTURES of a tests/test_figures_*.py, "
        "and so no baseline"
    )


def test_each_picture_has_a_baseline_and_each_baseline_a_picture():
    kept = {path.stem.removeprefix(PREFIX) for path in (TESTS / "baseline").glob("*.png")}
    assert kept == set(PICTURES)
