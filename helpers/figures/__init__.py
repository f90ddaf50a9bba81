"""Drawings: each function takes data and returns a matplotlib Figure with its alt text.

`style` has the colours, the sizes and the alt text, `display` puts a figure into a notebook; the
other modules draw.
"""
