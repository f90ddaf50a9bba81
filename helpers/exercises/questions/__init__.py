"""Questions: predict before a cell runs, explain after an idea. One module for each notebook.

To add one, put it into QUESTIONS of its notebook's module, such as n05_layer_by_layer.py. Its name
begins with the notebook's number: "05_why_backward".
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules


def questions():
    """Return the questions of all notebooks as a tuple, in the order of the notebooks."""
    return tuple(question for module in _modules() for question in _questions_in(module))


def question_named(name):
    """Return the question of that name; raises ValueError where there is none.

    Only the module of its notebook is imported.
    """
    near = [module for module in _modules() if isinstance(name, str) and module[1:3] == name[:2]]
    known = {question.name: question for module in near for question in _questions_in(module)}
    if name not in known:
        listed = ", ".join(known or [question.name for question in questions()])
        raise ValueError(f"name is {name!r}, expected one of: {listed}")
    return known[name]


def _modules():
    return sorted(module.name for module in iter_modules(__path__) if module.name[1:3].isdigit())


@cache
def _questions_in(module):
    return import_module(f"{__name__}.{module}").QUESTIONS
