"""All changes of a program that the rules know: put in, tried, taken out, one after the other."""

import ast
from contextlib import contextmanager
from typing import NamedTuple

from helpers.exercises.checker import edits, kinds, lines
from helpers.exercises.checker.edits import MOST_ATOMS, Scope, as_load, called_name, counts
from helpers.exercises.checker.kinds import GENERAL, Kind
from helpers.exercises.checker.lines import is_fuel
from helpers.exercises.checker.trees import (
    build_of,
    copy_of,
    is_number,
    is_operation,
    is_transposed,
    names_in,
    nodes_in,
    targets_of,
)

NOT_EDITED = ("decorator_list", "annotation", "returns", "targets", "target", "func", "type_params")
BLOCK_FIELDS = ("body", "orelse")
OF_GIVEN_LINES = (kinds.ORDER_OF_LINES, kinds.INDENT, kinds.NOT_RETURNED)
"""What may be wrong with a line that was given: where it stands, or that the next one is gone."""
TURNED = (((ast.Gt, ast.GtE), (ast.Lt, ast.LtE)), ((ast.Eq,), (ast.NotEq,)))


class Slot(NamedTuple):
    """Where a node, or a list of statements, stands in a tree: its parent, field, and index."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST | list

    def put(self, new):
        """Let something else stand here."""
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new


class Change(NamedTuple):
    """One edit, or the same at several places: what is to stand in which Slots.

    `line` is counted in the file, `definition` is the number of the one that it is in. `form` is
    equal for edits that do the same at different places. `statements` are those it is about.
    """

    kind: Kind
    cost: int
    definition: int
    puts: tuple[tuple[Slot, ast.AST | list], ...]
    line: int
    statements: tuple[ast.stmt, ...]
    form: tuple

    def put_in(self):
        for slot, new in self.puts:
            slot.put(new)

    def take_out(self):
        for slot, _ in reversed(self.puts):
            slot.put(slot.node)

    @contextmanager
    def put_in_for_now(self):
        """Have it put in, and taken out again whatever happens."""
        self.put_in()
        try:
            yield
        finally:
            self.take_out()


class Site(NamedTuple):
    """An expression that may be edited: its Slot, its statement, the Scope of its line."""

    slot: Slot
    statement: ast.stmt
    scope: Scope


class Block(NamedTuple):
    """A list of statements that may be edited, and the Scope of the function's end."""

    slot: Slot
    scope: Scope


class Map(NamedTuple):
    """Everything in a definition that may be edited."""

    sites: list[Site]
    blocks: list[Block]


class Made(NamedTuple):
    """Changes of single expressions that have been made before, by all that they hang on.

    Where two changes are looked for, the second ones are asked for again with each first. `touched`
    are the statements that the first is in: there they are made anew.
    """

    kept: dict
    touched: tuple[ast.stmt, ...] = ()


def changes(definitions, numbers, cost, way="mend", where=None, made=None, given=frozenset()):
    """Yield the Changes of this cost, each put in while it is yielded and taken out afterwards.

    `numbers` are those of the definitions to be changed. `way` is "mend" or "spoil". `where` says
    of a definition's number, and a line as it is counted in the file, whether it is to be changed;
    None stands for all lines. `made` keeps what is Made for another time. Of the lines `given`, as
    `where` gets them, nothing is changed but where they stand.
    """
    where, made = where or (lambda *_: True), made or Made({})
    functions = tuple(d.name for d in definitions if isinstance(d, ast.FunctionDef))[1:]
    for number in numbers:
        found = map_of(definitions[number], functions)
        handed_on = _handed_on(definitions[number])
        of_lines = [
            change
            for change in _line_changes(found.blocks, number, cost, way)
            if change.kind in OF_GIVEN_LINES or (number, change.line) not in given
        ]
        # Most of the time goes into these: what is not wanted is not made.
        sites = [site for site in found.sites if where(number, site.slot.node.lineno)]
        sites = [site for site in sites if (number, site.slot.node.lineno) not in given]
        for change in (
            *(change for change in of_lines if where(number, change.line)),
            *_expression_changes(sites, number, cost, way, handed_on, made),
        ):
            with change.put_in_for_now():
                yield change


def _handed_on(definition):
    """For each statement the names whose values its next run gets from it.

    In a loop they are those that it gives a value; in a call of the function itself, all of them.
    """
    own, names = {function.name for function in _functions(definition)}, {}
    for node in nodes_in(definition):
        if isinstance(node, (ast.For, ast.While)):
            inside = [inner for inner in nodes_in(node) if isinstance(inner, ast.stmt)]
            names |= {statement: _given_names(statement) for statement in inside}
        elif isinstance(node, ast.stmt) and own.intersection(names_in(node)):
            names[node] = set(names_in(node))
    return names


def _expression_changes(sites, number, cost, way, handed_on, made):
    scopes = {}
    for site in sites:
        names = frozenset(handed_on.get(site.statement, ()))
        if site.statement in made.touched:
            yield from _site_changes(site, number, cost, way, names)
            continue
        if id(site.scope) not in scopes:
            scopes[id(site.scope)] = build_of([*site.scope.atoms, *site.scope.passes])
        key = cost, way, site.statement, *site.slot, scopes[id(site.scope)], names
        if key not in made.kept:
            made.kept[key] = list(_site_changes(site, number, cost, way, names))
        yield from made.kept[key]


def _site_changes(site, number, cost, way, handed_on):
    slot, statement, scope = site
    rules = [rule for rule in edits.RULES if rule.cost == cost]
    # The same edit may be one of several rules: the kind that says more has it.
    rules.sort(key=lambda rule: rule.kind in GENERAL)
    seen = {build_of(slot.node)}
    is_written_to = isinstance(getattr(slot.node, "ctx", None), ast.Store)
    if is_written_to:
        rules = [rule for rule in rules if rule.kind in (kinds.PLACE, kinds.ONE_FOR_ALL)]
    for rule in rules:
        for variant, new in enumerate(getattr(rule, way)(slot.node, scope)):
            if is_written_to and not isinstance(new, ast.Subscript):
                continue
            build = build_of(new)
            if build not in seen and not _is_left_out(statement, slot, new, handed_on):
                seen.add(build)
                new = _placed(_once(new, slot.node), slot.node)
                form = _form(rule, variant, slot.node, new)
                puts, line = ((slot, new),), slot.node.lineno
                kind = _kind_in(slot, statement, rule.kind, new)
                kind = _kind_of_mend(slot, kind, new) if way == "mend" else kind
                yield Change(kind, cost, number, puts, line, (statement,), form)


def _is_left_out(statement, slot, new, handed_on):
    nodes = nodes_in(new)
    return (
        _grows_without_end(statement, slot, new, nodes)
        or _squares(nodes, handed_on)
        or _transposes_twice(slot, new)
        or _grows_something_lost(slot, new)
        or _asks_no_more(slot, new)
    )


def _asks_no_more(slot, new):
    """Whether an if, or square brackets, would get a value in place of a question about it."""
    asks = isinstance(slot.node, ast.Compare) and slot.field in ("test", "ifs", "slice")
    return asks and new is slot.node.left


def _grows_something_lost(slot, new):
    """Whether a list is made only to be grown: then the line does nothing, as if it were gone."""
    grows = getattr(slot.parent, "attr", "") in ("append", "insert", "extend")
    return grows and not isinstance(new, (ast.Name, ast.Subscript, ast.Attribute))


def _transposes_twice(slot, new):
    """Whether this takes a transpose off by one more: a missing one is not what is wrong."""
    outer, here, inner = (
        getattr(node, "attr", "") == "T" for node in (slot.parent, new, getattr(new, "value", None))
    )
    return here and (outer or inner)


def _grows_without_end(statement, slot, new, nodes):
    """Whether a list would be doubled at each turn, or become an entry of itself.

    Numpy follows the second until memory ends; neither takes turns that fuel could count.
    """
    grown = _grown_by(statement)
    into_itself = grown and grown in names_in(new) and grown not in names_in(slot.node)
    return into_itself or _doubles(slot, new) or _is_nested_in_itself(statement, nodes)


def _squares(nodes, handed_on):
    """Whether a whole number that is handed on would get twice as many digits at each turn."""
    for node in nodes if handed_on else ():
        if is_operation(node, ast.Pow, ast.Mult):
            left = handed_on.intersection(names_in(node.left))
            right = handed_on.intersection(names_in(node.right))
            is_gate = isinstance(node.right, ast.Compare)
            if left and (isinstance(node.op, ast.Pow) or (right and not is_gate)):
                return True
    return False


def _given_names(statement):
    return {target.id for target in targets_of(statement) if isinstance(target, ast.Name)}


def _is_nested_in_itself(statement, nodes):
    """Whether x = ... gets a list with x in it, so that each turn doubles all that is in x."""
    lists = [node for node in nodes if isinstance(node, (ast.List, ast.Tuple))]
    return any(_given_names(statement).intersection(names_in(node)) for node in lists)


def _doubles(slot, new):
    sides = [(new.left, new.right)] if isinstance(new, ast.BinOp) else []
    if isinstance(slot.parent, ast.BinOp):
        sides.append((new, slot.parent.right if slot.field == "left" else slot.parent.left))
    if isinstance(slot.parent, ast.AugAssign):
        sides.append((new, slot.parent.target))
    return any(
        isinstance(one, ast.Name) and isinstance(other, ast.Name) and one.id == other.id
        for one, other in sides
    )


def _grown_by(statement):
    """The name of the list that a statement puts something into, "" where there is none."""
    into = None
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        into = getattr(statement.value.func, "value", None)
    elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        into = statement.targets[0].value
    return into.id if isinstance(into, ast.Name) else ""


def _kind_in(slot, statement, kind, new):
    """The kind as it shows here: only what a function returns are results, and the like."""
    if kind in (kinds.RESULTS, kinds.ORDER_OF_RESULTS):
        return kind if isinstance(statement, ast.Return) else kinds.ENTRIES
    if kind is kinds.NAME and _without_len(slot.node) == _without_len(new):
        # Of the right array something else is counted, or another place is taken.
        if counts(slot.node) and counts(new):
            return kinds.COUNT
        return kinds.PLACE if isinstance(slot.node, ast.Subscript) else kinds.FUNCTION
    if kind in (kinds.TERM_MISSING, kinds.TERM_TOO_MANY):
        if slot.field == "slice":
            return kinds.PLACE
        if called_name(slot.parent) == "range":
            return kinds.TURNS
    if kind is kinds.SIGN and (slot.field == "slice" or isinstance(slot.parent, ast.Slice)):
        return kinds.PLACE
    if kind is kinds.COMPARISON and slot.field == "test" and _is_turned(slot.node, new):
        return kinds.CONDITION
    return kind


def _without_len(node):
    return set(names_in(node)) - {"len", "max", "min"}


def _kind_of_mend(slot, kind, new):
    """The kind of a mend, by what it puts there in the place of what was written."""
    if kind in (kinds.FACTOR_MISSING, kinds.DIVISION_MISSING):
        return _kind_of_factor(slot, kind, new)
    if kind is kinds.TERM_MISSING and isinstance(slot.parent, ast.Compare):
        return kinds.COMPARISON if is_number(new.right) else kind
    if kind is kinds.PLACE and build_of(getattr(new, "value", None)) == build_of(slot.node):
        return kinds.ALL_FOR_ONE
    if kind is kinds.TRANSPOSE_MISSING and _transposes_in(new) < _transposes_in(slot.node):
        return kinds.TRANSPOSE_TOO_MANY
    return kind


def _kind_of_factor(slot, kind, new):
    """The kind of a factor, or of a division, that is missing: below a bar one is the other."""
    is_below = is_operation(slot.parent, ast.Div) and slot.field == "right"
    if kind is kinds.FACTOR_MISSING and is_below:
        return kinds.DIVISION_MISSING
    if kind is kinds.DIVISION_MISSING and not is_below:
        return kind
    sides = getattr(new, "left", None), getattr(new, "right", None)
    is_by_a_number = any(map(is_number, sides)) and not is_number(slot.node)
    return kinds.NUMBER_MISSING if is_by_a_number else kinds.FACTOR_MISSING


def _transposes_in(node):
    return sum(map(is_transposed, nodes_in(node)))


def _is_turned(old, new):
    """Whether what one comparison lets through the other does not; what is equal aside."""
    pair = {type(old.ops[0]), type(new.ops[0])}
    return any(pair.intersection(one) and pair.intersection(other) for one, other in TURNED)


def _form(rule, variant, old, new):
    if isinstance(old, (ast.Name, ast.Constant)) and rule.kind in (kinds.NAME, kinds.NUMBER):
        return rule.kind.name, build_of(old), build_of(new)
    return rule.kind.name, rule.mend.__qualname__, variant, type(old).__name__


def _line_changes(blocks, number, cost, way):
    rules = [rule for rule in lines.RULES if rule.cost == cost]
    if way == "mend" and any(_returns(statement) for slot, _ in blocks for statement in slot.node):
        rules = [rule for rule in rules if rule.kind is not kinds.NOT_RETURNED]
    for slot, scope in blocks:
        for at, statement in enumerate(slot.node):
            if is_fuel(statement):
                continue
            for rule in rules:
                made = getattr(rule, way)(slot.node, at, scope)
                for variant, (about, new) in enumerate(made):
                    form = (rule.kind.name, rule.mend.__qualname__, variant)
                    puts = ((slot, new),)
                    yield Change(rule.kind, cost, number, puts, about.lineno, (about,), form)


def _returns(statement):
    return isinstance(statement, ast.Return) and statement.value is not None


def _placed(new, old):
    """Give new nodes the place of the old one; nodes of the tree keep theirs."""
    for node in ast.iter_child_nodes(new):
        if not hasattr(node, "lineno"):
            _placed(node, old)
    if "lineno" in new._attributes and not hasattr(new, "lineno"):
        new.lineno, new.col_offset = old.lineno, old.col_offset
        new.end_lineno, new.end_col_offset = old.end_lineno, old.end_col_offset
    return new


def _once(new, old):
    """A node that stands elsewhere in the tree keeps its own place: locate a copy of it."""
    if new is old or isinstance(new, (ast.Name, ast.Constant)):
        return type(new)(**{field: getattr(new, field) for field in new._fields})
    return new


def map_of(definition, functions=()):
    """Return what may be edited in a definition: a Map."""
    sites, blocks = [], []
    for function in _functions(definition):
        known = _known_from(function)
        atoms = _atoms_of(function, known)
        _walk(function, known, atoms, functions, sites, blocks)
    return Map(sites, blocks)


def _functions(definition):
    if isinstance(definition, ast.FunctionDef):
        return [definition]
    return [node for node in definition.body if isinstance(node, ast.FunctionDef)]


def _known_from(function):
    """For each name of a function the line from which it has a value."""
    nodes = nodes_in(function)
    known = {argument.arg: 0 for argument in nodes if isinstance(argument, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            known.setdefault(node.id, node.lineno)
    return known


def _atoms_of(function, known):
    """The names of a function, then the parts of them that it uses: weights[0], layer.bias."""
    names = [ast.Name(name, ast.Load()) for name in known if name != "self"]
    parts, nodes = {}, nodes_in(function)
    for node in nodes:
        if not isinstance(node, (ast.Subscript, ast.Attribute)):
            continue
        inner = set(names_in(node))
        plain = not any(isinstance(n, (ast.Slice, ast.Call)) for n in nodes_in(node))
        if plain and inner and inner <= known.keys() and not _is_method_or_shape(node):
            atom = copy_of(as_load(node))  # an edit of the tree must not reach it
            parts.setdefault(build_of(atom), atom)
    called = {build_of(node.func) for node in nodes if isinstance(node, ast.Call)}
    return names + [part for form, part in parts.items() if form not in called]


def _is_method_or_shape(node):
    return isinstance(node, ast.Attribute) and node.attr in ("T", "shape", "size", "ndim", "append")


def _walk(function, known, atoms, functions, sites, blocks):
    scopes = {}
    loops = [node for node in nodes_in(function) if isinstance(node, ast.For)]
    counters = frozenset(name for loop in loops for name in names_in(loop.target))
    begun = [(atom, max(known[name] for name in names_in(atom))) for atom in atoms]

    def scope_at(line):
        if line not in scopes:
            there = [atom for atom, first in begun if first <= line]
            around = [loop for loop in loops if loop.lineno < line <= loop.end_lineno]
            passes = tuple(condition for loop in around for condition in _passes_of(loop))
            scopes[line] = Scope(tuple(there[:MOST_ATOMS]), functions, counters, passes)
        return scopes[line]

    def add(statement, *slot):
        slot = Slot(*slot)
        sites.append(Site(slot, statement, scope_at(slot.node.lineno)))

    def visit(node, statement):
        if called_name(node) == "sleep":
            return  # how long a program waits changes no result
        if isinstance(node, ast.stmt):
            statement = node
        for field, value in ast.iter_fields(node):
            if field in BLOCK_FIELDS and isinstance(value, list):
                blocks.append(Block(Slot(node, field, None, value), scope_at(10**9)))
            if isinstance(node, ast.arguments):
                continue
            if field in NOT_EDITED:
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, ast.Subscript):
                        index = value.index(item) if isinstance(value, list) else None
                        add(statement, node, field, index, item)
                        if isinstance(item.slice, ast.Compare):
                            add(statement, item, "slice", None, item.slice)
                        visit(item.slice, statement)
                    elif field == "func":
                        visit(item, statement)
                continue
            for index, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(item, ast.AST) or getattr(item, "counts_turns", False):
                    continue
                is_index = field == "slice" and isinstance(item, ast.Tuple)
                if isinstance(item, ast.expr) and _may_change(item) and not is_index:
                    add(statement, node, field, index, item)
                visit(item, statement)

    blocks.append(Block(Slot(function, "body", None, function.body), scope_at(10**9)))
    for statement in function.body:
        if not is_fuel(statement):
            visit(statement, statement)


def _passes_of(loop):
    """Conditions that are false in the first, or in the last pass alone of a loop over a list."""
    target, over = loop.target, loop.iter
    while called_name(over) in ("reversed", "list", "enumerate") and over.args:
        if called_name(over) == "enumerate" and isinstance(target, ast.Tuple):
            target = target.elts[0]
        over = over.args[0]
    if not isinstance(target, ast.Name):
        return []
    if isinstance(over, ast.Name):
        passes = edits.passes_of_entries if target is loop.target else edits.passes_counted
        return passes(target.id, over.id)
    counted = [node.args[0] for node in nodes_in(over) if called_name(node) == "len" and node.args]
    names = [entries.id for entries in counted if isinstance(entries, ast.Name)]
    return edits.passes_counted(target.id, names[0]) if names else []


def _may_change(node):
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Load) and node.id not in ("np", "print")
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float))
    if isinstance(node, (ast.Subscript, ast.Attribute)):
        return isinstance(node.ctx, ast.Load)
    return not isinstance(node, (ast.Slice, ast.JoinedStr, ast.FormattedValue, ast.Starred))
