"""JupyterLab on the learner's own copies: laid out and trusted, then opened.

In one process, for most of what both need to start is the same.
"""

import atexit
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from jupyter_core.paths import SYSTEM_CONFIG_PATH
from jupyterlab import labapp

from tools import copies, own_settings


def main() -> None:
    """Run JupyterLab; where it fails, the last line names the machine's settings it has read."""
    try:
        labapp.main()
    except (Exception, SystemExit) as failure:
        said = own_settings.of_the_machine(SYSTEM_CONFIG_PATH)
        if said and getattr(failure, "code", 1):
            # After the traceback.
            atexit.register(print, said, file=sys.stderr)
        raise


if __name__ == "__main__":
    sys.exit(copies.main([]) or main())
