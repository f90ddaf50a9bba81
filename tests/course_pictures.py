"""The pictures that the tests of helpers/figures draw, gathered for those who look at them all."""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent


@cache
def course_pictures():
    """Return each picture's drawing function as a pytest parameter with a name."""
    return tuple(_course_pictures())


def _course_pictures():
    for path in sorted(TESTS.glob("test_figures_*.py")):
        spec = spec_from_file_location(path.stem, path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, draw in module.PICTURES.items():
            label = f"{path.stem.removeprefix('test_figures_')} {name}"
            yield pytest.param(draw, id=label.replace(" ", "-"))
