"""Questions about syntax trees that are asked some ten thousand times in a search."""

import ast


def nodes_in(tree):
    """Return all nodes of a tree, as ast.walk gives them, in less than half of its time."""
    found = [tree]
    for node in found:  # it grows while it is gone through
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, ast.AST):
                found.append(value)
            elif isinstance(value, list):
                found.extend(item for item in value if isinstance(item, ast.AST))
    return found


def copy_of(tree):
    """Return a copy of a tree, as deepcopy makes it, in a fifth of its time.

    Of nodes that are not part of it, but hang on one of its own, there is no copy.
    """
    if isinstance(tree, list):
        return [copy_of(item) for item in tree]
    if not isinstance(tree, ast.AST):
        return tree
    copied = type(tree).__new__(type(tree))
    for name, value in vars(tree).items():
        if name in tree._fields:
            setattr(copied, name, copy_of(value))
        elif not isinstance(value, ast.AST):
            # What shows a traceback hangs a parent on nodes, even on those that all trees share.
            setattr(copied, name, value)
    return copied


def names_in(tree):
    """Return the names that stand in a tree, each as often as it does."""
    return [node.id for node in nodes_in(tree) if isinstance(node, ast.Name)]


def names_given_in(tree):
    """Return the names that are given a value in a tree."""
    names = [node for node in nodes_in(tree) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def targets_of(statement):
    """Return what a statement gives values to, as assignments and for loops do, or deletes."""
    if hasattr(statement, "targets"):
        return statement.targets
    return [statement.target] if hasattr(statement, "target") else []


def is_number(node):
    """Return whether a node is a number that is written out; a truth value is none."""
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def is_zero(node):
    """Return whether a node is a 0 that is written out."""
    return is_number(node) and node.value == 0


def is_minus(node):
    """Return whether a node is something with a minus before it."""
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def number_of(node):
    """Return the number that is written out, with its sign, None where none is."""
    if is_minus(node):
        number = number_of(node.operand)
        return None if number is None else -number
    return node.value if is_number(node) else None


def is_operation(node, *operations):
    """Return whether a node puts two things together by one of these operations."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, operations)


def is_transposed(node):
    """Return whether a node is something with .T behind it."""
    return isinstance(node, ast.Attribute) and node.attr == "T"


def is_numpy(node):
    """Return whether a node is the name np."""
    return isinstance(node, ast.Name) and node.id == "np"


def build_of(tree):
    """Return what is equal, and hashed alike, for trees whose ast.dump is the same.

    It takes half of the time.
    """
    if isinstance(tree, ast.Name):
        return tree.id, type(tree.ctx)
    if isinstance(tree, ast.AST):
        return (type(tree), *[build_of(getattr(tree, field, None)) for field in tree._fields])
    if isinstance(tree, list):
        return tuple(map(build_of, tree))
    # 1, 1.0 and True are three programs.
    return type(tree), tree
