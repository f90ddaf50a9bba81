"""JupyterLab on the learner's own copies: laid out and trusted, then opened.

In one process, for most of what both need to start is the same.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from jupyterlab.labapp import main

from tools import copies

if __name__ == "__main__":
    sys.exit(copies.main([]) or main())
