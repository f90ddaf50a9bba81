"""Small changes of a program: each kind of slip as a transformation of Python's syntax tree.

A Rule knows two directions. `spoil` makes the slip in a right program, `mend` takes it out of a
wrong one; both get a node of the tree, and the Scope that it stands in, and give new nodes. They
never change a node: old ones become parts of the new. So the edits of a tree can be put in, tried
and taken out again one after the other, with no copy of the tree.
"""

import ast
from collections.abc import Callable
from typing import NamedTuple

from helpers.exercises.checker import kinds
from helpers.exercises.checker.kinds import Kind
from helpers.exercises.checker.trees import (
    build_of,
    copy_of,
    is_minus,
    is_number,
    is_numpy,
    is_operation,
    is_transposed,
    is_zero,
    nodes_in,
)

MOST_ATOMS = 16
SIZES = ("abs", "absolute", "fabs")
"""Functions that drop a sign."""
OF_TWO = ("max", "min", "maximum", "minimum")
FOR_ANY_NUMBERS = ("zeros", "ones", "empty")
STACKS = ("vstack", "hstack", "stack", "concatenate")
MAKE_AN_ARRAY = (
    *(*FOR_ANY_NUMBERS, "full", "array", "asarray"),
    *("zeros_like", "ones_like", "empty_like", "full_like"),
)
NO_OTHER_NUMBERS = ("axis", "dtype", "keepdims", "strict")
"""Options that other rules know, and one that only stops a program."""
PICKED_FROM = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)

FAMILIES = (
    ("sum", "mean", "prod", "max", "min", "median"),
    ("maximum", "minimum"),
    ("argmax", "argmin", "max", "argsort"),
    ("dot", "multiply", "outer", "matmul"),
    ("exp", "log", "sqrt", "square"),
    ("log", "log10", "log2"),
    ("zeros_like", "ones_like"),
    ("zeros", "ones"),
    ("std", "var", "mean"),
    ("any", "all"),
    ("vstack", "hstack", "concatenate", "append"),
    ("append", "extend"),
    ("floor", "ceil", "round"),
    ("ceil", "int"),
)


class Scope(NamedTuple):
    """What a line may use: `atoms` are the names, and parts of them, that the function knows.

    `functions` are the learner's own, `counters` the names that loops give a value. `passes` are
    conditions that are false in the first or in the last pass alone of a loop around the line.
    """

    atoms: tuple[ast.expr, ...]
    functions: tuple[str, ...] = ()
    counters: frozenset[str] = frozenset()
    passes: tuple[ast.expr, ...] = ()

    @property
    def names(self):
        return [atom for atom in self.atoms if isinstance(atom, ast.Name)]


class Rule(NamedTuple):
    """A kind of slip in both directions. `cost` is how far from what was written its mend leads.

    0 can hardly be meant otherwise, 1 exchanges, copies or takes off what is there, 2 adds what
    comes in few forms or is often left out, 3 what comes with every name, 4 what is rarely needed.
    """

    kind: Kind
    spoil: Callable
    mend: Callable
    cost: int


# ---- building nodes ----


def _name(text):
    return ast.Name(text, ast.Load())


def _attribute(value, name):
    return ast.Attribute(value, name, ast.Load())


def _option(name, value):
    return ast.keyword(name, ast.Constant(value))


def _numpy(function, *arguments, **options):
    called = _attribute(_name("np"), function)
    return ast.Call(called, list(arguments), [_option(*option) for option in options.items()])


def _binary(left, operation, right):
    return ast.BinOp(left, operation(), right)


def minus(value):
    """Return a value with a minus before it."""
    return ast.UnaryOp(ast.USub(), value)


def _part(value, *places):
    places = [ast.Slice() if place is Ellipsis else ast.Constant(place) for place in places]
    index = places[0] if len(places) == 1 else ast.Tuple(places, ast.Load())
    return ast.Subscript(value, index, ast.Load())


def _transposed(value):
    return _attribute(value, "T")


def _open(value):
    return ast.Compare(value, [ast.Gt()], [ast.Constant(0)])


def _length(value):
    return ast.Call(_name("len"), [value], [])


def _with_arguments(call, arguments=None, keywords=None):
    return ast.Call(
        call.func,
        call.args if arguments is None else arguments,
        call.keywords if keywords is None else keywords,
    )


def as_load(node):
    """Return a name, attribute or subscript as it is read, whatever is done with it here."""
    if isinstance(node, ast.Name):
        return _name(node.id)
    if isinstance(node, ast.Subscript):
        return ast.Subscript(node.value, node.slice, ast.Load())
    if isinstance(node, ast.Attribute):
        return _attribute(node.value, node.attr)
    return node


def called_name(node):
    """Return what a call calls, without what stands before its dot; "" for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _is_computed(node):
    """Whether this node gives numbers that are not written out here."""
    plain = (ast.Name, ast.BinOp, ast.Call, ast.Subscript, ast.Attribute, ast.IfExp)
    return isinstance(node, plain)


def _has_sign(node):
    """Whether a minus before this node says something: not before a truth value or a text."""
    return _is_computed(node) or is_number(node)


def _is_value(node):
    return _has_sign(node) or isinstance(node, (ast.Compare, ast.UnaryOp, ast.ListComp))


# ---- operations ----


def between(*operations):
    """Return a transformation: one of these operations becomes another of them."""

    def change(node, _scope):
        if is_operation(node, *operations):
            for operation in operations:
                if not isinstance(node.op, operation):
                    yield _binary(node.left, operation, node.right)

    return change


def other_operation(node, _scope):
    """Any operation becomes any other that the narrower rules do not know."""
    known = ({ast.Add, ast.Sub}, {ast.Mult, ast.MatMult})
    every = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult)
    if isinstance(node, ast.BinOp):
        for operation in every:
            if not any({operation, type(node.op)} <= pair for pair in known):
                yield _binary(node.left, operation, node.right)


ORDERS, EQUALITIES = (ast.Gt, ast.GtE, ast.Lt, ast.LtE), (ast.Eq, ast.NotEq)


def each_with_each(node, _scope):
    """Yield all products of one's entries with the other's, for a product of two."""
    if is_operation(node, ast.Mult, ast.MatMult):
        yield _numpy("outer", node.left, node.right)


def other_comparison(node, _scope):
    """Yield the node with another comparison of its sort: by order, or by equality."""
    for sort in (ORDERS, EQUALITIES):
        if _compares_by(node, sort):
            yield from _with_comparisons(node, sort)


def other_sort_of_comparison(node, _scope):
    """Yield the node with equality for order, or order for equality."""
    for sort, other in ((ORDERS, EQUALITIES), (EQUALITIES, ORDERS)):
        if _compares_by(node, sort):
            yield from _with_comparisons(node, other)


def _compares_by(node, sort):
    return isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], sort)


def _with_comparisons(node, sort):
    for comparison in sort:
        if not isinstance(node.ops[0], comparison):
            yield ast.Compare(node.left, [comparison()], node.comparators)


def without_a_way_out(node, _scope):
    """Yield the value of which a number takes the place where it counts as false: x or 1."""
    is_or = isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2
    if is_or and is_number(node.values[1]):
        yield node.values[0]


def one_condition_less(node, _scope):
    """Yield the rest of the conditions that and, or or, joins, without one of them."""
    if isinstance(node, ast.BoolOp) and all(map(_asks, node.values)):
        for left_out in node.values:
            others = [value for value in node.values if value is not left_out]
            yield others[0] if len(others) == 1 else ast.BoolOp(node.op, others)


def filter_taken_off(node, _scope):
    """Yield a list, or the like, of all entries for one that leaves some out."""
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        (first, *others) = node.generators
        counting = [test for test in first.ifs if getattr(test, "counts_turns", False)]
        if len(counting) < len(first.ifs):
            every = ast.comprehension(first.target, first.iter, counting, first.is_async)
            yield type(node)(node.elt, [every, *others])


def another_condition(node, scope):
    """Yield a comparison of a name, joined with the same comparison of another name."""
    if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
        for name in scope.names:
            if name.id != node.left.id:
                other = ast.Compare(name, node.ops, node.comparators)
                yield ast.BoolOp(ast.And(), [node, other])
                yield ast.BoolOp(ast.Or(), [node, other])


def asked_above_zero(node, _scope):
    """Yield whether a number is above zero, for the number itself as a condition."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and is_taken(node.operand):
        yield ast.Compare(node.operand, [ast.LtE()], [ast.Constant(0)])
    if isinstance(node, ast.IfExp) and is_taken(node.test):
        yield ast.IfExp(_open(node.test), node.body, node.orelse)


def is_taken(test):
    """Return whether a condition is no question, but something that may be a number."""
    return isinstance(test, (ast.Name, ast.Subscript, ast.BinOp))


def sides_swapped(node, _scope):
    """Yield the node with its two operands, or two neighbouring arguments, exchanged."""
    if is_operation(node, ast.Sub, ast.Div, ast.MatMult):
        yield _binary(node.right, type(node.op), node.left)
    if isinstance(node, ast.Call):
        # The letters of einsum stay first; its arrays may change places.
        for at in range(called_name(node) == "einsum", len(node.args) - 1):
            if at == 0 and called_name(node) == "where" and not _asks(node.args[1]):
                continue  # a number is no condition
            arguments = list(node.args)
            arguments[at : at + 2] = arguments[at + 1], arguments[at]
            yield _with_arguments(node, arguments)
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)


def _asks(node):
    return isinstance(node, (ast.Compare, ast.BoolOp))


def brackets_moved(node, _scope):
    """Yield the other way of putting brackets around three operands."""
    if isinstance(node, ast.BinOp):
        left, right = node.left, node.right
        if isinstance(left, ast.BinOp):
            inner = _binary(left.right, type(node.op), right)
            yield _binary(left.left, type(left.op), inner)
        if isinstance(right, ast.BinOp):
            inner = _binary(left, type(node.op), right.left)
            yield _binary(inner, type(right.op), right.right)
    if isinstance(node, ast.Compare) and isinstance(node.comparators[-1], ast.BinOp):
        last = node.comparators[-1]
        asked = ast.Compare(node.left, node.ops, [*node.comparators[:-1], last.left])
        yield _binary(asked, type(last.op), last.right)


def applied_elsewhere(node, _scope):
    """Yield a function of one operand for that of both, of both for that of one."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.BinOp):
        first = node.args[0]
        for inside, outside in ((first.left, first.right), (first.right, first.left)):
            moved = _with_arguments(node, [inside, *node.args[1:]])
            pair = (moved, outside) if inside is first.left else (outside, moved)
            yield _binary(pair[0], type(first.op), pair[1])
    if isinstance(node, ast.BinOp):
        for call, other, is_left in ((node.left, node.right, True), (node.right, node.left, False)):
            if isinstance(call, ast.Call) and call.args:
                pair = (call.args[0], other) if is_left else (other, call.args[0])
                inner = _binary(pair[0], type(node.op), pair[1])
                yield _with_arguments(call, [inner, *call.args[1:]])
    yield from _size_elsewhere(node)
    yield from _power_elsewhere(node)


def _size_elsewhere(node):
    """The size of the larger of two becomes the larger of their sizes, and the other way round."""
    inner = node.args[0] if called_name(node) in SIZES and node.args else None
    if _is_of_two(inner):
        sizes = [_with_arguments(node, [argument]) for argument in inner.args]
        yield _with_arguments(inner, sizes)
    if _is_of_two(node) and all(map(_is_size, node.args)):
        larger = _with_arguments(node, [size.args[0] for size in node.args])
        yield _with_arguments(node.args[0], [larger])


def _is_of_two(node):
    return called_name(node) in OF_TWO and len(node.args) == 2


def _power_elsewhere(node):
    """The power of a sum becomes the sum of powers; of what else a method gives, likewise."""
    if is_operation(node, ast.Pow) and _is_method(node.left):
        call = node.left
        inner = _binary(call.func.value, ast.Pow, node.right)
        yield ast.Call(_attribute(inner, call.func.attr), call.args, call.keywords)
    if _is_method(node) and is_operation(node.func.value, ast.Pow):
        power = node.func.value
        call = ast.Call(_attribute(power.left, node.func.attr), node.args, node.keywords)
        yield _binary(call, ast.Pow, power.right)
    if is_operation(node, ast.Sub) and is_operation(node.right, ast.Pow):
        yield from _power_of_a_difference(node)


def _power_of_a_difference(node):
    """The difference of two powers becomes the power of their difference; also after a sum."""
    first, last = node.left, node.right
    is_behind = is_operation(first, ast.Add)
    one = first.right if is_behind else first
    if is_operation(one, ast.Pow) and build_of(one.right) == build_of(last.right):
        power = _binary(_binary(one.left, ast.Sub, last.left), ast.Pow, one.right)
        yield _binary(first.left, ast.Add, power) if is_behind else power


def _is_method(node):
    """Whether this calls a method of an array, or the like."""
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_call and not is_numpy(node.func.value)


def sign_turned(node, _scope):
    """Yield the node with a minus before it, or without the one that is there."""
    if is_minus(node):
        yield node.operand
    elif _has_sign(node) and not is_zero(node):
        yield minus(node)


def without(*operations):
    """Return a transformation that leaves one side of these operations."""

    def drop(node, _scope):
        if is_operation(node, *operations):
            yield node.left
            if not isinstance(node.op, ast.Div):
                yield node.right
            if isinstance(node.op, ast.Sub):
                yield minus(node.right)

    return drop


def with_factor(node, scope):
    """Yield the node times something that the function knows, or times a small number."""
    if _is_value(node):
        yield _binary(ast.Constant(2), ast.Mult, node)
        for atom in scope.atoms:
            yield _binary(node, ast.Mult, atom)


def with_factor_fitted(node, scope):
    """Yield the node times something that needs another shape first, or times its length."""
    if _is_value(node):
        for atom in scope.atoms:
            yield _binary(node, ast.Mult, _transposed(atom))
            yield _binary(node, ast.Mult, _part(atom, Ellipsis, None))
            yield _binary(node, ast.Mult, _length(atom))


def with_term(node, scope):
    """Yield the node plus or minus something that the function knows, or 1."""
    if _is_computed(node):
        for term in (*scope.atoms, ast.Constant(1)):
            yield _binary(node, ast.Add, term)
            yield _binary(node, ast.Sub, term)
            if not isinstance(term, ast.Constant):
                yield _binary(term, ast.Sub, node)


def with_division(node, scope):
    """Yield the node divided by a number of rows, by something known, or by its own sum."""
    if _is_computed(node):
        for atom in scope.atoms:
            yield _binary(node, ast.Div, _length(atom))
            yield _binary(node, ast.Div, atom)
        yield _binary(node, ast.Div, ast.Constant(2))


def with_rarer_division(node, scope):
    """Yield the node divided by a number of columns, of all entries, or by a sum."""
    if _is_computed(node):
        for atom in scope.names:
            yield _binary(node, ast.Div, _part(_attribute(atom, "shape"), 1))
            yield _binary(node, ast.Div, _attribute(atom, "size"))
            yield _binary(node, ast.Div, _numpy("sum", atom))
            yield _binary(node, ast.Div, _numpy("sum", atom, axis=1, keepdims=True))


def with_matrix_product(node, scope):
    """Yield the node passed through something that the function knows, from either side."""
    if _is_computed(node):
        for atom in scope.atoms:
            for other in (atom, _transposed(atom)):
                yield _binary(node, ast.MatMult, other)
                yield _binary(other, ast.MatMult, node)


# ---- names and numbers ----


def another_name(node, scope):
    """Yield every other thing that the function knows; not what the node is a part of."""
    if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)):
        own = {build_of(node), build_of(getattr(node, "value", node))}
        for atom in scope.atoms:
            if build_of(atom) not in own:
                yield atom
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for function in scope.functions:
            if function != node.func.id:
                yield ast.Call(_name(function), node.args, node.keywords)


def name_for_number(node, scope):
    """Yield what the function knows, for a number that is written out."""
    if is_number(node):
        yield from scope.atoms


def length_for_number(node, scope):
    """Yield the node divided by how many entries something has, in place of by a number."""
    if is_operation(node, ast.Div) and is_number(node.right):
        yield from (_binary(node.left, ast.Div, _length(name)) for name in scope.names)


def number_for_name(node, _scope):
    """Yield small numbers for a name, 0 for a name with a minus."""
    if isinstance(node, ast.Name):
        for number in (0, 1, 2):
            yield ast.Constant(number)
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Name):
        yield ast.Constant(0)


def one_for_length(node, _scope):
    """Yield 1 for how many entries something has."""
    if called_name(node) == "len":
        yield ast.Constant(1)


def name_and_its_length(node, scope):
    """Yield what counts the entries of other things: len(b) for len(a), b.shape[1], b.size."""
    if not counts(node):
        return
    for atom in scope.atoms:
        yield _length(atom)
        shape = _attribute(atom, "shape")
        yield _part(shape, 1)
        yield _attribute(atom, "size")
        yield _part(shape, 0)


def length_for_name(node, scope):
    """Yield how many entries other things have for a name: len(batch) for batch_size."""
    if isinstance(node, ast.Name):
        for name in scope.names:
            if name.id != node.id:
                yield _length(name)


def name_for_length(node, scope):
    """Yield names for how many entries something has: batch_size for len(batch)."""
    if called_name(node) == "len":
        yield from scope.names


def counts(node):
    """Return whether a node says how many entries, rows or columns something has."""
    inner = node.value if isinstance(node, ast.Subscript) else node
    if called_name(node) in ("max", "min") and node.args:
        inner = node.args[0]
    is_shape = isinstance(inner, ast.Attribute) and inner.attr in ("shape", "size")
    # Not x.len(), which does not exist.
    return is_shape or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len")


def another_number(node, _scope):
    """Yield numbers near the one that is written, and those that often stand in its place."""
    if isinstance(node, ast.UnaryOp) and is_number(node.operand):
        yield ast.Constant(0)  # -0 would be a riddle
    if not is_number(node):
        return
    value = node.value
    for other in (value + 1, value - 1, -value, value * 2, value / 2, 0, 1, 2, -1, 0.5):
        if other != value:
            yield ast.Constant(other)
    if value == 1:
        yield from (ast.Constant(number) for number in (1e-12, 1e-8))


# ---- functions ----


def other_function(node, _scope):
    """Yield the call with a function of the same family."""
    name = called_name(node)
    for family in FAMILIES:
        if name in family:
            for other in family:
                if other != name and {other, name} not in ({"sum", "mean"},):
                    yield from _called_with_the_same(node, other)


def other_end(node, _scope):
    """A list grows at its end where it grew at its beginning, and the other way round."""
    if called_name(node) == "insert" and len(node.args) == 2:
        grown = _attribute(node.func.value, "append")
        yield ast.Call(grown, node.args[1:], [])
    if called_name(node) == "append" and isinstance(node.func, ast.Attribute):
        grown = _attribute(node.func.value, "insert")
        yield ast.Call(grown, [ast.Constant(0), *node.args], [])


def _called_with_the_same(node, function):
    """Python's own max and min of several values stay Python's own; numpy's take an axis there."""
    if not isinstance(node.func, ast.Name) or len(node.args) < 2:
        yield _called(node, function)
    elif function in ("max", "min"):
        yield ast.Call(_name(function), node.args, node.keywords)


def _called(node, function):
    """A call of another function of the same module or array; of numpy's for Python's own."""
    of = node.func.value if isinstance(node.func, ast.Attribute) else _name("np")
    return ast.Call(_attribute(of, function), node.args, node.keywords)


def sum_or_mean(node, _scope):
    """A sum becomes a mean, a mean a sum."""
    name = called_name(node)
    if name in ("sum", "mean"):
        yield _called(node, "mean" if name == "sum" else "sum")
    if name == "average":
        yield _called(node, "sum")


def nothing_in_one_case(node, _scope):
    """Yield a choice between two values with 0 for one of them."""
    if isinstance(node, ast.IfExp):
        if not is_number(node.body):
            yield ast.IfExp(node.test, ast.Constant(0), node.orelse)
        if not is_number(node.orelse):
            yield ast.IfExp(node.test, node.body, ast.Constant(0))
    if called_name(node) == "where" and len(node.args) == 3:
        for at in (1, 2):
            if not is_number(node.args[at]):
                yield _with_arguments(
                    node, [*node.args[:at], ast.Constant(0), *node.args[at + 1 :]]
                )


def largest_one_by_one(node, _scope):
    """The largest of all becomes the larger of two, for each number; smallest likewise."""
    name = called_name(node)
    if name in ("max", "min", "amax", "amin", "maximum", "minimum"):
        kind = "max" if "max" in name else "min"
        values = node.args[:1] or [node.func.value]
        is_of_one = len(node.args) < 2 or is_number(node.args[1])
        if not name.endswith("imum"):
            if is_of_one:
                yield _numpy(f"{kind}imum", *values, ast.Constant(0))
            yield _numpy(f"{kind}imum", *node.args)
        yield _numpy(kind, *values)
        yield _numpy(kind, *values, axis=1)
        yield ast.Call(_name(kind), values, [])
        if is_of_one and (name.endswith("imum") or isinstance(node.func, ast.Name)):
            yield ast.Call(_name(kind), [*values, ast.Constant(0)], [])


def largest_mended(node, scope):
    """The same where two functions may be confused: relu of one number is its largest too."""
    of = getattr(getattr(node, "func", None), "value", None)
    if of is None or is_numpy(of):
        is_relu = called_name(node).endswith("imum") and any(map(is_number, node.args))
        made = largest_one_by_one(node, scope)
        others = (new for new in made if build_of(new.func) != build_of(node.func))
        yield from (new for new in others if new.keywords or not is_relu)


def compared_with_nothing(node, _scope):
    """Yield np.maximum(x, 0) for np.maximum(x)."""
    if called_name(node) in ("maximum", "minimum") and len(node.args) == 1 and not node.keywords:
        yield _with_arguments(node, [*node.args, ast.Constant(0)])


def relu_for_size(node, _scope):
    """Yield relu for the size."""
    if _is_size(node):
        yield _numpy("maximum", node.args[0], ast.Constant(0))


def _is_size(node):
    return called_name(node) in SIZES and node.args


BACKWARDS = minus(ast.Constant(1))
NEVER_TOO_MANY = "len", "range", "enumerate", "zip", "print", "append", "copy"


def call_taken_off(*names):
    """Return a transformation: f(x) becomes x, x.f() becomes x, for functions of these names."""

    def take_off(node, _scope):
        name = called_name(node)
        if not isinstance(node, ast.Call) or (names and name not in names):
            return
        if not names and name in NEVER_TOO_MANY:
            return
        for argument in node.args[:3]:
            if _is_value(argument):
                yield argument
        if isinstance(node.func, ast.Attribute) and not is_numpy(node.func.value):
            yield node.func.value

    return take_off


def numpy_of(*functions, **options):
    """Return a transformation: x becomes np.f(x)."""

    def put_on(node, _scope):
        if _is_value(node) and not is_number(node):
            for function in functions:
                yield _numpy(function, node, **options)

    return put_on


def own_function_put_on(node, scope):
    """Yield f(x) for the functions that the learner has written, and for relu of numpy's."""
    if _is_value(node):
        for function in scope.functions:
            yield ast.Call(_name(function), [node], [])


def summed(function):
    """Return a transformation: x becomes its sum (or mean), over all, over each axis."""

    def add_up(node, _scope):
        if _is_value(node) and not is_number(node):
            yield _numpy(function, node)
            yield _numpy(function, node, axis=0)
            yield _numpy(function, node, axis=1)
            yield _numpy(function, node, axis=1, keepdims=True)

    return add_up


def share_for_mean(node, _scope):
    """Yield each number divided by how many there are, for the mean of all."""
    if called_name(node) in ("mean", "average"):
        values = node.args[0] if node.args else getattr(node.func, "value", None)
        if isinstance(values, ast.Name) and not is_numpy(values):
            yield _binary(values, ast.Div, _length(values))


def other_axis(node, _scope):
    """Yield the call with another axis, none, or the first that it names."""
    if not isinstance(node, ast.Call) or called_name(node) in ("len", "range", "zip", "enumerate"):
        return
    others = [option for option in node.keywords if option.arg != "axis"]
    given = [option.value for option in node.keywords if option.arg == "axis"]
    if called_name(node) == "sum" and isinstance(node.func, ast.Name):
        yield _numpy("sum", *node.args[:1])
        for axis in (0, 1):
            yield _numpy("sum", *node.args[:1], axis=axis)
        return
    for axis in (0, 1, None):
        chosen = [] if axis is None else [_option("axis", axis)]
        if not given and axis is None:
            continue
        if given and isinstance(given[0], ast.Constant) and given[0].value == axis:
            continue
        yield _with_arguments(node, keywords=[*chosen, *others])
        if axis == 1 and not others:
            kept = _option("keepdims", True)
            yield _with_arguments(node, keywords=[*chosen, kept])


def other_option(node, _scope):
    """Yield the call without keepdims, or with it."""
    if not isinstance(node, ast.Call):
        return
    yield from _without_options(node, lambda name: name == "keepdims")
    if any(option.arg == "axis" for option in node.keywords):
        kept = _option("keepdims", True)
        if not any(option.arg == "keepdims" for option in node.keywords):
            yield _with_arguments(node, keywords=[*node.keywords, kept])


def option_taken_off(node, _scope):
    """Yield the call without one of its options that change what it computes."""
    if isinstance(node, ast.Call):
        yield from _without_options(node, lambda name: name not in NO_OTHER_NUMBERS)


def _without_options(call, are_taken_off):
    for option in call.keywords:
        if are_taken_off(option.arg):
            others = [other for other in call.keywords if other is not option]
            yield _with_arguments(call, keywords=others)


def spread(node, _scope):
    """Yield a flat array as a column, as a row, a column as a flat array, a value as a list."""
    if _is_value(node) and not is_number(node):
        yield _part(node, Ellipsis, None)
        yield _part(node, None)
        yield _part(node, Ellipsis, 0)
        yield ast.Call(_attribute(node, "ravel"), [], [])
        yield ast.List([node], ast.Load())


def axis_taken_off(node, _scope):
    """Yield what None or np.newaxis in square brackets gives one more axis."""
    if _adds_an_axis(node):
        yield node.value


def _adds_an_axis(node):
    return isinstance(node, ast.Subscript) and any(
        (isinstance(part, ast.Constant) and part.value is None)
        or (isinstance(part, ast.Attribute) and part.attr == "newaxis")
        for part in nodes_in(node.slice)
    )


def options_taken_off(node, scope):
    """Yield a call without one of its options, brackets of a list without them."""
    yield from other_option(node, scope)
    if isinstance(node, ast.List) and len(node.elts) == 1:
        yield node.elts[0]


# ---- transposes, gates, parts ----


def transposed(node, _scope):
    """Yield the transpose."""
    if _is_computed(node):
        yield _transposed(node)


def product_turned(node, _scope):
    """Yield b.T @ a for a.T @ b: the transpose of the product."""
    is_called = called_name(node) in ("dot", "matmul") and len(node.args) == 2
    if not is_called and not is_operation(node, ast.MatMult):
        return
    sides = node.args if is_called else [node.left, node.right]
    if not any(map(is_transposed, sides)):
        return
    second, first = map(_turned_over, sides)
    if is_called:
        yield _with_arguments(node, [first, second])
    else:
        yield _binary(first, ast.MatMult, second)


def _turned_over(node):
    return node.value if is_transposed(node) else _transposed(node)


def transposed_for_reshaped(node, _scope):
    """Yield the transpose for x.reshape(...): no new shape exchanges rows and columns."""
    if called_name(node) == "reshape" and _is_method(node):
        yield _transposed(node.func.value)


def transpose_taken_off(node, _scope):
    """Yield what is transposed."""
    if is_transposed(node):
        yield node.value
    if called_name(node) == "transpose":
        yield node.args[0] if node.args else node.func.value


def with_relu(node, _scope):
    """Yield relu of the node."""
    if _is_computed(node):
        yield _numpy("maximum", node, ast.Constant(0))


def relu_taken_off(node, _scope):
    """Yield what relu is taken of, however that is written."""
    name = called_name(node)
    if name in ("maximum", "max", "clip", "relu", "my_relu") and node.args:
        yield from (argument for argument in node.args if not is_number(argument))
    branches = node.args[1:] if name == "where" else []
    if isinstance(node, ast.IfExp):
        branches = [node.body, node.orelse]
    if any(map(is_zero, branches)):
        yield from (branch for branch in branches if not is_number(branch))


def with_gate(node, scope):
    """Yield the node where something known is above zero, 0 elsewhere."""
    if _is_computed(node):
        for asked in _gates(scope):
            yield _binary(node, ast.Mult, _open(asked))


def _gates(scope):
    """Yield what a gate may ask of: the atoms, and a list's entry for each turn of a loop."""
    yield from scope.atoms
    lists = [atom.value for atom in scope.atoms if isinstance(atom, ast.Subscript)]
    counters = [name for name in scope.names if name.id in scope.counters]
    known = set(map(build_of, scope.atoms))
    entries = [ast.Subscript(of, at, ast.Load()) for of in lists for at in counters]
    yield from {form: e for e in entries if (form := build_of(e)) not in known}.values()


def gate_for_relu(node, scope):
    """Yield what relu is taken of where something known is above zero, 0 elsewhere."""
    if _is_relu(node):
        for value in node.args:
            if not is_number(value):
                others = (asked for asked in _gates(scope) if build_of(asked) != build_of(value))
                yield from (_binary(value, ast.Mult, _open(asked)) for asked in others)


def relu_for_gate(node, _scope):
    """Yield relu of what a gate multiplies."""
    if is_operation(node, ast.Mult):
        for gate, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(gate, ast.Compare) and build_of(gate.left) != build_of(other):
                yield _numpy("maximum", other, ast.Constant(0))


def _is_relu(node):
    return called_name(node) in ("maximum", "max") and any(map(is_zero, node.args))


def passes_counted(counter, entries):
    """Return conditions that are false in the first, or the last pass of a loop that counts."""
    last = _binary(_length(_name(entries)), ast.Sub, ast.Constant(1))
    return [_open(_name(counter)), ast.Compare(_name(counter), [ast.Lt()], [last])]


def passes_of_entries(entry, entries):
    """Return conditions that are false in the first, or the last pass of a loop over entries."""
    return [
        ast.Compare(_name(entry), [ast.IsNot()], [_part(_name(entries), place)])
        for place in (0, -1)
    ]


def another_pass(node, scope):
    """Yield the question whether this is a loop's last pass for whether it is its first, or back.

    Of a question whether it is not, likewise.
    """
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        # Two for each loop around the line: not its first pass, not its last.
        loops = list(zip(scope.passes[::2], scope.passes[1::2], strict=True))
        for asked, other in [*loops, *(pair[::-1] for pair in loops)]:
            if any(build_of(node) == build_of(form) for form in _forms_of(asked)):
                is_equal = isinstance(node.ops[0], (ast.Eq, ast.Is))
                yield _forms_of(other)[-1] if is_equal else copy_of(other)


def _forms_of(condition):
    """How a condition that is false in one pass alone can be written; the last asks for that."""
    left, right = condition.left, condition.comparators
    is_counted = not isinstance(condition.ops[0], ast.IsNot)
    asked = ast.Eq() if is_counted else ast.Is()
    other = [ast.Compare(left, [ast.NotEq()], right)] if is_counted else []
    return [condition, *other, ast.Compare(left, [asked], right)]


def last_pass_told(node, scope):
    """Yield a question that tells the last pass, for one that no pass, or every pass, answers yes.

    Such are number < len(layers) and number == len(layers), where number counts the layers.
    """
    for asked in scope.passes:
        last = asked.comparators[0]
        if is_operation(last, ast.Sub) and isinstance(node, ast.Compare) and len(node.ops) == 1:
            is_counted = build_of(node.left) == build_of(asked.left)
            if is_counted and build_of(node.comparators[0]) == build_of(last.left):
                yield ast.Compare(node.left, node.ops, [copy_of(last)])


def in_all_passes_but_one(node, scope):
    """Yield relu, or a gate, in all passes of a loop but its first, or its last."""
    if _is_relu(node) or called_name(node) == "where":
        without = relu_taken_off(node, scope)
    else:
        without = gate_taken_off(node, scope)
    for value in without:
        for condition in scope.passes:
            yield ast.IfExp(copy_of(condition), node, value)


def as_gate(node, _scope):
    """Yield whether the node is above zero, as 1 and 0; of a relu, whether its sum is."""
    if _is_relu(node):
        yield from (_open(argument) for argument in node.args if not is_zero(argument))
    if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute, ast.Call, ast.BinOp)):
        yield _open(node)


def gate_taken_off(node, _scope):
    """Yield a product without its gate."""
    if is_operation(node, ast.Mult):
        for gate, other in ((node.left, node.right), (node.right, node.left)):
            if any(isinstance(part, ast.Compare) for part in nodes_in(gate)):
                yield other


def value_of_gate(node, _scope):
    """Yield what a comparison with 0 asks about."""
    if isinstance(node, ast.Compare):
        yield node.left


def gate_in_brackets(node, _scope):
    """A product with a comparison becomes what the comparison picks out."""
    if is_operation(node, ast.Mult):
        for gate, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(gate, ast.Compare) and not isinstance(other, (ast.Compare, ast.Constant)):
                yield ast.Subscript(other, gate, ast.Load())


def gate_out_of_brackets(node, _scope):
    """What square brackets pick out becomes a product with what stands in them."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, (ast.Compare, ast.Name)):
        yield _binary(as_load(node.value), ast.Mult, node.slice)


def squared(node, _scope):
    """Yield the square."""
    if _is_computed(node):
        yield _binary(node, ast.Pow, ast.Constant(2))


def square_for_double(node, _scope):
    """Yield the square for the double."""
    if is_operation(node, ast.Mult):
        for number, other in ((node.left, node.right), (node.right, node.left)):
            if is_number(number) and number.value == 2:
                yield _binary(other, ast.Pow, number)


def square_for_size(node, _scope):
    """Yield the square for the size."""
    if _is_size(node):
        yield _binary(node.args[0], ast.Pow, ast.Constant(2))


def square_taken_off(node, _scope):
    """Yield what is squared."""
    if is_operation(node, ast.Pow):
        yield node.left
    if called_name(node) == "square" and node.args:
        yield node.args[0]


def other_place(node, _scope):
    """Yield the node with other places in its square brackets: next to it, or exchanged."""
    if not isinstance(node, ast.Subscript):
        return
    index = node.slice
    if isinstance(index, ast.Slice):
        for lower, upper in ((None, index.upper), (index.lower, None)):
            # Without both ends it is all of it: that is another slip.
            is_part = lower or upper or index.step
            if is_part and (lower, upper) != (index.lower, index.upper):
                yield _sliced(node, lower, upper)
        yield from _slices_near(node, index)
    elif isinstance(index, ast.Tuple):
        if len(index.elts) == 2:
            yield _indexed(node, ast.Tuple(index.elts[::-1], ast.Load()))
    else:
        outer = node.value
        if isinstance(outer, ast.Subscript) and not isinstance(outer.slice, (ast.Slice, ast.Tuple)):
            yield ast.Subscript(_indexed(outer, index), outer.slice, node.ctx)
        for by in (ast.Add, ast.Sub):
            yield _indexed(node, _by_one(index, by))
        if is_minus(index):
            yield _indexed(node, _by_one(index.operand, ast.Sub))
        if not isinstance(index, ast.Constant):
            for number in (0, 1, -1):
                yield _indexed(node, ast.Constant(number))


def place_for_slice(node, scope):
    """Yield the entries at known places for those of a slice: rows[batch] for rows[:len(batch)]."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield from (_indexed(node, name) for name in scope.names)


def _by_one(node, by):
    if is_number(node):
        return ast.Constant(node.value + (1 if by is ast.Add else -1))
    if is_operation(node, ast.Add, ast.Sub):
        is_undone = not isinstance(node.op, by) and is_number(node.right) and node.right.value == 1
        if is_undone:
            return node.left
    return _binary(node, by, ast.Constant(1))


def _range(call, first, last, *step):
    """A range as it is mostly written: from 0 on without saying so."""
    is_plain = is_zero(first) and not step
    return _with_arguments(call, [last] if is_plain else [first, last, *step])


def _sliced(node, lower, upper):
    return _indexed(node, ast.Slice(lower, upper, node.slice.step))


def _slices_near(node, index):
    for by in (ast.Add, ast.Sub):
        if index.lower is not None:
            yield _sliced(node, _by_one(index.lower, by), index.upper)
        if index.upper is not None:
            yield _sliced(node, index.lower, _by_one(index.upper, by))
    if index.lower is not None and index.upper is not None:
        yield _sliced(node, index.lower, _binary(index.lower, ast.Add, index.upper))
    elif index.lower is not None:
        yield _sliced(node, None, index.lower)
    elif index.upper is not None:
        yield _sliced(node, index.upper, None)
    yield _indexed(node, ast.Slice(index.lower, index.upper, None)) if index.step else node


def _indexed(node, index):
    return ast.Subscript(node.value, index, node.ctx)


def part_or_picked(node, scope):
    """Yield a part of what the function knows, or the entries that are at places it knows."""
    yield from part_taken_out(node, scope)
    yield from picked_out(node, scope)


def picked_out(node, scope):
    """Yield the entries that a list of places picks out."""
    if isinstance(node, PICKED_FROM):
        for name in scope.names:
            if name.id not in scope.counters:
                yield ast.Subscript(node, name, ast.Load())


def part_taken_out(node, scope):
    """Yield an entry, a row, a column or all but an end of what the function knows."""
    if not isinstance(node, PICKED_FROM):
        return
    for place in (0, -1):
        yield _part(node, place)
        yield _part(node, Ellipsis, place)
    for name in scope.names:
        if name.id in scope.counters:
            yield ast.Subscript(node, name, ast.Load())
    for lower, upper in ((1, None), (None, -1)):
        ends = [None if end is None else ast.Constant(end) for end in (lower, upper)]
        yield ast.Subscript(node, ast.Slice(*ends), ast.Load())


def entry_of_this_pass(node, scope):
    """Yield the entry that a loop has come to for one that is always the same."""
    if not isinstance(node, ast.Subscript):
        return
    places = getattr(node.slice, "elts", [node.slice])
    for at, place in enumerate(places):
        if is_number(place) or is_minus(place):
            for name in sorted(scope.counters):
                others = [*places[:at], _name(name), *places[at + 1 :]]
                is_one = not isinstance(node.slice, ast.Tuple)
                yield _indexed(node, others[0] if is_one else ast.Tuple(others, ast.Load()))


def turned_round(node, _scope):
    """Yield the entries from the last to the first."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        yield ast.Subscript(node, ast.Slice(None, None, BACKWARDS), ast.Load())


def turned_back(node, _scope):
    """Yield what is turned round."""
    if isinstance(node, ast.Subscript) and _goes_backwards(node.slice):
        yield node.value


def _goes_backwards(index):
    step = getattr(index, "step", None)
    return step is not None and ast.unparse(step) == "-1"


def rows_taken_out(node, scope):
    """Yield the entries at two known places, in rows and columns: table[rows, labels]."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        for name in scope.names:
            both = ast.Tuple([ast.Slice(), name], ast.Load())
            yield ast.Subscript(node, both, ast.Load())
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        first, *others = node.slice.elts
        if isinstance(first, ast.Slice):
            for name in scope.names:
                counted = ast.Call(_name("range"), [_length(name)], [])
                yield _indexed(node, ast.Tuple([counted, *others], ast.Load()))


def whole_or_all_taken(node, scope):
    """Yield what an entry is taken out of, or several are picked out of."""
    yield from whole_taken(node, scope)
    yield from all_taken(node, scope)


def all_taken(node, scope):
    """Yield what a list of places picks entries out of."""
    if _picks_by_a_list(node, scope):
        yield node.value


def _picks_by_a_list(node, scope):
    """Whether a name stands in square brackets that no loop gives one number after the other."""
    is_named = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name)
    return is_named and node.slice.id not in scope.counters


def whole_taken(node, scope):
    """Yield what an entry is taken out of."""
    if _picks_by_a_list(node, scope):
        return
    if isinstance(node, ast.Subscript) and not _adds_an_axis(node):
        if not _goes_backwards(node.slice):
            yield node.value
        if isinstance(node.slice, ast.Tuple):
            for at in range(len(node.slice.elts)):
                elements = list(node.slice.elts)
                elements[at] = ast.Slice()
                yield _indexed(node, ast.Tuple(elements, ast.Load()))


def other_turns(node, _scope):
    """Yield a range, or what else a loop goes through, with other ends or backwards."""
    if called_name(node) == "range":
        first, last = [ast.Constant(0), *node.args][-2:] if len(node.args) < 3 else node.args[:2]
        step = node.args[2:]
        for by in (ast.Add, ast.Sub):
            yield _range(node, first, _by_one(last, by), *step)
            if by is ast.Add or not is_number(first) or first.value > 0:
                yield _range(node, _by_one(first, by), last, *step)
                yield _range(node, _by_one(first, by), _by_one(last, by), *step)
        if not step:
            yield ast.Call(_name("reversed"), [node], [])
    if called_name(node) == "reversed" and node.args:
        yield node.args[0]


def stepped_range(node, scope):
    """Yield a range that goes on by what the function knows, or by one."""
    if called_name(node) == "range":
        if len(node.args) == 3:
            yield _with_arguments(node, node.args[:2])
            for name in scope.names:
                yield _with_arguments(node, [*node.args[:2], name])
        elif len(node.args) < 3:
            first, last = [ast.Constant(0), *node.args][-2:]
            for name in scope.names:
                yield _with_arguments(node, [first, last, name])


def range_ends_elsewhere(node, scope):
    """Yield a range up to each number that the function knows, and to each length."""
    if called_name(node) == "range" and node.args:
        before = node.args[:-1] if len(node.args) < 3 else node.args[:1]
        after = node.args[2:]
        for name in scope.names:
            for end in (name, _length(name), _part(_attribute(name, "shape"), 1)):
                yield _with_arguments(node, [*before, end, *after])


def copied(node, _scope):
    """Yield a copy of an array."""
    if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)):
        yield ast.Call(_attribute(node, "copy"), [], [])


def one_for_each(node, _scope):
    """Yield a list with entries of its own for [row] * n, in which all are one."""
    if is_operation(node, ast.Mult):
        entries = getattr(node.left, "elts", ())
        if len(entries) == 1 and not is_number(entries[0]):
            turns = ast.Call(_name("range"), [node.right], [])
            turn = ast.comprehension(ast.Name("_", ast.Store()), turns, [], 0)
            yield ast.ListComp(entries[0], [turn])


def copy_for_filled(node, _scope):
    """Yield a copy of what lends its shape to an array of zeros or ones."""
    if called_name(node) in ("zeros", "ones", "zeros_like", "ones_like") and node.args:
        lent = node.args[0]
        if isinstance(lent, ast.Attribute) and lent.attr == "shape":
            lent = lent.value
        yield from copied(lent, _scope)


def filled_for_copy(node, _scope):
    """Yield zeros in the shape of what is copied."""
    if called_name(node) == "copy" and isinstance(node.func, ast.Attribute) and not node.args:
        yield _numpy("zeros_like", node.func.value)


def one_result_less(node, _scope):
    """Yield a tuple or list with one entry less."""
    if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Load):
        for at in range(len(node.elts)):
            if len(node.elts) > 1:
                yield type(node)(node.elts[:at] + node.elts[at + 1 :], node.ctx)


def results_exchanged(node, _scope):
    """Yield a tuple or list with two neighbouring entries exchanged."""
    if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Load):
        for at in range(1, len(node.elts)):
            entries = list(node.elts)
            entries[at - 1 : at + 1] = entries[at], entries[at - 1]
            yield type(node)(entries, node.ctx)


def one_result_more(node, scope):
    """Yield a tuple or list with one entry more, at either end."""
    if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Load):
        for name in scope.names:
            for at in (len(node.elts), 0):
                elements = [*node.elts[:at], name, *node.elts[at:]]
                yield type(node)(elements, node.ctx)


def whole_division(node, _scope):
    """Yield / for //, and what int() or round() was applied to."""
    if is_operation(node, ast.FloorDiv):
        yield _binary(node.left, ast.Div, node.right)
        yield minus(_binary(minus(node.left), ast.FloorDiv, node.right))
    if called_name(node) in ("int", "round", "floor"):
        yield node.args[0] if node.args else node.func.value


def cut_to_whole(node, _scope):
    """Yield // for /."""
    if is_operation(node, ast.Div):
        yield _binary(node.left, ast.FloorDiv, node.right)


def for_any_numbers(node, _scope):
    """Yield an array of any numbers for one that is made for whole numbers, or may be."""
    if not isinstance(node, ast.Call):
        return
    name, others = called_name(node), [o for o in node.keywords if o.arg != "dtype"]
    if name == "copy" and isinstance(node.func, ast.Attribute) and not node.args:
        yield ast.Call(_attribute(node.func.value, "astype"), [_name("float")], [])
    if name not in MAKE_AN_ARRAY:
        if len(others) < len(node.keywords):
            yield _with_arguments(node, keywords=others)
        return
    count = 2 if name.startswith("full") else 1
    # What zeros and the like make when they are told no type is for any numbers.
    own = [] if name in FOR_ANY_NUMBERS else [ast.keyword("dtype", _name("float"))]
    if own or len(others) < len(node.keywords) or len(node.args) > count:
        yield _with_arguments(node, node.args[:count], [*others, *own])


def for_whole_numbers(node, _scope):
    """Yield zeros or ones that are whole numbers."""
    if called_name(node) in ("zeros", "ones") and len(node.args) == 1 and not node.keywords:
        yield _with_arguments(node, keywords=[ast.keyword("dtype", _name("int"))])


def letters_turned(node, _scope):
    """Yield einsum with the last two letters of what it gives exchanged."""
    if called_name(node) != "einsum" or not node.args:
        return
    given, _, gives = str(getattr(node.args[0], "value", "")).rpartition("->")
    if given and len(gives.strip()) > 1:
        *first, one, other = gives.strip()
        letters = ast.Constant(f"{given}->{''.join([*first, other, one])}")
        yield _with_arguments(node, [letters, *node.args[1:]])


def gate_for_sign(node, _scope):
    """Yield whether a number is above zero for its sign."""
    if called_name(node) == "sign" and node.args:
        yield _open(node.args[0])


def one_of_a_stack(node, _scope):
    """Yield one of two arrays that are put together."""
    if called_name(node) in STACKS and node.args:
        entries = getattr(node.args[0], "elts", ())
        yield from entries if len(entries) == 2 else ()


def number_of_place(node, _scope):
    """Yield the place of the largest number for the largest number, row by row."""
    if _is_value(node) and not is_number(node):
        yield _numpy("argmax", node, axis=1)
        yield _numpy("argmax", node)


def nothing(*_):
    """Yield nothing: a slip that is not made on purpose here."""
    return iter(())


RULES = (
    Rule(kinds.SIGN, between(ast.Add, ast.Sub), between(ast.Add, ast.Sub), 1),
    Rule(kinds.SIDES, sides_swapped, sides_swapped, 1),
    Rule(
        kinds.PRODUCT_CONFUSED,
        between(ast.Mult, ast.MatMult),
        between(ast.Mult, ast.MatMult),
        1,
    ),
    Rule(kinds.GATE_TOO_MANY, nothing, gate_taken_off, 1),
    Rule(kinds.FACTOR_TOO_MANY, with_factor, without(ast.Mult), 1),
    Rule(kinds.TERM_TOO_MANY, with_term, without(ast.Add, ast.Sub), 1),
    Rule(kinds.DIVISION_TOO_MANY, with_division, without(ast.Div), 1),
    Rule(kinds.MATRIX_PRODUCT_TOO_MANY, with_matrix_product, without(ast.MatMult), 1),
    Rule(kinds.OPERATION, other_operation, other_operation, 1),
    Rule(kinds.BRACKETS, brackets_moved, brackets_moved, 1),
    Rule(kinds.APPLIED_ELSEWHERE, applied_elsewhere, applied_elsewhere, 1),
    Rule(kinds.COMPARISON, other_comparison, other_comparison, 1),
    Rule(kinds.COMPARISON, other_sort_of_comparison, other_sort_of_comparison, 3),
    Rule(kinds.CONDITION_MISSING, nothing, another_condition, 2),
    Rule(kinds.CONDITION_TOO_MANY, nothing, one_condition_less, 1),
    Rule(kinds.CONDITION_TOO_MANY, nothing, filter_taken_off, 1),
    Rule(kinds.NUMBER_AS_CONDITION, nothing, asked_above_zero, 1),
    Rule(kinds.ONE_CASE, nothing, nothing_in_one_case, 1),
    Rule(kinds.ONE_CASE, nothing, without_a_way_out, 1),
    Rule(kinds.SIGN, sign_turned, sign_turned, 1),
    Rule(kinds.NAME, another_name, another_name, 1),
    Rule(kinds.NUMBER, another_number, another_number, 1),
    Rule(kinds.NAME, name_and_its_length, name_and_its_length, 1),
    Rule(kinds.TRANSPOSE_TOO_MANY, transposed, transpose_taken_off, 1),
    Rule(kinds.TRANSPOSE_MISSING, transpose_taken_off, transposed, 1),
    Rule(kinds.TRANSPOSE_MISSING, nothing, product_turned, 1),
    Rule(kinds.TRANSPOSE_MISSING, nothing, letters_turned, 0),
    Rule(kinds.RESHAPED, nothing, transposed_for_reshaped, 0),
    Rule(kinds.SUM_OR_MEAN, sum_or_mean, sum_or_mean, 1),
    Rule(kinds.LARGEST, largest_one_by_one, largest_mended, 1),
    Rule(kinds.ARGUMENT_MISSING, nothing, compared_with_nothing, 0),
    Rule(kinds.FUNCTION, other_function, other_function, 1),
    Rule(kinds.FUNCTION, nothing, gate_for_sign, 0),
    Rule(kinds.FUNCTION, nothing, relu_for_size, 1),
    Rule(kinds.FUNCTION, filled_for_copy, copy_for_filled, 1),
    Rule(kinds.OTHER_END, other_end, other_end, 1),
    Rule(kinds.AXIS, other_axis, other_axis, 0),
    Rule(kinds.SHAPE, options_taken_off, other_option, 1),
    Rule(kinds.SHAPE, nothing, axis_taken_off, 1),
    Rule(kinds.OPTION, nothing, option_taken_off, 1),
    Rule(kinds.ONE_FOR_ALL, nothing, entry_of_this_pass, 1),
    Rule(kinds.IN_EVERY_PASS, nothing, last_pass_told, 1),
    Rule(kinds.RELU_TOO_MANY, with_relu, relu_taken_off, 1),
    Rule(kinds.IN_EVERY_PASS, nothing, in_all_passes_but_one, 1),
    Rule(kinds.ANOTHER_PASS, another_pass, another_pass, 1),
    Rule(kinds.SIZE_TOO_MANY, numpy_of("abs"), call_taken_off(*SIZES), 1),
    Rule(kinds.SQUARE_TOO_MANY, squared, square_taken_off, 1),
    Rule(kinds.SUM_TOO_MANY, summed("sum"), call_taken_off("sum"), 1),
    Rule(kinds.MEAN_TOO_MANY, summed("mean"), call_taken_off("mean", "average"), 1),
    Rule(kinds.MEAN_TOO_MANY, nothing, share_for_mean, 2),
    Rule(kinds.WHOLE_NUMBERS, cut_to_whole, whole_division, 1),
    Rule(kinds.ARRAY_TYPE, for_whole_numbers, for_any_numbers, 1),
    Rule(kinds.CALL_TOO_MANY, nothing, call_taken_off(), 1),
    Rule(kinds.PLACE, other_place, other_place, 1),
    Rule(kinds.ONE_FOR_ALL, part_taken_out, whole_taken, 1),
    Rule(kinds.PICKED, picked_out, all_taken, 1),
    Rule(kinds.TURNS, other_turns, other_turns, 1),
    Rule(kinds.ENTRIES, nothing, one_of_a_stack, 0),
    Rule(kinds.RESULTS, nothing, one_result_less, 1),
    Rule(kinds.ORDER_OF_RESULTS, results_exchanged, results_exchanged, 1),
    Rule(kinds.GATE_PICKS_OUT, gate_in_brackets, gate_out_of_brackets, 1),
    Rule(kinds.SQUARE_MISSING, square_taken_off, squared, 2),
    Rule(kinds.SQUARE_MISSING, nothing, square_for_double, 1),
    Rule(kinds.SQUARE_MISSING, nothing, square_for_size, 2),
    Rule(kinds.RELU_MISSING, relu_taken_off, with_relu, 2),
    Rule(kinds.GATE_MISSING, gate_taken_off, with_gate, 2),
    Rule(kinds.RELU_FOR_GATE, relu_for_gate, gate_for_relu, 2),
    Rule(kinds.GATE_FOR_VALUE, nothing, value_of_gate, 1),
    Rule(kinds.VALUE_FOR_GATE, value_of_gate, as_gate, 3),
    Rule(kinds.FACTOR_MISSING, without(ast.Mult), with_factor, 3),
    Rule(kinds.DIVISION_MISSING, without(ast.Div), with_division, 3),
    Rule(kinds.TERM_MISSING, without(ast.Add, ast.Sub), with_term, 3),
    Rule(kinds.SIZE_MISSING, call_taken_off("abs"), numpy_of("abs"), 2),
    Rule(kinds.SUM_MISSING, call_taken_off("sum"), summed("sum"), 2),
    Rule(kinds.MEAN_MISSING, call_taken_off("mean"), summed("mean"), 2),
    Rule(kinds.CALL_MISSING, nothing, own_function_put_on, 2),
    Rule(kinds.CALL_MISSING, nothing, number_of_place, 3),
    Rule(
        kinds.CALL_MISSING, call_taken_off("sqrt", "exp", "log"), numpy_of("exp", "log", "sqrt"), 2
    ),
    Rule(kinds.ALL_FOR_ONE, whole_or_all_taken, part_or_picked, 3),
    Rule(kinds.REVERSED, turned_round, turned_back, 1),
    Rule(kinds.REVERSED, nothing, turned_round, 2),
    Rule(kinds.NUMBER, nothing, name_for_number, 3),
    Rule(kinds.NUMBER, nothing, length_for_number, 3),
    Rule(kinds.PLACE, nothing, place_for_slice, 2),
    Rule(kinds.NUMBER_NEEDED, nothing, number_for_name, 2),
    Rule(kinds.EACH_WITH_EACH, nothing, each_with_each, 2),
    Rule(kinds.NUMBER, nothing, one_for_length, 2),
    Rule(kinds.NAME, name_for_length, length_for_name, 3),
    Rule(kinds.COPY_MISSING, call_taken_off("copy"), copied, 1),
    Rule(kinds.COPY_MISSING, nothing, one_for_each, 1),
    Rule(kinds.CALL_MISSING, nothing, numpy_of("array"), 2),
    Rule(kinds.TURNS, range_ends_elsewhere, range_ends_elsewhere, 2),
    Rule(kinds.TURNS, stepped_range, stepped_range, 2),
    Rule(kinds.MATRIX_PRODUCT_MISSING, without(ast.MatMult), with_matrix_product, 4),
    Rule(kinds.FACTOR_MISSING, nothing, with_factor_fitted, 4),
    Rule(kinds.DIVISION_MISSING, nothing, with_rarer_division, 4),
    Rule(kinds.SHAPE, nothing, spread, 4),
    Rule(kinds.RESULTS, one_result_less, one_result_more, 4),
    Rule(kinds.PLACE, nothing, rows_taken_out, 4),
)
"""The rules of expressions. Those of whole lines are in lines.py."""
