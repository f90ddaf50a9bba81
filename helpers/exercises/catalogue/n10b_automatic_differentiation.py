"""Exercises of notebook 10b: the rules and the order by which a program finds slopes by itself."""

from collections import Counter
from functools import reduce

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import (
    RUNNING_FIRST,
    RUNNING_INPUTS,
    RUNNING_SECOND,
    array,
    normals,
)
from helpers.exercises.catalogue.shared_steps import (
    back_through_weights,
    node_slope_that_counts,
    weights_slope,
)
from helpers.exercises.exercise import Case, Exercise, Slip

OWN_NUMBER = Slip(
    "own number in place of the other's",
    "factor",
    "You multiplied by the number itself. Nudge the first number of 3 × 5: the product moves by "
    "how much for each unit, and which of the two numbers says so?",
    "03#Chain-rule",
)
PRODUCT_FOR_FACTOR = Slip(
    "product in place of the other factor",
    "factor",
    "You multiplied by the whole product. Nudge the first number of 3 × 5 up by 1: by how much "
    "does the product move?",
    "03#Chain-rule",
)
BOTH_TERMS = Slip(
    "both terms of the product rule for each",
    "factor",
    "You added up what both numbers do to the product. That is how far it moves when both move. "
    "Each slope is about one of them, while the other number stays as it is.",
    "03#Slope",
)
SLOPE_NOT_PASSED_ON = Slip(
    "slope at the product left out",
    "slope",
    "You say how the product moves. Asked is how the loss moves, and the product has handed back "
    "how much the loss cares about it.",
    "03#Chain-rule",
)
USER_SLOPE_LEFT_OUT = Slip(
    "slope at the user left out",
    "slope",
    "How the node that uses it moves is half of the story. How the loss moves with that node "
    "belongs in the product as well.",
    "03#Chain-rule",
)
FORWARD_ORDER = Slip(
    "order of the forward pass",
    "direction",
    "Your list begins at the inputs. No slope is known there yet: the first one known is that of "
    "the loss.",
    "10b#Backpropagation",
)
BREADTH_FIRST = Slip(
    "level by level from the loss",
    "order",
    "You list a node as soon as one node that uses it has been listed. Another one may be still to "
    "come, with its share of the slope.",
    "10b#Computation-graph",
)
DEPTH_FIRST = Slip(
    "one path at a time from the loss",
    "order",
    "You follow one path down to the inputs before you look at the next. A node on both paths is "
    "listed before its second share of the slope has arrived.",
    "10b#Computation-graph",
)
BY_NUMBER = Slip(
    "ordered by the nodes' numbers",
    "order",
    "You went through the nodes from the highest number to the lowest. The numbers are only names "
    "here: what was computed from what stands in `made_from`.",
    "10b#Computation-graph",
)
ONCE_FOR_EACH_USE = Slip(
    "listed once for each use",
    "repetition",
    "Some nodes are in your list more than once. A node that is used twice is still one node, and "
    "its turn comes once.",
    "10b#Computation-graph",
)
LOSS_NOT_LISTED = Slip(
    "loss missing from the list",
    "ends",
    "Your list begins one node too late. The loss itself is the first that has something to hand "
    "back.",
    "10b#Backpropagation",
)
ALL_USES_AT_ONCE = Slip(
    "all uses at once",
    "order",
    "You handed back all shares at the same time. A value on the way has no slope yet then, and "
    "hands on nothing. In which order do the slopes become known?",
    "10b#Backpropagation",
)
WRITTEN_OVER = Slip(
    "slope written over in place of added up",
    "paths",
    "Where a node is used more than once, only the last use counts in your result. Each use hands "
    "back a share: what does your line do with the share that is there already?",
    "10b#Backpropagation",
)
FACTOR_LEFT_OUT = Slip(
    "factor of the use left out",
    "product",
    "You handed every slope back as it was. A node that moves three times as fast as its source "
    "makes the source's slope three times as large.",
    "03#Chain-rule",
)
LOSS_AT_ZERO = Slip(
    "slope at the loss 0",
    "beginning",
    "All slopes stay at 0 in yours: there is nothing to hand back. How far does the loss move for "
    "each unit by which the loss moves?",
    "10b#Slope",
)


def _multiplication(slips, first, second, slope):
    factors = (first, second) if OWN_NUMBER in slips else (second, first)
    if PRODUCT_FOR_FACTOR in slips:
        factors = (first * second, first * second)
    if BOTH_TERMS in slips:
        factors = (first + second, first + second)
    if SLOPE_NOT_PASSED_ON in slips:
        return factors
    if known.FACTORS_ADDED in slips:
        return tuple(factor + slope for factor in factors)
    return tuple(factor * slope for factor in factors)


def _multiplication_cases(generator):
    return [
        Case("a value and a weight", (0.7, 0.3, 0.22)),
        Case("a slope below zero", (2.0, 3.0, -0.5)),
        Case("a number of 0", (0.0, 1.5, 2.0)),
        Case("the other number 0", (1.5, 0.0, -2.0)),
        Case("a slope of 0", (1.5, -0.5, 0.0)),
        Case("numbers below zero", (-1.5, -0.25, 3.0)),
        Case("two equal numbers", (1.5, 1.5, 2.0)),
        Case("random numbers", tuple(generator.normal(size=3).tolist())),
    ]


def _multiplication_as_array(first, second, slope):
    return np.array([second, first]) * slope


def _multiplication_named(first, second, slope):
    at_second = first * slope
    at_first = second * slope
    return at_first, at_second


def _order_back(slips, made_from, loss):
    if BREADTH_FIRST in slips:
        order = _breadth_first(made_from, loss)
    elif DEPTH_FIRST in slips:
        order = _depth_first(made_from, loss)
    elif BY_NUMBER in slips:
        order = sorted(range(len(made_from)), reverse=True)
    else:
        order = _order_by_visits(made_from, loss)
    if ONCE_FOR_EACH_USE in slips:
        uses = Counter(source for sources in made_from for source in sources)
        order = [node for node in order for _ in range(max(uses[node], 1))]
    order = order[1:] if LOSS_NOT_LISTED in slips else order
    return np.array(order[::-1] if FORWARD_ORDER in slips else order)


def _breadth_first(made_from, loss):
    order = [loss]
    for node in order:
        order += [source for source in dict.fromkeys(made_from[node]) if source not in order]
    return order


def _depth_first(made_from, node, order=()):
    if node in order:
        return list(order)
    return reduce(
        lambda before, source: _depth_first(made_from, source, before),
        made_from[node],
        [*order, node],
    )


def _order_by_visits(made_from, loss):
    order = []

    def visit(node):
        for source in made_from[node]:
            visit(source)
        if node not in order:
            order.append(node)

    visit(loss)
    return order[::-1]


def _order_by_distance(made_from, loss):
    nodes = range(len(made_from))

    def distance(node):
        users = filter(lambda user: node in made_from[user], nodes)
        return 0 if node == loss else max(map(distance, users)) + 1

    return sorted(nodes, key=distance)


def _order_by_counting(made_from, loss):
    uses = Counter(source for sources in made_from for source in sources)
    order = [loss]
    for node in order:
        for source in made_from[node]:
            uses[source] -= 1
            if uses[source] == 0:
                order.append(source)
    return order


def _order_cases(generator):
    """Graphs with a path through all of their nodes, so that one order alone is right."""
    return [
        Case("a value used twice at once", ([[1, 1], [2], []], 0)),
        Case("a chain", ([[2], [], [3], [1]], 0)),
        Case("a value used at once and later", ([[1, 2], [3], [1], []], 0)),
        Case("three nodes, the last the loss", ([[], [0], [0, 1]], 2)),
        Case("four nodes, the last the loss", ([[], [0], [1], [1, 2]], 3)),
        Case("a value used twice by one node", ([[1, 3, 3], [2], [3], []], 0)),
        Case("six nodes", _graph(generator, 6)),
        Case("seven nodes", _graph(generator, 7)),
        Case("eight nodes", _graph(generator, 8)),
    ]


def _graph(generator, count):
    """Random `made_from` and `loss`: each node made from the next of a path and some after that."""
    path = generator.permutation(count).tolist()
    made_from = [[] for _ in path]
    for place, node in enumerate(path[:-1]):
        further = [later for later in path[place + 2 :] if generator.random() < 0.4]
        made_from[node] = generator.permutation([path[place + 1], *further]).tolist()
    return made_from, path[0]


def _slopes_of_nodes(slips, users, sources, factors):
    slopes = np.zeros(max(sources) + 1)
    slopes[0] = 0.0 if LOSS_AT_ZERO in slips else 1.0
    known_slopes = slopes.copy() if ALL_USES_AT_ONCE in slips else slopes
    for user, source, factor in zip(users, sources, factors, strict=True):
        before = 0.0 if WRITTEN_OVER in slips else slopes[source]
        slopes[source] = before + _share(slips, known_slopes[user], factor)
    return slopes


def _share(slips, slope, factor):
    if FACTOR_LEFT_OUT in slips:
        return slope
    if USER_SLOPE_LEFT_OUT in slips:
        return factor
    return slope + factor if known.FACTORS_ADDED in slips else slope * factor


def _uses_cases(generator):
    return [
        Case("error times error", (np.array([0, 0]), np.array([1, 1]), np.array([0.11, 0.11]))),
        Case("a single use", (np.array([0]), np.array([1]), np.array([-2.5]))),
        Case("a chain", (np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([2.0, -0.5, 3.0]))),
        Case(
            "two paths of two steps",
            (np.array([0, 0, 1, 2]), np.array([1, 2, 3, 3]), np.array([0.5, -1.0, 3.0, 0.25])),
        ),
        Case(
            "a value used at once and later",
            (np.array([0, 0, 1, 2]), np.array([1, 2, 2, 3]), np.array([2.0, 1.0, -3.0, 0.5])),
        ),
        Case("six nodes", _uses(generator, 6)),
        Case("eight nodes", _uses(generator, 8)),
    ]


def _uses(generator, count):
    """Every node used by the one before it and, by chance, by some before that one."""
    pairs = [
        (user, source)
        for user in range(count)
        for source in range(user + 1, count)
        if source == user + 1 or generator.random() < 0.4
    ]
    users, sources = np.array(pairs).T
    return users, sources, generator.normal(size=len(pairs))


def _slopes_by_list(users, sources, factors):
    slopes = [1.0] + [0.0] * int(sources.max())
    for place in range(len(users)):
        slopes[sources[place]] += factors[place] * slopes[users[place]]
    return slopes


def _slopes_by_asking(users, sources, factors):
    def slope(node):
        uses = np.flatnonzero(sources == node)
        return sum(factors[use] * slope(users[use]) for use in uses) if node else 1.0

    return [slope(node) for node in range(max(sources) + 1)]


def _slopes_by_equations(users, sources, factors):
    count = sources.max() + 1
    table = np.zeros((count, count))
    np.add.at(table, (sources, users), factors)
    return np.linalg.solve(np.eye(count) - table, np.eye(count)[0])


def _loss_of_nodes(users, sources, factors, nudges):
    """How far the loss moves where every node is nudged by its own number."""
    moved = nudges.copy()
    for user, source, factor in reversed(list(zip(users, sources, factors, strict=True))):
        moved[user] += factor * moved[source]
    return moved[0]


def _matrix_product_slopes(slips, values, weights, slope):
    slope = node_slope_that_counts(slips, slope)
    return back_through_weights(slope, weights, slips), weights_slope(values, slope, slips)


def _matrix_product_cases(generator):
    return [
        Case("the course's first layer", (RUNNING_INPUTS, RUNNING_FIRST, array([0.066, 0.088]))),
        Case("the course's second layer", (array([0.7, 1.0]), RUNNING_SECOND, array([0.22]))),
        Case(
            "two rows, and a weight of 0",
            (array([1, 2], [3, 0]), array([0.5, -1], [2, 0]), array([0.5, -1], [2, 0.25])),
        ),
        Case(
            "four rows, a square table",
            (normals(generator, 4, 3), normals(generator, 3, 3), normals(generator, 4, 3)),
        ),
        Case(
            "five rows, three values, seven nodes",
            (normals(generator, 5, 3), normals(generator, 3, 7), normals(generator, 5, 7)),
        ),
    ]


def _matrix_product_loop(values, weights, slope):
    at_values, at_weights = np.zeros(values.shape), np.zeros(weights.shape)
    for row in range(len(values)):
        for node in range(weights.shape[1]):
            at_values[row] += weights[:, node] * slope[row, node]
            at_weights[:, node] += values[row] * slope[row, node]
    return at_values, at_weights


def _matrix_product_einsum(values, weights, slope):
    return np.einsum("nj,ij->ni", slope, weights), np.einsum("ni,nj->ij", values, slope)


def _matrix_product_transposed_last(values, weights, slope):
    return (weights @ slope.T).T, (slope.T @ values).T


EXERCISES = (
    Exercise(
        name="multiplication_slopes",
        title="the rule of a multiplication",
        notebook="10b",
        task="A step made `first * second`, and `slope` is the slope of the loss at that product. "
        "All three are numbers. Return two: the slope of the loss at `first` and at `second`. For "
        "3, 5 and a slope of 2 they are 10 and 6.",
        starter='''
def multiplication_slopes(first, second, slope):
    """Return the slope of the loss at first, and at second."""
    ...
''',
        solution="""
def multiplication_slopes(first, second, slope):
    return slope * second, slope * first
""",
        program=_multiplication,
        slips=(
            OWN_NUMBER,
            PRODUCT_FOR_FACTOR,
            BOTH_TERMS,
            SLOPE_NOT_PASSED_ON,
            known.FACTORS_ADDED,
        ),
        cases=_multiplication_cases,
        hints=(
            "Nudge the first number of 3 × 5 up by 0.01. By how much does the product move?",
            "For each unit of the first number the product moves by the second number. The loss "
            "then moves with the product.",
            "Two effects follow each other, so they multiply. Do this once for each of the two.",
        ),
        why="Each number's slope is the slope at the product times the other number.",
        next="It is the rule of every weight: slope at the sum times the value that enters.",
        other_right=(
            _multiplication_as_array,
            _multiplication_named,
            lambda first, second, slope: [slope * number for number in (second, first)],
        ),
        part_names=("first", "second"),
        loss=lambda first, second, slope: first * second * slope,
        nudged=("first", "second"),
    ),
    Exercise(
        name="order_back",
        title="the order of going back",
        notebook="10b",
        task="`made_from[n]` lists the nodes that node n was computed from, and `loss` is the "
        "number of the loss. Return the numbers of all nodes in the order of going back: each "
        "once, and after all the nodes that were computed from it. The graphs here have one such "
        "order each. For `[[], [0], [0, 1]]` and 2 it is `[2, 1, 0]`.",
        starter='''
def order_back(made_from, loss):
    """Return the numbers of the nodes, each after all the nodes that use it."""
    ...
''',
        solution="""
def order_back(made_from, loss):
    forward = []

    def visit(node):
        if node not in forward:
            for source in made_from[node]:
                visit(source)
            forward.append(node)

    visit(loss)
    return forward[::-1]
""",
        program=_order_back,
        slips=(
            FORWARD_ORDER,
            BREADTH_FIRST,
            DEPTH_FIRST,
            BY_NUMBER,
            ONCE_FOR_EACH_USE,
            LOSS_NOT_LISTED,
        ),
        cases=_order_cases,
        hints=(
            "Which node can be first, because nothing was computed from it? Cross it out, with the "
            "lines that leave it, and ask again.",
            "Or make the order of the forward pass, and turn it round. In the forward pass a node "
            "comes after everything that it was computed from.",
            "A function may call itself: to list a node, first list what it was computed from, "
            "unless that is in the list already.",
        ),
        why="No node's turn comes before all that use it have handed back their shares.",
        next="In such an order one walk over the nodes is enough. What happens at each node?",
        other_right=(_order_by_visits, _order_by_distance, _order_by_counting),
    ),
    Exercise(
        name="slopes_of_nodes",
        title="add up where a value is used twice",
        notebook="10b",
        task="Each place k of three arrays is one use: node `users[k]` was computed from node "
        "`sources[k]`, and moves by `factors[k]` for each unit of it. The uses stand in the order "
        "of going back; node 0 is the loss. Return the slope of the loss at every value, from 0 to "
        "the highest of `sources`. For `[0, 0]`, `[1, 1]` and `[3, 4]` it is `[1, 7]`.",
        starter='''
def slopes_of_nodes(users, sources, factors):
    """Return the slope of the loss at every value, shape (values,)."""
    slopes = np.zeros(max(sources) + 1)
    ...
    return slopes
''',
        solution="""
def slopes_of_nodes(users, sources, factors):
    slopes = np.zeros(max(sources) + 1)
    slopes[0] = 1
    for user, source, factor in zip(users, sources, factors):
        slopes[source] += slopes[user] * factor
    return slopes
""",
        program=_slopes_of_nodes,
        slips=(
            WRITTEN_OVER,
            ALL_USES_AT_ONCE,
            FACTOR_LEFT_OUT,
            USER_SLOPE_LEFT_OUT,
            known.FACTORS_ADDED,
            LOSS_AT_ZERO,
        ),
        cases=_uses_cases,
        hints=(
            "Begin with what is known before anything has been handed back: the slope of the loss "
            "at the loss.",
            "Take one use after the other. What the user hands to its source is the user's slope "
            "times the factor.",
            "A source that is used twice gets two shares. Try it with the example of the task: 3 "
            "and 4 have to become 7.",
        ),
        why="Every use hands back its share, and the slope of a value is the sum of all of them.",
        next="These few lines are the heart of every program that finds slopes by itself.",
        other_right=(_slopes_by_list, _slopes_by_asking, _slopes_by_equations),
        loss=_loss_of_nodes,
        nudged=("nudges",),
    ),
    Exercise(
        name="matrix_product_slopes",
        title="the rule of a matrix product",
        notebook="10b",
        task="A step made `values @ weights`, from shapes (rows, inputs) and (inputs, nodes). "
        "`slope` (rows, nodes) is the slope of the loss at that product. Return two arrays: the "
        "slope at `values` and the slope at `weights`, each in the shape of its array. For "
        "`[[1, 2]]`, `[[3], [4]]` and `[[5]]` they are `[[15, 20]]` and `[[5], [10]]`.",
        starter='''
def matrix_product_slopes(values, weights, slope):
    """Return the slope of the loss at values, and at weights."""
    ...
''',
        solution="""
def matrix_product_slopes(values, weights, slope):
    return slope @ weights.T, values.T @ slope
""",
        program=_matrix_product_slopes,
        slips=(
            known.BACK_BY_COLUMNS,
            known.PATH_WEIGHT_LEFT_OUT,
            known.SLOPES_TRANSPOSED,
            known.ROWS_AVERAGED_AGAIN,
            known.FIRST_ROW_SHARED,
            known.LAST_ROW_SHARED,
        ),
        cases=_matrix_product_cases,
        hints=(
            "For numbers the rule was: the slope times the other number. For tables it is the "
            "same, with `@` and with a transpose.",
            "Write the shapes down: which product of slope and weights has the shape of values?",
            "You have written both in notebook 05: one in `hidden_slope`, before the gate, the "
            "other in `weights_slopes`.",
        ),
        why="A sum over paths for the values, a sum over rows for the weights: the two transposes "
        "of notebook 05.",
        next="With this rule and three shorter ones, a network's slopes find themselves.",
        other_right=(
            _matrix_product_loop,
            _matrix_product_einsum,
            _matrix_product_transposed_last,
        ),
        part_names=("values", "weights"),
        rows=(0, 2),
        loss=lambda values, weights, slope: (slope * (values @ weights)).sum(),
        nudged=("values", "weights"),
    ),
)
