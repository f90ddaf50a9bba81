"""The course's site: the book at its root, the whole course in a browser under run/."""

from tools.environment import ROOT

SITE = ROOT / "site"
LAB = "run"
"""Where the Lab is, under the book."""

RUN = f"{LAB}/lab/index.html"
"""The page of the Lab: links of the book lead there, with ?path= and a notebook's file."""
