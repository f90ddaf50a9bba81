"""The course's site: the book at its root, the whole course in a browser under run/."""

from tools.environment import ROOT

SITE = ROOT / "site"
LAB = "run"
"""Where the Lab is, under the book: links of the book lead there."""
