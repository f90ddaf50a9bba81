"""Look inside a network: every number, one step at a time, and where it comes from.

    walk(layers, inputs, targets)             # step through forward, backward, one update
    explain(layers, inputs, targets, layer=0, weight=(1, 0))    # where one slope comes from

`steps` makes the steps of a walk, `arithmetic` writes them out, `plan` says what stands where,
`picture` draws it, `stepping` shows a walk. `paths` lists the ways from a weight to the loss,
`explanation` gathers all that there is to know about its slope, `explaining` shows it.
"""

from helpers.walks.explaining import explain, explain_figure
from helpers.walks.stepping import steps_in_words, walk, walk_figure

__all__ = ["explain", "explain_figure", "steps_in_words", "walk", "walk_figure"]
