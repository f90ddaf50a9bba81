"""Whether pictures are drawn by the matplotlib of the lock, as those in tests/baseline were."""

import re
from importlib.metadata import version

from tools.notebook_runs import ROOT

LOCK = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")

THE_LOCK = version("matplotlib") == re.search(r"^matplotlib==(\S+)", LOCK, re.MULTILINE)[1]
"""Another version draws letters and places the words in contour lines a little differently."""
