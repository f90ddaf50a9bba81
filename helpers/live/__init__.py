"""A slider moves, a figure follows."""

from helpers.live.slider import slider

__all__ = ["slider"]
