"""The source of a learner's function as a syntax tree, with the helpers of their own that it calls.

Read from where Python keeps the lines of a cell: nothing is imported, nothing is run.
"""

import ast
import inspect
import linecache
from functools import lru_cache
from types import FunctionType
from typing import NamedTuple

from helpers.exercises.checker.trees import names_in


class Source(NamedTuple):
    """A learner's program: one definition for each function and class, the checked one first.

    `name` is what the checked one is called in `definitions`; `namespace` are the global names it
    sees, those of the definitions included. `files` keeps each definition's file, for its lines.
    """

    name: str
    definitions: tuple[ast.FunctionDef | ast.ClassDef, ...]
    files: tuple[str, ...]
    namespace: dict

    def line(self, definition, number):
        """Return the text of a line, counted from 1 in a definition."""
        first = self.definitions[definition].lineno
        return linecache.getline(self.files[definition], first + number - 1).strip()


def source_of(function):
    """Return the Source of a function, or None where Python does not have its lines."""
    function = inspect.unwrap(function) if callable(function) else function
    code = getattr(function, "__code__", None)
    found = code and _definition(code)
    if not found:
        return None
    definitions, files, waiting, known = [found], [code.co_filename], [found], {found.name}
    while waiting:
        for name in sorted(set(names_in(waiting.pop()))):
            other = function.__globals__.get(name)
            helper = _own_definition(other, function.__globals__)
            if helper and helper.name not in known:
                known.add(helper.name)
                definitions.append(helper)
                files.append(_code_of(other).co_filename)
                waiting.append(helper)
    in_order = sorted(range(len(files)), key=lambda at: files[at] != files[0])
    definitions, files = ([made[at] for at in in_order] for made in (definitions, files))
    namespace = dict(function.__globals__)
    if function.__closure__:
        namespace |= inspect.getclosurevars(function).nonlocals
    return Source(found.name, tuple(definitions), tuple(files), namespace)


def keeps_defaults(function):
    """Return whether a default of a function's is a list or the like, and nothing but written out.

    The function keeps what is put into it from one call to the next. Of a method, or of what is
    wrapped in another function, this says no.
    """
    is_plain = inspect.isfunction(function) and not hasattr(function, "__wrapped__")
    defaults = _defaults_of(function) if is_plain else ()
    return any(isinstance(value, (list, dict, set)) for value in defaults)


def with_new_defaults(function):
    """Return a function as it was when it was defined, for one that keeps_defaults()."""
    defaults = tuple(_defaults_of(function))
    code, names = function.__code__, function.__globals__
    made = FunctionType(code, names, function.__name__, defaults, function.__closure__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _defaults_of(function):
    """The values of a function's defaults as they are written; none where they are computed."""
    source = source_of(function)
    nodes = source.definitions[0].args.defaults if source else []
    try:
        return [ast.literal_eval(node) for node in nodes]
    except ValueError:
        return []


def _own_definition(value, names):
    """The definition of a helper that stands in the same notebook, None for all else."""
    code = _code_of(value)
    owner = value if inspect.isfunction(value) else getattr(_any_method(value), "__wrapped__", None)
    owner = owner or _any_method(value)
    if code is None or getattr(owner, "__globals__", None) is not names:
        return None
    if inspect.isclass(value):
        tree = _parsed(code.co_filename)
        classes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)] if tree else []
        return next((n for n in classes if n.name == value.__name__), None)
    return _definition(code)


def _any_method(value):
    if not inspect.isclass(value):
        return None
    return next(filter(inspect.isfunction, vars(value).values()), None)


def _code_of(value):
    function = value if inspect.isfunction(value) else _any_method(value)
    return getattr(function, "__code__", None)


def _parsed(file):
    return _tree_of("".join(linecache.getlines(file)))


@lru_cache(maxsize=64)
def _tree_of(text):
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):  # a cell may hold more than Python
        return None


def _definition(code):
    """Find a function by its first line: a def, or the only lambda there, as a def."""
    tree = _parsed(code.co_filename)
    if tree is None:
        return None
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            if first == code.co_firstlineno:
                node.decorator_list = []
                return node
    lambdas = [n for n in nodes if isinstance(n, ast.Lambda) and n.lineno == code.co_firstlineno]
    if code.co_name != "<lambda>" or len(lambdas) != 1:
        return None
    return _as_function(lambdas[0])


def _as_function(node):
    body = [ast.copy_location(ast.Return(node.body), node.body)]
    function = ast.FunctionDef("a_lambda", node.args, body, [])
    function.lineno = function.end_lineno = node.lineno
    function.col_offset = function.end_col_offset = node.col_offset
    function.type_params = []  # Python 3.12 and newer ask for it
    return function
