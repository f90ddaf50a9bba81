"""What is made and asked sooner is what is made and asked anew; trees are as Python's ast says."""

import ast
from pathlib import Path

import pytest
from slow_cases import slow_after

from helpers.exercises.checker import repair
from helpers.exercises.checker.changes import Made, changes
from helpers.exercises.checker.trees import build_of, copy_of, names_in, nodes_in

FOLDER = Path(repair.__file__).parent
ALIKE_AT_FIRST_SIGHT = "f(1, 1.0, True, '1', b'1', None, a, 'a', [a], (a,), -1, a.a, a[a])"


@pytest.fixture(params=["edits.py", "kinds.py", "compare.py"])
def tree(request):
    return ast.parse((FOLDER / request.param).read_text(encoding="utf-8"))


def test_all_nodes_are_found_in_their_order(tree):
    assert nodes_in(tree) == list(ast.walk(tree))


def test_trees_are_built_alike_where_their_dumps_are_the_same(tree):
    nodes = [*ast.walk(tree), *ast.walk(ast.parse(ALIKE_AT_FIRST_SIGHT))]
    builds = {ast.dump(node): build_of(node) for node in nodes}
    assert len(set(builds.values())) == len(builds)
    assert all(build_of(node) == builds[ast.dump(node)] for node in nodes)


def test_a_copy_leaves_out_what_hangs_on_a_tree_from_outside(tree):
    calls = ast.parse("f(x)")
    (shared,) = {node.ctx for node in ast.walk(calls) if isinstance(node, ast.Name)}
    # As what shows tracebacks does it; all trees have this one node.
    shared.parent = calls
    try:
        assert ast.dump(copy_of(tree)) == ast.dump(tree)
        assert ast.dump(copy_of(calls)) == ast.dump(calls)
    finally:
        del shared.parent


def test_a_name_that_is_read_is_not_one_that_is_written():
    (assigned,) = ast.parse("a = a").body
    assert build_of(assigned.targets[0]) != build_of(assigned.value)


def test_names_are_found_as_often_as_they_stand():
    assert names_in(ast.parse("a = f(b, b)")) == ["a", "f", "b", "b"]


PROGRAM = """
def losses(inputs, targets, weights, rate):
    found = []
    for i in range(len(inputs)):
        error = inputs[i] @ weights - targets[i]
        found.append(np.mean(error**2))
        weights = weights - rate * error * inputs[i]
    return found, weights
"""


@pytest.mark.parametrize("cost", slow_after(2, [0, 1, 2, 3]))
def test_with_a_first_change_in_place_the_second_ones_are_those_made_anew(cost):
    definitions = ast.parse(PROGRAM).body
    made = Made({})
    first_ones = list(changes(definitions, [0], 1, made=made))
    assert len(first_ones) > 50
    for first in first_ones[::40]:
        first.put_in()
        again = made._replace(touched=first.statements)
        now, anew = (
            [(change.kind, ast.unparse(definitions[0])) for change in second]
            for second in (
                changes(definitions, [0], cost, made=again),
                changes(definitions, [0], cost),
            )
        )
        first.take_out()
        assert now == anew
