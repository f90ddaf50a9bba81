"""The conditions under which notebooks are run to be saved, and run again to be compared."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
SCRATCH = ROOT / ".course"


def quiet_the_surroundings() -> None:
    """Set the variables that kernels inherit, so that a run is the same for everybody.

    A progress bar's last state holds a time, which no second run repeats: bars are off.
    Settings in the home folder (a start-up file, another figure format) stay outside.
    """
    SCRATCH.mkdir(exist_ok=True)
    os.environ["TQDM_DISABLE"] = "1"
    # A maintainer's own progress in the exercises is neither read nor written.
    os.environ["SLOPE_BY_SLOPE_PROGRESS"] = "off"
    os.environ["IPYTHONDIR"] = str(SCRATCH / "ipython")
    os.environ["JUPYTER_CONFIG_DIR"] = str(SCRATCH / "jupyter")
    os.environ["JUPYTER_DATA_DIR"] = str(SCRATCH / "jupyter-data")
    os.environ["MPLCONFIGDIR"] = str(SCRATCH / "matplotlib")
    # The kernel then takes the inline backend.
    os.environ.pop("MPLBACKEND", None)
