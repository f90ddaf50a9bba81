"""Look inside a network: every number, one step at a time, and where it comes from.

    walk(layers, inputs, targets)             # step through forward, backward, one update
    explain(layers, inputs, targets, layer=0, weight=(1, 0))    # where one slope comes from

`steps` makes the steps of a walk and `arithmetic` writes them out, both without drawing;
`picture` draws a walk, `stepping` shows it; `paths` and `explaining` do the same for one weight.
"""

from helpers.walks.stepping import steps_in_words, walk, walk_figure

__all__ = ["steps_in_words", "walk", "walk_figure"]
