"""Whether a learner has begun: the starter as it came, or a gap that is still open."""

import ast
import dis
import inspect
from itertools import pairwise

from helpers.exercises.checker.source import source_of


def is_untouched(function, starter):
    """Return whether a function does what the starter does, line for line."""
    code = getattr(function, "__code__", None)
    if not inspect.iscode(code) or _essence(code) != _essence(_code_of(starter)):
        return False
    source = source_of(function)
    return source is None or _defaults_in(source.definitions[0]) == _defaults_in(ast.parse(starter))


def _defaults_in(tree):
    """The defaults that are written in a definition's line: they are not in its code."""
    (arguments, *_) = [node for node in ast.walk(tree) if isinstance(node, ast.arguments)]
    return list(map(ast.dump, [*arguments.defaults, *filter(None, arguments.kw_defaults)]))


def _code_of(source):
    module = compile(source, "starter", "exec")
    return [constant for constant in module.co_consts if inspect.iscode(constant)][-1]


def _essence(code):
    """What a function's code computes, without its docstring and its places in the source."""
    constants = [
        _essence(constant) if inspect.iscode(constant) else repr(constant)
        for constant in code.co_consts
        if not isinstance(constant, str) and constant is not None
    ]
    return code.co_code, code.co_names, code.co_varnames[code.co_argcount :], constants


def has_open_gap(function, outcomes):
    """Return whether a ... of the starter stands in the function still, and got in the way."""
    code = getattr(function, "__code__", None)
    if not inspect.iscode(code) or ... not in code.co_consts:
        return False
    return _keeps_a_gap(code) or any(
        (outcome.raised and "ellipsis" in outcome.raised.text)
        or (outcome.strange and outcome.strange.words.startswith("..."))
        for outcome in outcomes
    )


def _keeps_a_gap(code):
    """Whether the code says name = ..., as the starters with a gap do; x[..., 0] is no gap."""
    return any(
        loads.opname == "LOAD_CONST" and loads.argval is ... and then.opname.startswith("STORE_")
        for loads, then in pairwise(dis.get_instructions(code))
        if then.opname != "STORE_SUBSCR"
    )
