"""A computation graph shows every number once, the loss at the right, arrows apart from boxes."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from readable_pictures import assert_readable

from helpers.figures.graph_pictures import GraphNode, graph_picture
from helpers.figures.style import LIT_PAPER

SMALL = [
    GraphNode("×", 0.0121, 1.0, (1, 1)),
    GraphNode("−", 0.11, 0.22, (2, 3)),
    GraphNode("+", 0.61, 0.22, (4, 5)),
    GraphNode("target", 0.5, -0.22),
    GraphNode("×", 0.21, 0.22, (6, 7)),
    GraphNode("×", 0.4, 0.22, (8, 9)),
    GraphNode("hidden 1", 0.7, 0.066),
    GraphNode("weight", 0.3, 0.154),
    GraphNode("hidden 2", 1.0, 0.088),
    GraphNode("weight", 0.4, 0.22),
]
USED_LATER = [
    GraphNode("+", 4.0, 1.0, (1, 3)),
    GraphNode("relu", 2.0, 1.0, (2,)),
    GraphNode("+", 2.0, 1.0, (3, 4)),
    GraphNode("×", 2.0, 2.0, (4, 5)),
    GraphNode("weight", 2.0, 3.0),
    GraphNode("value", 1.0, 4.0),
]

# A straight arrow from the last node to the first would run through the boxes between them.
SKIPPED = [
    GraphNode("+", 3.0, 1.0, (1, 3)),
    GraphNode("+", 2.0, 1.0, (2, 3)),
    GraphNode("relu", 1.0, 1.0, (3,)),
    GraphNode("value", 1.0, 3.0),
]


def largest():
    """As many columns and rows as there is room for, every number as long as they get."""
    chain = [GraphNode("target", -0.00123, -1.23e-05, (at + 1,)) for at in range(7)]
    chain[6] = chain[6]._replace(sources=tuple(range(7, 15)))
    return chain[:7] + [GraphNode("relu", -0.00123, -1.23e-05)] * 8


PICTURES = {
    "running example": lambda: graph_picture(SMALL, title="Title"),
    "no slopes": lambda: graph_picture([node._replace(slope=None) for node in SMALL]),
    "used later": lambda: graph_picture(USED_LATER, (3,)),
    "largest": lambda: graph_picture(largest(), title="Title"),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_every_picture_can_be_read_and_has_words(draw, monkeypatch):
    figure = draw()
    assert figure.alt_text.endswith(".")
    assert_readable(figure, monkeypatch)


def boxes(figure):
    patches = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyBboxPatch)]
    return np.array([(b.get_x(), b.get_y(), b.get_width(), b.get_height()) for b in patches])


def arrows(figure):
    """The corners of each arrow's line, from the source to the node."""
    patches = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyArrowPatch)]
    return [patch._path_original.vertices for patch in patches]


def test_each_node_shows_its_name_its_value_and_its_slope():
    shown = [text.get_text() for text in graph_picture(SMALL).axes[0].texts]
    assert shown[:6] == ["×", "0.0121", "1", "−", "0.11", "0.22"]
    assert len(shown) == 3 * len(SMALL) + 1
    without = graph_picture([node._replace(slope=None) for node in SMALL]).axes[0].texts
    assert len(without) == 2 * len(SMALL) + 1
    assert "slope" not in without[-1].get_text()
    assert "in italics" not in without[-1].get_text()


def test_every_node_stands_left_of_all_that_use_it_and_the_loss_at_the_right():
    inputs_first = [
        node._replace(sources=tuple(len(SMALL) - 1 - source for source in node.sources))
        for node in SMALL[::-1]
    ]
    for nodes, loss in ((SMALL, 0), (inputs_first, 9), (USED_LATER, 0), (largest(), 0)):
        left = boxes(graph_picture(nodes))[:, 0]
        for node, place in zip(nodes, left, strict=True):
            assert all(left[source] < place for source in node.sources)
        assert np.flatnonzero(left == left.max()) == [loss]


def test_every_use_has_an_arrow_and_no_arrow_runs_through_a_box():
    for nodes in (SMALL, USED_LATER, SKIPPED):
        figure = graph_picture(nodes)
        lines, drawn = arrows(figure), boxes(figure)
        assert len(lines) == sum(len(node.sources) for node in nodes)
        assert len({line.tobytes() for line in lines}) == len(lines)
        for line in lines:
            steps = np.concatenate([np.linspace(*ends, 50) for ends in pairwise(line)])
            for x, y, width, height in drawn:
                inside = (steps > [x + 0.01, y]) & (steps < [x + width - 0.01, y + height])
                assert not inside.all(axis=1).any()


def test_boxes_do_not_overlap():
    for nodes in (SMALL, USED_LATER, largest()):
        drawn = boxes(graph_picture(nodes))
        for one in range(len(drawn)):
            apart = np.abs(drawn[:, :2] - drawn[one, :2]) >= drawn[one, 2:] + 0.1
            assert apart.any(axis=1).sum() == len(drawn) - 1


def test_what_is_highlighted_is_lit_and_said():
    figure = graph_picture(USED_LATER, (3,))
    patches = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyBboxPatch)]
    lit = [
        FancyBboxPatch((0, 0), 1, 1, facecolor=LIT_PAPER).get_facecolor() == p.get_facecolor()
        for p in patches
    ]
    assert [number for number, is_lit in enumerate(lit) if is_lit] == [3]
    assert figure.alt_text.count("highlighted") == 1


def test_the_words_say_the_graph():
    words = graph_picture(SMALL).alt_text
    assert words.startswith("A computation graph, the loss at the right. hidden 1: value 0.7, ")
    assert "+: value 0.61, slope 0.22, from × 0.21 and × 0.4." in words
    assert words.endswith("×: value 0.0121, slope 1, from − 0.11 and − 0.11.")


ROUND = [GraphNode("a", 1.0, sources=(1,)), GraphNode("b", 1.0, sources=(2,))]
BAD = [
    (lambda: graph_picture([(1, 2)]), "expected a list of GraphNode"),
    (
        lambda: graph_picture(SMALL[:2]),
        "sources of '−' are \\(2, 3\\), expected places from 0 to 1",
    ),
    (
        lambda: graph_picture([*SMALL, GraphNode("b", 1.0)]),
        "nodes have 2 that no other uses \\(×, b",
    ),
    (lambda: graph_picture([*ROUND, GraphNode("c", 1.0, sources=(1,))]), "go round in a circle"),
    (lambda: graph_picture(SMALL, (10,)), "highlight are \\(10,\\), expected places from 0 to 9"),
    (lambda: graph_picture([*largest(), GraphNode("a", 1.0, sources=(0,))]), "need 9 columns"),
    (lambda: graph_picture(many_rows()), "need 9 rows in one column, expected at most 8"),
]


def many_rows():
    return [GraphNode("+", 9.0, sources=tuple(range(1, 10))), *[GraphNode("a", 1.0)] * 9]


@pytest.mark.parametrize(("draw", "message"), BAD)
def test_what_cannot_be_drawn_gives_one_sentence(draw, message):
    with pytest.raises((ValueError, TypeError), match=message):
        draw()
