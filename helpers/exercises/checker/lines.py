"""Edits of whole lines: their order, their indentation, = and +=, return.

A transformation gets a list of statements, the number of one of them, and the Scope; it yields new
lists, with the statement that the change is about.
"""

import ast

from helpers.exercises.checker import kinds
from helpers.exercises.checker.edits import Rule, as_load, called_name, is_taken, minus, nothing
from helpers.exercises.checker.trees import (
    build_of,
    copy_of,
    is_minus,
    is_number,
    is_zero,
    names_given_in,
    names_in,
    nodes_in,
    number_of,
    targets_of,
)

OPERATIONS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
SEVERAL = (ast.Tuple, ast.List)
"""What stands before = where several values are given at once."""
GIVE_NOTHING = ("append", "extend", "insert", "reverse", "sort")
LOOPS = (ast.For, ast.While)
BLOCKS = (*LOOPS, ast.If, ast.With)


def _replaced(body, at, *statements):
    return [*body[:at], *statements, *body[at + 1 :]]


def _exchanged(body, at, new):
    """What is yielded of a new statement in the place of one."""
    old = body[at]
    return old, _replaced(body, at, _placed(new, old))


def _placed(new, old):
    return ast.fix_missing_locations(ast.copy_location(new, old))


def _with_body(block, body, **others):
    parts = {field: getattr(block, field) for field in block._fields if hasattr(block, field)}
    return _placed(type(block)(**(parts | {"body": body} | others)), block)


def is_fuel(statement):
    """Return whether a statement was put in to count turns: see edited.py."""
    return getattr(statement, "counts_turns", False)


def _own(body):
    """The statements of a block that are the learner's, and what counts its turns."""
    counting = [statement for statement in body if is_fuel(statement)]
    return counting, [statement for statement in body if not is_fuel(statement)]


def line_taken_out(body, at, _scope):
    """Leave a line out."""
    statement = body[at]
    if len(_own(body)[1]) > 1 and not isinstance(statement, (ast.Return, ast.If)):
        yield statement, _replaced(body, at)


def case_taken_out(body, at, _scope):
    """Leave out an if, with all that it guards."""
    if len(_own(body)[1]) > 1 and isinstance(body[at], ast.If) and not body[at].orelse:
        yield body[at], _replaced(body, at)


def lines_swapped(body, at, _scope):
    """Exchange a line with the next one, or with the one after that."""
    yield from (made for made in _moved(body, at) if not _passes_a_block(body, at, made))


def line_past_a_block(body, at, _scope):
    """Move a line to the other side of a loop, or of an if."""
    for moved, statements in _moved(body, at):
        if _passes_a_block(body, at, (moved, statements)):
            yield (body[at] if isinstance(moved, BLOCKS) else moved), statements


def _moved(body, at):
    for other in (at + 1, at + 2):
        if other < len(body) and not isinstance(body[other], ast.Return):
            statements = list(body)
            moved = statements.pop(other)
            statements.insert(at, moved)
            yield moved, statements
    if at + 2 < len(body) and not isinstance(body[at + 2], ast.Return):
        statements = list(body)
        statements.insert(at + 2, statements.pop(at))
        yield body[at], statements


def _passes_a_block(body, at, made):
    """Whether a block is among the statements that have changed places."""
    _, statements = made
    pairs = zip(body[at : at + 3], statements[at : at + 3], strict=True)
    return any(isinstance(old, BLOCKS) for old, new in pairs if old is not new)


def _parts_of(value):
    """The names, entries and attributes in a value, as text."""
    named = (ast.Name, ast.Subscript, ast.Attribute)
    return {ast.unparse(node) for node in nodes_in(value) if isinstance(node, named)}


def added_to(body, at, _scope):
    """= becomes += or -=, where the old value has no part in the new one."""
    statement = body[at]
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = ast.unparse(statement.targets[0])
        if isinstance(statement.targets[0], SEVERAL) or target in _parts_of(statement.value):
            return
        for new in _joined(statement.targets[0], statement.value):
            yield _exchanged(body, at, new)


def _joined(target, value):
    """The statements in which an old value becomes part of the new one; answers by and, or or."""
    if is_minus(value) or (isinstance(value, ast.Constant) and not is_number(value)):
        return  # nobody adds -1, or True
    if is_zero(value):
        return  # nor 0
    is_answer = isinstance(value, (ast.Compare, ast.BoolOp))
    for operation in (ast.Add, ast.BitAnd) if is_answer else OPERATIONS[:3]:
        yield ast.AugAssign(target, operation(), value)
    for join in (ast.And, ast.Or) if is_answer else ():
        yield ast.Assign([target], ast.BoolOp(join(), [as_load(target), value]))


def appended(body, at, _scope):
    """entries += x becomes entries.append(x), and so it does for entries += list(x)."""
    statement = body[at]
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
        value = statement.value
        if called_name(value) == "list" and value.args:
            value = value.args[0]
        grown = ast.Attribute(as_load(statement.target), "append", ast.Load())
        new = ast.Expr(ast.Call(grown, [value], []))
        yield _exchanged(body, at, new)


def replaced_by(body, at, _scope):
    """+= becomes =."""
    statement = body[at]
    if isinstance(statement, ast.AugAssign):
        new = ast.Assign([statement.target], statement.value)
        yield _exchanged(body, at, new)


def other_sign(body, at, _scope):
    """-= becomes +=, += becomes -=."""
    yield from _updated_by(body, at, (ast.Add, ast.Sub), (ast.Add, ast.Sub))


def other_operation(body, at, _scope):
    """*= or /= becomes one of the others, += or -= one of these."""
    yield from _updated_by(body, at, (ast.Mult, ast.Div), OPERATIONS)
    yield from _updated_by(body, at, (ast.Add, ast.Sub), (ast.Mult, ast.Div))


def _updated_by(body, at, before, after):
    statement = body[at]
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, before):
        for operation in after:
            if not isinstance(statement.op, operation):
                new = ast.AugAssign(statement.target, operation(), statement.value)
                yield _exchanged(body, at, new)


def minus_before_equals(body, at, _scope):
    """x =- y becomes x -= y, as it was probably meant."""
    statement = body[at]
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return
    signed, path = statement.value, []
    while isinstance(signed, ast.BinOp):
        path.append(signed)
        signed = signed.left
    if not isinstance(signed, ast.UnaryOp) or not isinstance(signed.op, (ast.USub, ast.UAdd)):
        return
    value = signed.operand
    for outer in reversed(path):
        value = ast.BinOp(value, outer.op, outer.right)
    operation = ast.Sub() if isinstance(signed.op, ast.USub) else ast.Add()
    target = statement.targets[0]
    updated = ast.AugAssign(target, operation, value)
    anew = ast.Assign([target], ast.BinOp(as_load(target), operation, value))
    for new in (updated, anew):
        yield _exchanged(body, at, new)


def equals_before_minus(body, at, _scope):
    """x -= y becomes x =- y."""
    statement = body[at]
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Sub):
        value = minus(statement.value)
        new = ast.Assign([statement.target], value)
        yield _exchanged(body, at, new)


def written_anew(body, at, _scope):
    """x -= y becomes x = x - y: a new array, and the old one stays as it was."""
    statement = body[at]
    if isinstance(statement, ast.AugAssign):
        value = ast.BinOp(as_load(statement.target), statement.op, statement.value)
        new = ast.Assign([statement.target], value)
        yield _exchanged(body, at, new)


def written_in_place(body, at, _scope):
    """x = x - y becomes x -= y."""
    statement = body[at]
    if (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.BinOp)
        and build_of(as_load(statement.targets[0])) == build_of(as_load(statement.value.left))
    ):
        value = statement.value
        new = ast.AugAssign(statement.targets[0], value.op, value.right)
        yield _exchanged(body, at, new)


def added_at_every_place(body, at, _scope):
    """table[places] += 1 becomes np.add.at(table, places, 1)."""
    statement = body[at]
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Subscript):
        add = ast.parse("np.add.at", mode="eval").body
        value = statement.value
        if isinstance(statement.op, ast.Sub):
            value = minus(value)
        arguments = [as_load(statement.target.value), statement.target.slice, value]
        new = ast.Expr(ast.Call(add, arguments, []))
        yield _exchanged(body, at, new)


class _WithoutIndex(ast.NodeTransformer):
    def __init__(self, index):
        self.index = index

    def visit_Subscript(self, node):
        if build_of(node.slice) == self.index:
            return self.visit(node.value)
        return self.generic_visit(node)


def whole_line(body, at, _scope):
    """x[0] = f(y[0]) becomes x = f(y): what is done to one entry is done to all."""
    statement = body[at]
    if not isinstance(statement, (ast.Assign, ast.AugAssign)):
        return
    entry = targets_of(statement)[0]
    if not isinstance(entry, ast.Subscript) or not isinstance(entry.value, ast.Name):
        return
    new = _WithoutIndex(build_of(entry.slice)).visit(copy_of(statement))
    target = ast.copy_location(ast.Name(entry.value.id, ast.Store()), entry)
    if isinstance(new, ast.Assign):
        new.targets = [target]
    else:
        new.target = target
    yield statement, _replaced(body, at, new)


def entries_made_anew(body, at, _scope):
    """for x in entries: x = f(x) becomes entries = [f(x) for x in entries]."""
    loop = body[at]
    if not isinstance(loop, ast.For) or not isinstance(loop.iter, ast.Name):
        return
    line, test = _only_line(loop.body)
    if not isinstance(line, ast.Assign) or build_of(line.targets[0]) != build_of(loop.target):
        return
    entry = ast.IfExp(test, line.value, as_load(loop.target)) if test else line.value
    entries = ast.ListComp(entry, [ast.comprehension(loop.target, loop.iter, [], 0)])
    new = ast.Assign([ast.Name(loop.iter.id, ast.Store())], entries)
    yield line, _replaced(body, at, _placed(new, loop))


def _only_line(block):
    """The one line of a block, None where there are several, and the question of its if."""
    own = _own(block)[1]
    if len(own) != 1:
        return None, None
    if isinstance(own[0], ast.If) and not own[0].orelse:
        return _only_line(own[0].body)[0], own[0].test
    return own[0], None


def indented_less(body, at, _scope):
    """The last line of a block leaves it, or the first line of an if."""
    block = body[at]
    if not isinstance(block, BLOCKS):
        return
    counting, own = _own(block.body)
    if len(own) > 1:
        yield own[-1], _replaced(body, at, _with_body(block, counting + own[:-1]), own[-1])
    if len(own) > 2:
        yield own[-2], _replaced(body, at, _with_body(block, counting + own[:-2]), *own[-2:])
    if not isinstance(block, LOOPS):
        yield from _begun_before(body, at)


def begun_once(body, at, _scope):
    """The first line of a loop runs before it, or the first two do."""
    if isinstance(body[at], LOOPS):
        yield from _begun_before(body, at)


def _begun_before(body, at):
    block = body[at]
    counting, own = _own(block.body)
    for count in (1, 2):
        if len(own) > count:
            inside = _with_body(block, counting + own[count:])
            yield own[count - 1], _replaced(body, at, *own[:count], inside)


def indented_more(body, at, _scope):
    """The line after a block moves into it, or the one before an if."""
    block = body[at]
    if not isinstance(block, BLOCKS):
        return
    if at + 1 < len(body):
        inside = _with_body(block, [*block.body, body[at + 1]])
        yield body[at + 1], [*body[:at], inside, *body[at + 2 :]]
    if not isinstance(block, LOOPS):
        yield from _begun_inside(body, at)


def begun_in_each_pass(body, at, _scope):
    """The line before a loop, or the one before that, becomes the first of the loop, or both do.

    Where the loop is all that stands in one around it, the line may be meant for that one alone.
    """
    if isinstance(body[at], LOOPS):
        yield from _begun_inside(body, at)
        yield from _begun_inside_of_two(body, at)
        if at >= 2 and all(map(_may_go_inside, body[at - 2 : at])):
            counting, own = _own(body[at].body)
            inside = _with_body(body[at], [*counting, *body[at - 2 : at], *own])
            yield body[at - 1], [*body[: at - 2], inside, *body[at + 1 :]]


def _begun_inside(body, at):
    block = body[at]
    counting, own = _own(block.body)
    for back in (1, 2):
        if at >= back and _may_go_inside(body[at - back]):
            first = body[at - back]
            inside = _with_body(block, [*counting, first, *own])
            yield first, [*body[: at - back], *body[at - back + 1 : at], inside, *body[at + 1 :]]


def _begun_inside_of_two(body, at):
    """The line before a loop, or the one before that, begins the loop that stands in the loop."""
    counting, own = _own(body[at].body)
    if len(own) == 1 and isinstance(own[0], LOOPS):
        for back in (1, 2):
            if at >= back and _may_go_inside(body[at - back]):
                for first, inside in _begun_inside([body[at - back], own[0]], 1):
                    outer = _with_body(body[at], [*counting, *inside])
                    others = [*body[: at - back], *body[at - back + 1 : at]]
                    yield first, [*others, outer, *body[at + 1 :]]


def _may_go_inside(statement):
    """Whether a line may be meant for every pass: an if after which the function ends is not."""
    is_guard = isinstance(statement, ast.If) and isinstance(statement.body[-1], ast.Return)
    return not is_guard and not is_fuel(statement)


def condition_turned(body, at, _scope):
    """if becomes if not; the two branches change places."""
    block = body[at]
    if isinstance(block, (ast.If, ast.While)):
        test = _placed(ast.UnaryOp(ast.Not(), block.test), block.test)
        yield block, _replaced(body, at, _with_body(block, block.body, test=test))


def question_above_zero(body, at, _scope):
    """if x becomes if x > 0."""
    block = body[at]
    if isinstance(block, (ast.If, ast.While)) and is_taken(block.test):
        test = _placed(ast.Compare(block.test, [ast.Gt()], [ast.Constant(0)]), block.test)
        yield block, _replaced(body, at, _with_body(block, block.body, test=test))


def condition_taken_out(body, at, _scope):
    """What an if guards runs always; or its else does."""
    block = body[at]
    if isinstance(block, ast.If):
        for branch in filter(None, (block.body, block.orelse)):
            # Behind a return nothing is reached any more.
            later = [] if isinstance(branch[-1], ast.Return) else body[at + 1 :]
            yield block, [*body[:at], *branch, *later]


def left_too_early(body, at, _scope):
    """A break is taken out, or becomes continue."""
    if isinstance(body[at], ast.Break):
        yield _exchanged(body, at, ast.Continue())
        yield _exchanged(body, at, ast.Pass())


def breaks(body, at, _scope):
    """A continue becomes a break."""
    if isinstance(body[at], ast.Continue):
        yield _exchanged(body, at, ast.Break())


def another_target(body, at, scope):
    """The result is kept under another of the names that the function knows."""
    statement = body[at]
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        old = targets_of(statement)[0]
        is_answer = isinstance(statement.value, ast.Constant) and not is_number(statement.value)
        if isinstance(old, SEVERAL) or is_answer or gives_nothing(statement.value):
            return
        own = build_of(as_load(old))
        for atom in scope.atoms:
            if build_of(atom) == own or getattr(atom, "id", "") in scope.counters:
                continue
            target = _as_store(atom)
            if isinstance(statement, ast.Assign):
                new = ast.Assign([target], statement.value)
            else:
                new = ast.AugAssign(target, statement.op, statement.value)
            yield _exchanged(body, at, new)


def _as_store(node):
    if isinstance(node, ast.Name):
        return ast.Name(node.id, ast.Store())
    if isinstance(node, ast.Subscript):
        return ast.Subscript(node.value, node.slice, ast.Store())
    return ast.Attribute(node.value, node.attr, ast.Store())


def gives_nothing(value):
    """Return whether this is a call that changes a list and returns None."""
    return isinstance(value, ast.Call) and getattr(value.func, "attr", "") in GIVE_NOTHING


def set_after_all(body, at, _scope):
    """x == y becomes x = y."""
    value = getattr(body[at], "value", None)
    if isinstance(body[at], ast.Expr) and isinstance(value, ast.Compare):
        is_equality = len(value.ops) == 1 and isinstance(value.ops[0], ast.Eq)
        if is_equality and isinstance(value.left, (ast.Name, ast.Subscript, ast.Attribute)):
            yield _exchanged(body, at, ast.Assign([_as_store(value.left)], value.comparators[0]))


def kept_after_all(body, at, scope):
    """f(x) becomes x = f(x), for each name that it is made of."""
    statement = body[at]
    if not isinstance(statement, ast.Expr) or gives_nothing(statement.value):
        return
    value = statement.value
    if isinstance(value, (ast.BinOp, ast.Call)) and called_name(value) != "print":
        for name in scope.names:
            if name.id in names_in(value):
                yield _exchanged(body, at, ast.Assign([_as_store(name)], value))


def nothing_in_a_branch(body, at, _scope):
    """What a branch of an if gives becomes 0, and so does what is returned after an if."""
    block = body[at]
    if isinstance(block, ast.If):
        for field in ("body", "orelse"):
            branch = getattr(block, field)
            for number, line in enumerate(branch):
                for new in _with_nothing(line):
                    branches = {"body": block.body, field: _replaced(branch, number, new)}
                    yield line, _replaced(body, at, _with_body(block, **branches))
    elif at > 0 and isinstance(block, ast.Return) and isinstance(body[at - 1], ast.If):
        yield from (_exchanged(body, at, new) for new in _with_nothing(block))


def _with_nothing(line):
    """A line that gives 0 in place of what it computes."""
    is_computed = isinstance(getattr(line, "value", None), ast.expr) and not is_number(line.value)
    if is_computed and isinstance(line, ast.Return):
        yield _placed(ast.Return(ast.Constant(0)), line)
    if is_computed and isinstance(line, ast.Assign):
        yield _placed(ast.Assign(line.targets, ast.Constant(0)), line)


def name_taken_off(body, at, _scope):
    """x = x.append(y) becomes x.append(y)."""
    statement = body[at]
    if isinstance(statement, ast.Assign) and gives_nothing(statement.value):
        yield _exchanged(body, at, ast.Expr(statement.value))


def kept_and_fed_back(body, at, scope):
    """One line more: a name that the loop reads is given the new value, once that is complete."""
    statement = body[at]
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        value = as_load(statement.targets[0])
        later = [i for i in range(at + 1, len(body)) if _writes_into(body[i], value.id)]
        if any(isinstance(body[i], ast.Assign) and _gives(body[i], value.id) for i in later):
            return  # it is fed back from there
        last = later[-1] if later else at
        for atom in scope.names:
            if atom.id != value.id:
                new = ast.Assign([ast.Name(atom.id, ast.Store())], value)
                yield statement, _replaced(body, last, body[last], _placed(new, body[last]))


def _gives(statement, name):
    return any(isinstance(t, ast.Name) and t.id == name for t in targets_of(statement))


def _writes_into(statement, name):
    """Whether a statement, or one in it, gives a name a value, or an entry of it."""
    for node in nodes_in(statement):
        if isinstance(getattr(node, "ctx", None), ast.Store):
            into = node.value if isinstance(node, ast.Subscript) else node
            if isinstance(into, ast.Name) and into.id == name:
                return True
    return False


def searched_from_an_end(body, at, _scope):
    """A search begins below, or above, all numbers: best = 0 becomes best = -np.inf, or np.inf."""
    statement = body[at]
    if not isinstance(statement, ast.Assign):
        return
    searched = _searched_in(body[at + 1 :])
    for place, (name, begun) in enumerate(_given_together(statement)):
        if number_of(begun) is not None and getattr(name, "id", "") in searched:
            infinity = ast.Attribute(ast.Name("np", ast.Load()), "inf", ast.Load())
            for end in (infinity, minus(infinity)):
                yield _exchanged(body, at, _with_value(statement, place, end))


def _searched_in(statements):
    """The names that a loop's lines compare and give values to: what a search has found so far."""
    searched = set()
    for loop in statements:
        if isinstance(loop, LOOPS):
            nodes = [node for line in loop.body for node in nodes_in(line)]
            asked = [node for node in nodes if isinstance(node, ast.Compare)]
            sides = [side for node in asked for side in (node.left, *node.comparators)]
            given = {name for line in loop.body for name in names_given_in(line)}
            searched |= given & {side.id for side in sides if isinstance(side, ast.Name)}
    return searched


def begun_with_an_entry(body, at, _scope):
    """What a loop may leave as it was begins with the first entry, and not with None."""
    statement = body[at]
    if not isinstance(statement, ast.Assign):
        return
    for place, (name, begun) in enumerate(_given_together(statement)):
        if isinstance(begun, ast.Constant) and begun.value is None and isinstance(name, ast.Name):
            for entries in _entries_kept_as(name.id, body[at + 1 :]):
                first = ast.Subscript(copy_of(entries), ast.Constant(0), ast.Load())
                yield _exchanged(body, at, _with_value(statement, place, first))


def _given_together(statement):
    """The names that an assignment gives values to, each with its value."""
    target, value = statement.targets[0], statement.value
    is_several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
    pairs = (target.elts, value.elts) if is_several else ([target], [value])
    return list(zip(*pairs, strict=False))


def _with_value(statement, place, new):
    """An assignment with another value in one place."""
    if not isinstance(statement.targets[0], ast.Tuple):
        return ast.Assign(statement.targets, new)
    values = statement.value.elts
    together = ast.Tuple([*values[:place], new, *values[place + 1 :]], ast.Load())
    return ast.Assign(statement.targets, together)


def _entries_kept_as(name, statements):
    """What a loop goes through, where it keeps one of the entries under a name."""
    for loop in statements:
        if isinstance(loop, ast.For):
            kept = {
                build_of(value)
                for node in nodes_in(loop)
                if isinstance(node, ast.Assign)
                for target, value in _given_together(node)
                if getattr(target, "id", "") == name
            }
            for entry, entries in _gone_through(loop):
                if build_of(as_load(entry)) in kept:
                    yield entries


def _gone_through(loop):
    """The names that a loop gives values to, each with what it goes through."""
    target, over = loop.target, loop.iter
    if called_name(over) == "enumerate" and isinstance(target, ast.Tuple) and over.args:
        target, over = target.elts[-1], over.args[0]
    if called_name(over) == "zip" and isinstance(target, ast.Tuple):
        return list(zip(target.elts, over.args, strict=False))
    return [(target, over)]


def kept_for_later(body, at, _scope):
    """x = f(x) gets a name of its own, and one of the later lines still has the x before it.

    Or none of them has, and in a loop the next pass begins with it.
    """
    statement, later = body[at], body[at + 1 :]
    given = names_given_in(statement) if isinstance(statement, ast.Assign) else set()
    given &= set(names_in(getattr(statement, "value", None) or ast.Pass()))
    if not given or any(given & names_given_in(line) for line in later):
        return
    taken = {name for line in body for name in names_in(line)}
    if taken.intersection(f"new_{name}" for name in given):
        return
    reads = [name for line in later for name in names_in(line) if name in given]
    for kept in range(-1, len(reads) if len(reads) > 1 else 0):
        new = ast.Assign(_renamed(statement.targets, given), statement.value)
        yield statement, [*body[:at], _placed(new, statement), *_renamed(later, given, kept)]


def _renamed(trees, names, kept=-1):
    """Copies of trees in which these names are other ones, but for one place of those in order."""
    copies = copy_of(trees)
    nodes = [node for tree in copies for node in nodes_in(tree)]
    for number, node in enumerate(node for node in nodes if getattr(node, "id", "") in names):
        if number != kept:
            node.id = f"new_{node.id}"
    return copies


def something_else_returned(body, at, scope):
    """return hands over another of the names that the function knows."""
    statement = body[at]
    if isinstance(statement, ast.Return):
        for atom in scope.names:
            yield _exchanged(body, at, ast.Return(atom))


def returned(body, at, scope):
    """The value of the last line is handed over; or what the last line gave a name to."""
    statement = body[at]
    if at < len(body) - 1 or isinstance(statement, ast.Return):
        return
    if isinstance(statement, ast.Expr) and called_name(statement.value) != "print":
        yield _exchanged(body, at, ast.Return(statement.value))
    for name in reversed(scope.names):
        new = _placed(ast.Return(name), statement)
        yield statement, [*body, new]


def grown_and_returned(body, at, _scope):
    """return x.append(y) becomes x.append(y), and return x after it."""
    statement = body[at]
    if isinstance(statement, ast.Return) and gives_nothing(statement.value):
        grown = _placed(ast.Expr(statement.value), statement)
        handed_over = _placed(ast.Return(statement.value.func.value), statement)
        yield statement, _replaced(body, at, grown, handed_over)


def return_taken_out(body, at, _scope):
    """return x becomes x."""
    statement = body[at]
    if isinstance(statement, ast.Return) and statement.value is not None:
        yield _exchanged(body, at, ast.Expr(statement.value))


def print_becomes_return(body, at, _scope):
    """print(x) becomes return x."""
    statement = body[at]
    if isinstance(statement, ast.Expr) and called_name(statement.value) == "print":
        for value in statement.value.args[-1:]:
            yield _exchanged(body, at, ast.Return(value))


def return_becomes_print(body, at, _scope):
    """return x becomes print(x)."""
    statement = body[at]
    if isinstance(statement, ast.Return) and statement.value is not None:
        call = ast.Call(ast.Name("print", ast.Load()), [statement.value], [])
        yield _exchanged(body, at, ast.Expr(call))


RULES = (
    Rule(kinds.MINUS_AFTER_EQUALS, equals_before_minus, minus_before_equals, 0),
    Rule(kinds.COMPARED, nothing, set_after_all, 0),
    Rule(kinds.NOT_KEPT, nothing, kept_after_all, 0),
    Rule(kinds.NONE_KEPT, nothing, name_taken_off, 0),
    Rule(kinds.NONE_KEPT, nothing, grown_and_returned, 0),
    Rule(kinds.PRINTED, return_becomes_print, print_becomes_return, 0),
    Rule(kinds.REPEATED_PLACES, nothing, added_at_every_place, 1),
    Rule(kinds.ENTRIES_ADDED, nothing, appended, 1),
    Rule(kinds.ONE_FOR_ALL, nothing, whole_line, 1),
    Rule(kinds.REPLACED, replaced_by, added_to, 1),
    Rule(kinds.ADDED_TO, added_to, replaced_by, 1),
    Rule(kinds.SIGN, other_sign, other_sign, 1),
    Rule(kinds.OPERATION, other_operation, other_operation, 1),
    Rule(kinds.COPY_MISSING, written_in_place, written_anew, 1),
    Rule(kinds.INDENT, indented_less, indented_more, 1),
    Rule(kinds.INDENT, indented_more, indented_less, 1),
    Rule(kinds.INDENT, begun_in_each_pass, begun_once, 1),
    Rule(kinds.ONCE, begun_once, begun_in_each_pass, 1),
    Rule(kinds.LINE_TOO_MANY, nothing, line_taken_out, 1),
    Rule(kinds.ENTRIES_LEFT, nothing, entries_made_anew, 1),
    Rule(kinds.ORDER_OF_LINES, lines_swapped, lines_swapped, 1),
    Rule(kinds.ORDER_OF_LINES, nothing, line_past_a_block, 2),
    Rule(kinds.CONDITION, condition_turned, condition_turned, 1),
    Rule(kinds.NUMBER_AS_CONDITION, nothing, question_above_zero, 1),
    Rule(kinds.ONE_CASE, nothing, nothing_in_a_branch, 1),
    Rule(kinds.START, nothing, searched_from_an_end, 1),
    Rule(kinds.CONDITION_TOO_MANY, nothing, condition_taken_out, 1),
    Rule(kinds.CASE_TOO_MANY, nothing, case_taken_out, 1),
    Rule(kinds.START, nothing, begun_with_an_entry, 1),
    Rule(kinds.OLD_VALUE_NEEDED, nothing, kept_for_later, 2),
    Rule(kinds.LEAVES_EARLY, breaks, left_too_early, 1),
    Rule(kinds.NOT_FED_BACK, another_target, another_target, 1),
    Rule(kinds.NOT_RETURNED, return_taken_out, returned, 1),
    Rule(kinds.FEEDING_BACK_MISSING, nothing, kept_and_fed_back, 2),
    Rule(kinds.RETURNED, something_else_returned, something_else_returned, 2),
)
