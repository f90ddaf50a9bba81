"""What the search asks of syntax trees is what Python's own ast says, only sooner."""

import ast
from pathlib import Path

import pytest

from helpers.exercises.checker import repair
from helpers.exercises.checker.trees import build_of, names_in, nodes_in

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


def test_a_name_that_is_read_is_not_one_that_is_written():
    (assigned,) = ast.parse("a = a").body
    assert build_of(assigned.targets[0]) != build_of(assigned.value)


def test_names_are_found_as_often_as_they_stand():
    assert names_in(ast.parse("a = f(b, b)")) == ["a", "f", "b", "b"]
