"""Changes that make a program right by accident, or with something that does nothing.

No tutor would show them, and the line that they change is not the one that is wrong.
"""

import ast
from collections import Counter
from itertools import combinations, pairwise

import numpy as np

from helpers.exercises.checker.edited import text_of
from helpers.exercises.checker.edits import SIZES, called_name
from helpers.exercises.checker.lines import gives_nothing
from helpers.exercises.checker.steps import SEER, Failed
from helpers.exercises.checker.trees import (
    build_of,
    is_minus,
    is_number,
    is_numpy,
    is_operation,
    is_transposed,
    is_zero,
    names_given_in,
    names_in,
    nodes_in,
    number_of,
)

CHANGING = {
    *SIZES,
    *("square", "sqrt", "maximum", "minimum", "clip"),
    *("sum", "mean", "average", "prod", "max", "min", "amax", "amin", "relu"),
}
"""Functions that are called for other numbers than they are given, not for another type."""
CHOOSING = {"where", *SIZES, "max", "min", "maximum", "minimum"}
"""Functions that give another number below zero than above, or may do so."""
OF_NUMBERS = CHOOSING - {"where"} | {"clip", "exp", "log", "sqrt", "square"}
"""Functions that nobody asks of an answer, which is yes or no."""
CASTS = {"array", "asarray", "astype", "copy", "float"}
LOOPS = (ast.For, ast.While)


def reads_as_a_trick(before, after):
    """Return whether a definition has something in it that is right by accident only afterwards.

    Both are texts of it.
    """
    old, new = (Counter(_written_in(ast.parse(text))) for text in (before, after))
    return not new <= old


def without_idle_lines(text):
    """Return the text of a definition without the lines that give something its own value: x = x.

    A block of such lines alone keeps them, and what stands under else always does.
    """
    tree = ast.parse(text)
    for node in nodes_in(tree):
        block = getattr(node, "body", None)
        if isinstance(block, list):
            node.body = [line for line in block if not _gives_its_own_value(line)] or block
    return ast.unparse(tree)


def _gives_its_own_value(line):
    if not isinstance(line, ast.Assign):
        return False
    return list(map(ast.unparse, line.targets)) == [ast.unparse(line.value)]


def _written_in(tree):
    """What looks like a trick in a tree, each as often as it does."""
    for node in nodes_in(tree):
        for name, looks in _LOOKS.items():
            if looks(node):
                yield name
        if isinstance(node, LOOPS):
            yield from _divided_by_turns(node)
            yield from _goes_past_its_entries(node)
    yield from _begun_elsewhere(tree)
    yield from _said_twice(tree)
    yield from _written_over(tree)
    yield from _gated_again(tree)
    yield from _left_over_by_a_loop(tree)
    yield from _against_their_names(tree)
    yield from _multiplied_back(tree)
    yield from _given_for_nothing(tree)
    yield from _length_of_a_place(tree)
    yield from _arguments_given_a_number(tree)
    yield from _never_reached(tree)


def _is_minus_nothing(node):
    """Whether a minus stands before 0, or before a relu: no sum of the course's is turned over."""
    return is_minus(node) and (is_zero(node.operand) or called_name(node.operand) == "maximum")


def _cancels(node):
    """Whether something is added and taken off again, or divided by and multiplied with."""
    if is_operation(node, ast.Add, ast.Sub):
        terms = list(_terms(node, 1))
        numbers = [sign * term.value for sign, term in terms if is_number(term)]
        pairs = combinations([(sign, build_of(term)) for sign, term in terms], 2)
        undone = any(one == other and sign == -back for (sign, one), (back, other) in pairs)
        undone = undone or any(build_of(term) in _divisors(node) for _, term in terms)
        return undone or (len(numbers) > 1 and sum(numbers) == 0)
    if is_operation(node, ast.Mult, ast.Div):
        above, below = _factors(node)
        return any(build_of(factor) in set(map(build_of, below)) for factor in above) or any(
            build_of(factor) in _divisors(other)
            for factor in above
            for other in above
            if factor is not other
        )
    return False


def _terms(node, sign):
    """The terms of a sum, each with its sign, without what only gives them another type."""
    if is_operation(node, ast.Add, ast.Sub):
        yield from _terms(node.left, sign)
        yield from _terms(node.right, -sign if isinstance(node.op, ast.Sub) else sign)
    elif is_minus(node):
        yield from _terms(node.operand, -sign)
    else:
        yield sign, _uncast(node)


def _uncast(node):
    while called_name(node) in CASTS:
        of = getattr(node.func, "value", None)
        is_method = of is not None and not is_numpy(of)
        if not is_method and not node.args:
            return node
        node = of if is_method else node.args[0]
    return node


def _factors(node):
    """What a product multiplies by, and what it divides by."""
    if is_operation(node, ast.Mult, ast.Div):
        (above, below), (others, under) = _factors(node.left), _factors(node.right)
        if isinstance(node.op, ast.Div):
            others, under = under, others
        return above + others, below + under
    return [node], []


def _divisors(node):
    """What the terms of a sum are divided by."""
    terms = [term for _, term in _terms(node, 1)]
    if len(terms) < 2:
        return set()
    return {build_of(factor) for term in terms for factor in _factors(term)[1]}


def _chooses_its_condition(node):
    """Whether np.where gives the condition itself in one of the two cases."""
    if called_name(node) != "where" or len(node.args) != 3:
        return False
    condition, *choices = map(build_of, node.args)
    return condition in choices


def _chooses_from_answers(node):
    """Whether a function of numbers is given a condition: to choose from, or to compute with."""
    return called_name(node) in OF_NUMBERS and any(
        isinstance(part, ast.Compare) for given in node.args for part in nodes_in(given)
    )


def _gates_a_choice(node):
    """Whether a condition multiplies what another has chosen, or a size."""
    return is_operation(node, ast.Mult) and any(
        isinstance(gate, ast.Compare)
        and (called_name(other) in CHOOSING or isinstance(other, ast.IfExp))
        for gate, other in ((node.left, node.right), (node.right, node.left))
    )


def _opens_to_another_number(node):
    """Whether something is 0 where it is closed, and not 1 but another number where it is open."""
    numbers = {choice.value for choice in _choices_of(node) if is_number(choice)}
    return len(numbers) == 2 and 0 in numbers and 1 not in numbers


def _choices_of(node):
    """The two that a condition decides between, in a line or in np.where."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    return node.args[1:] if called_name(node) == "where" else []


def _asks_of_a_relu(node):
    """Whether a gate is opened by what relu has left, or by a size, and not by the sum itself."""
    return isinstance(node, ast.Compare) and called_name(node.left) in ("maximum", *SIZES)


def _is_relu_of_a_relu(node):
    """Whether a relu stands in what another one cuts off."""
    inside = node.args if called_name(node) == "maximum" else []
    return any(called_name(part) == "maximum" for of in inside for part in nodes_in(of))


def _begins_below_zero(node):
    """Whether a loop counts from a number with a minus: the last entries would come first."""
    return called_name(node) == "range" and len(node.args) > 1 and is_minus(node.args[0])


def _compares_an_answer(node):
    """Whether a comparison asks about the answer of another one: (x > 0) < 1e-8."""
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    return any(isinstance(side, ast.Compare) for side in sides)


def _asks_what_is_left(node):
    """Whether what relu, or a gate, has left of a number is taken for true or false."""
    asked = getattr(node, "test", None)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        asked = node.operand
    if asked is None or isinstance(asked, ast.Compare):
        return False
    return any(
        called_name(part) == "maximum"
        or (is_operation(part, ast.Mult) and isinstance(part.right, ast.Compare))
        for part in nodes_in(asked)
    )


def _is_shape_of_a_result(node):
    """Whether something is computed only for its shape: np.sum(x, axis=1).shape."""
    is_shape = isinstance(node, ast.Attribute) and node.attr == "shape"
    return is_shape and called_name(node.value) in CHANGING


def _is_part_of_a_transpose(node):
    """Whether an entry is taken out of a transpose, or its shape: two places could be exchanged."""
    if called_name(node) == "len":
        return any(map(is_transposed, node.args))
    if isinstance(node, ast.Attribute):
        return node.attr == "shape" and is_transposed(node.value)
    if not isinstance(node, ast.Subscript):
        return False
    inner = node.value
    is_of_a_row = isinstance(inner, ast.Subscript) and is_transposed(inner.value)
    return is_of_a_row or (isinstance(node.slice, ast.Tuple) and is_transposed(inner))


def _is_picked_out_by_itself(node):
    """Whether a name picks entries out of what it stands for: mask[mask]."""
    is_named = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name)
    return is_named and names_in(node.value) == [node.slice.id]


def _moves_all_alike(node):
    """Whether the same is added to all of which only the largest, or the smallest, is asked for."""
    (moved, *_) = node.args if called_name(node) in ("argmax", "argmin") and node.args else (node,)
    is_moved = moved is not node and is_operation(moved, ast.Add, ast.Sub)
    return is_moved and (is_number(moved.left) or is_number(moved.right))


def _is_one_more_than_divides(node):
    """Whether a whole division is rounded up by one more, even where nothing is left over."""
    if not is_operation(node, ast.Add):
        return False
    terms = [term for _, term in _terms(node, 1)]
    is_divided = any(is_operation(term, ast.FloorDiv) for term in terms)
    return is_divided and any(is_number(term) and term.value == 1 for term in terms)


def _keeps_nothing(node):
    return isinstance(node, ast.Assign) and gives_nothing(node.value)


def _is_of_fixed_length(node):
    """Whether a slice has so many entries, wherever it begins: x[cut : cut + 1]."""
    if not isinstance(node, ast.Slice) or not isinstance(node.upper, ast.BinOp):
        return False
    is_from = node.lower is not None and build_of(node.lower) == build_of(node.upper.left)
    return is_from and is_number(node.upper.right)


def _fills_with_what_has_its_shape(node):
    """Whether all of an array is filled with what has a shape of its own."""
    if called_name(node) != "full" or len(node.args) < 2:
        return False
    shape, given = node.args[:2]
    is_its_own = isinstance(shape, ast.Attribute) and build_of(shape.value) == build_of(given)
    return is_its_own or is_operation(given, ast.MatMult)


def _does_not_choose(node):
    """Whether a condition decides between two numbers that are the same."""
    numbers = set(map(number_of, _choices_of(node)))
    return len(numbers) == 1 and None not in numbers


def _rounds_to_whole_numbers(node):
    """Whether numbers are rounded to no digits: a half goes up or down as it happens."""
    is_called = called_name(node) in ("round", "around") and isinstance(node.func, ast.Attribute)
    return is_called and any(map(is_zero, node.args[1:]))


_LOOKS = {
    "no choice": _does_not_choose,
    "rounded to none": _rounds_to_whole_numbers,
    "filled with its own": _fills_with_what_has_its_shape,
    "minus nothing": _is_minus_nothing,
    "there and back": _cancels,
    "a condition chosen": _chooses_its_condition,
    "answers to choose from": _chooses_from_answers,
    "a choice gated": _gates_a_choice,
    "nothing kept": _keeps_nothing,
    "a fixed length": _is_of_fixed_length,
    "another number": _opens_to_another_number,
    "a relu in a gate": _asks_of_a_relu,
    "a relu for an answer": _asks_what_is_left,
    "a relu in a relu": _is_relu_of_a_relu,
    "from below zero": _begins_below_zero,
    "an answer compared": _compares_an_answer,
    "a result's shape": _is_shape_of_a_result,
    "picked out by itself": _is_picked_out_by_itself,
    "a part of a transpose": _is_part_of_a_transpose,
    "one more than divides": _is_one_more_than_divides,
    "all moved alike": _moves_all_alike,
}


def _divided_by_turns(loop):
    """A part for each turn of what is the same in all of them, added up to the whole again."""
    given = names_given_in(loop)
    for node in nodes_in(loop):
        is_share = is_operation(node, ast.Div) and called_name(node.right) == "len"
        if is_share and isinstance(node.left, ast.Name) and node.left.id not in given:
            yield "the whole in parts"


def _goes_past_its_entries(loop):
    """Names that a loop over entries, or over their numbers, gives a value and never asks for."""
    if isinstance(loop, ast.For) and _is_over_entries(loop.iter):
        read = [n for line in loop.body for n in nodes_in(line) if isinstance(n, ast.Name)]
        if not {name.id for name in read if not _is_stored(name)} & set(names_in(loop.target)):
            yield "entries that are not looked at"


def _is_over_entries(node):
    """Whether a loop goes on for as long as something has entries; a number of steps is none."""
    counts = {"len", "shape", "size"}
    said = {getattr(part, "attr", getattr(part, "id", "")) for part in nodes_in(node)}
    return called_name(node) != "range" or bool(counts & said)


def _length_of_a_place(tree):
    """What counts the numbers of a place that a loop goes to: they are not the array's entries."""
    loops = [node for node in nodes_in(tree) if isinstance(node, (ast.For, ast.comprehension))]
    places = [
        getattr(loop.target, "elts", [loop.target])[0]
        for loop in loops
        if called_name(loop.iter) in ("ndindex", "ndenumerate")
    ]
    names = {place.id for place in places if isinstance(place, ast.Name)}
    for node in nodes_in(tree):
        if called_name(node) == "len" and any(getattr(of, "id", "") in names for of in node.args):
            yield "length of a place"


def _arguments_given_a_number(tree):
    """Lines in which a number takes the place of what the function was given."""
    nodes = nodes_in(tree)
    arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.Assign) and is_number(node.value):
            names = {getattr(target, "id", "") for target in node.targets}
            yield from ("a number for an argument" for _ in names & arguments)


def _never_reached(tree):
    """Lines behind one that leaves their block."""
    leaving = (ast.Return, ast.Break, ast.Continue, ast.Raise)
    for node in nodes_in(tree):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                left = [isinstance(line, leaving) for line in block]
                yield from ("never reached" for at in range(1, len(block)) if any(left[:at]))


def _said_twice(tree):
    """Lines that give a name the same value as the line before them."""
    for node in nodes_in(tree):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                for one, following in pairwise(block):
                    if isinstance(one, ast.Assign) and build_of(one) == build_of(following):
                        yield "said twice"


def _written_over(tree):
    """First entries that one line fills, and a loop that begins with them fills again."""
    nodes = nodes_in(tree)
    first = {
        target.value.id
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if _is_entry_of_a_name(target) and is_zero(target.slice)
    }
    for loop in nodes:
        if isinstance(loop, ast.For) and called_name(loop.iter) == "range":
            targets = [t for node in nodes_in(loop) for t in getattr(node, "targets", ())]
            entries = filter(_is_entry_of_a_name, targets)
            filled = {t.value.id for t in entries if build_of(t.slice) == _read(loop.target)}
            if (len(loop.iter.args) == 1 or is_zero(loop.iter.args[0])) and filled & first:
                yield "written over"


def _is_entry_of_a_name(node):
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)


def _read(target):
    """What a name that is given a value looks like where it is read."""
    return build_of(ast.Name(getattr(target, "id", ""), ast.Load()))


def _begun_elsewhere(tree):
    """Totals that begin with a number that is not 0: names that a loop only adds to."""
    totals = {}
    for loop in nodes_in(tree):
        if isinstance(loop, LOOPS):
            totals |= {name: loop for name in map(_total_of, nodes_in(loop)) if name}
    for name, loop in totals.items():
        updates = [node for node in nodes_in(loop) if _total_of(node) == name]
        inside = sum(names_in(update).count(name) for update in updates)
        is_only_added_to = names_in(loop).count(name) == inside
        for node in nodes_in(tree):
            if isinstance(node, ast.Assign) and names_in(node.targets[0]) == [name]:
                begins = number_of(node.value)
                if begins is not None and (begins < 0 or (begins > 0 and is_only_added_to)):
                    yield "another beginning"


def _gated_again(tree):
    """Gates that are asked about elsewhere too: what was asked for once is not missing."""
    nodes = nodes_in(tree)
    asked = Counter(build_of(node) for node in nodes if isinstance(node, ast.Compare))
    passed_over = {build_of(node.test.left) for node in nodes if _passes_over(node)}
    for node in nodes:
        if is_operation(node, ast.Mult):
            for gate in (node.left, node.right):
                is_gate = isinstance(gate, ast.Compare)
                if is_gate and (asked[build_of(gate)] > 1 or build_of(gate.left) in passed_over):
                    yield "a gate again"


def _passes_over(node):
    """Whether a loop goes on to its next turn where a comparison says so."""
    is_asked = isinstance(node, ast.If) and isinstance(node.test, ast.Compare)
    return is_asked and isinstance(node.body[-1], ast.Continue)


def _left_over_by_a_loop(tree):
    """Reads, after a loop, of what only its last turn has left under a name."""
    nodes = nodes_in(tree)
    looped = {id(n): n for loop in nodes if isinstance(loop, LOOPS) for n in nodes_in(loop)}
    returned = {id(n) for node in nodes if isinstance(node, ast.Return) for n in nodes_in(node)}
    names = [node for node in nodes if isinstance(node, ast.Name)]
    given = {argument.arg for argument in nodes if isinstance(argument, ast.arg)}
    given |= {name.id for name in names if _is_stored(name) and id(name) not in looped}
    left = {name.id for name in names if _is_stored(name)} - given
    for name in names:
        # Of the last turn's result a function may well return one.
        if name.id in left and id(name) not in looped and id(name) not in returned:
            yield "a loop's leftover"


def _against_their_names(tree):
    """Results that are named after arguments, and returned in another order than these come in."""
    nodes = nodes_in(tree)
    arguments = [argument.arg for argument in nodes if isinstance(argument, ast.arg)]
    for node in nodes:
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            names = [getattr(result, "id", "") for result in node.value.elts]
            after = [at for name in names for at, one in enumerate(arguments) if one in name]
            if after != sorted(after):
                yield "results against their names"


def _given_for_nothing(tree):
    """Lines that give a name another value, which nothing reads: the line could as well be out."""
    nodes = nodes_in(tree)
    loops = [node for node in nodes if isinstance(node, LOOPS)]
    names = [node for node in nodes if isinstance(node, ast.Name)]
    arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
    for line in nodes:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            around = [loop.lineno for loop in loops if loop.lineno < line.lineno <= loop.end_lineno]
            later = min([*around, line.end_lineno + 1])
            same = [name for name in names if name.id == line.targets[0].id]
            is_given_before = line.targets[0].id in arguments or any(
                _is_stored(name) and name.lineno < line.lineno for name in same
            )
            is_read = any(not _is_stored(name) and name.lineno >= later for name in same)
            if is_given_before and not is_read:
                yield "given for nothing"


def _is_stored(name):
    return isinstance(name.ctx, ast.Store)


def _multiplied_back(tree):
    """Lengths that are divided by at one place and multiplied with at another."""
    nodes = nodes_in(tree)
    below = {build_of(node.right) for node in nodes if is_operation(node, ast.Div)}
    products = [node for node in nodes if is_operation(node, ast.Mult)]
    above = {build_of(side) for node in products for side in (node.left, node.right)}
    lengths = {build_of(node) for node in nodes if called_name(node) == "len"}
    yield from ("multiplied back" for _ in lengths & above & below)


def _total_of(node):
    """The name of the total that a statement adds to, "" where there is none."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        return getattr(node.target, "id", "")
    if isinstance(node, ast.Assign) and is_operation(node.value, ast.Add):
        name = getattr(node.targets[0], "id", "")
        return name if name in names_in(node.value) else ""
    return ""


def idle(watching, tests):
    """Return what does nothing in a program, as its trees stand: a Counter of operations.

    An operation does nothing where it gives what it was given, or 0, whatever the case; a
    comparison where its answer is always the same, or what it asks of is the answer already. Also
    counted are slices that begin behind the end, and entries that a name counts from the end, which
    nobody means. `tests` are texts of questions that are left out: where a learner's own if has
    nothing left to decide, a mend may be good. None where the program fails.
    """
    try:
        program, runs = _all_runs(watching)
    except Failed:
        return None
    found = Counter()
    for number, step in program.steps.items():
        operation = _operation(step.node)
        if operation and _does_nothing(step.node, number, runs) and step.text not in tests:
            found[operation] += 1
    return found


def has_nan(values):
    """Return whether there is, in arrays or other values, what is not a number, as 0 / 0 is."""
    numbers = map(_as_numbers, values or ())
    return any(array is not None and np.isnan(array).any() for array in numbers)


def goes_through_nan(watching):
    """Return whether a program, as its trees stand, computes what is not a number on the way.

    A result may be right all the same: a comparison with it is false. Of a program that fails,
    nothing is said.
    """
    try:
        _, runs = _all_runs(watching)
    except Failed:
        return False
    return any(has_nan(values) for run in runs for values in run.values())


def _all_runs(watching):
    """A program, as its trees stand, and the values of its steps on each case; Failed is raised."""
    program, cases = watching.program(), watching.runner.trial.cases
    return program, [watching.values_on(program, number) for number in range(len(cases))]


def questions_in(definitions):
    """Return the texts of what is asked by if, also inside of a line, by while and by assert."""
    nodes = [node for definition in definitions for node in nodes_in(definition)]
    return {text_of(node.test) for node in nodes if hasattr(node, "test")}


def operations(runner):
    """Return all operations of a program that could do nothing, as a Counter."""
    nodes = [node for definition in runner.definitions for node in nodes_in(definition)]
    return Counter(filter(None, map(_operation, nodes)))


def _operation(node):
    """The name of an operation that could do nothing; max(1, x) is there for another input."""
    if isinstance(node, ast.Call):
        is_guard = any(is_number(argument) and argument.value for argument in node.args)
        return called_name(node) if called_name(node) in CHANGING and not is_guard else ""
    if isinstance(node, (ast.BinOp, ast.Compare, ast.Subscript)):
        return type(getattr(node, "op", node)).__name__
    return "T" if is_transposed(node) else ""


def _does_nothing(node, number, runs):
    """Whether a step, in all runs in which it is reached, gives what it was given."""
    results = [value for run in runs for value in run.get(number, ())]
    if not results:
        return False
    if all(map(_is_nothing, results)):
        return True
    if is_transposed(node):
        return all(np.ndim(value) < 2 for value in results)
    if isinstance(node, ast.Subscript):
        if _begins_somewhere(node.slice) and any(len(value) == 0 for value in results):
            return True
        is_named = isinstance(getattr(node.slice, "args", [None])[-1], ast.Name)
        return is_named and any(_is_below_zero(value) for value in _values(node.slice, runs))
    if isinstance(node, ast.Compare) and len(runs) > 1 and _is_always_the_same(results):
        return True
    return any(
        len(given) == len(results) and all(map(_same, given, results))
        for given in (_values(operand, runs) for operand in _operands(node))
    )


def _begins_somewhere(index):
    """Whether a slice begins where a number is computed: behind the end nothing is left of it."""
    is_slice = isinstance(index, ast.Slice) and index.lower is not None
    return is_slice and not is_number(index.lower)


def _operands(node):
    """What a step is made of that it might give back as it is."""
    if isinstance(node, ast.Compare):
        return [node.left]
    if isinstance(node, ast.BinOp):
        is_either = isinstance(node.op, (ast.Add, ast.Mult))
        return [node.left, node.right] if is_either else [node.left]
    of = getattr(node.func, "value", None)
    return [*node.args[:2], *([of] if isinstance(of, ast.Call) else [])]


def _values(node, runs):
    """The values that a watched expression took, none where it is not watched."""
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != SEER:
        return []
    number = node.args[0].value
    return [value for run in runs for value in run.get(number, ())]


def _same(one, other):
    one, other = _as_numbers(one), _as_numbers(other)
    return one is not None and other is not None and np.array_equal(one, other)


def _as_numbers(value):
    """A value as an array of numbers, None where it is none, as a list of tables is not."""
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return None


def _is_nothing(value):
    """Whether a value has numbers in it, and all are 0; of truth values this says nothing."""
    if isinstance(value, (bool, np.bool_)) or getattr(value, "dtype", None) == np.bool_:
        return False
    numbers = _as_numbers(value)
    return numbers is not None and numbers.size > 0 and not numbers.any()


def _is_below_zero(value):
    return isinstance(value, (int, np.integer)) and value < 0


def _is_always_the_same(results):
    numbers = list(map(_as_numbers, results))
    if any(value is None for value in numbers):
        return False
    return len(np.unique(np.concatenate([value.ravel() for value in numbers]))) == 1
