"""The conditions under which notebooks are run to be saved, and run again to be compared."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from tools.own_settings import own_variables

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
SCRATCH = ROOT / ".course"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def published_notebooks(folder: Path = NOTEBOOKS) -> list[Path]:
    """The course's notebooks in reading order; a copy of one ("05_layers-Copy1") is none."""
    found = sorted(folder.glob("*.ipynb"))
    return [path for path in found if re.fullmatch(r"\d\d[a-z]?_[a-z_]+", path.stem)]


def number_of(path: Path) -> str:
    """The notebook's number: 06 of 06_check_your_slopes.ipynb, 06b of 06b_bug_hunt.ipynb."""
    return path.name.partition("_")[0]


def quiet(variables: Mapping[str, str], folder: Path) -> dict[str, str]:
    """variables with which a run is the same for everybody, and keeps its files in folder.

    A progress bar's last state holds a time, which no second run repeats: bars are off.
    Settings in the home folder (a start-up file, another figure format) stay outside.
    """
    signatures = {"JUPYTER_DATA_DIR": str(folder / "jupyter-data")}
    own = own_variables({**variables, **signatures}, folder)
    own["TQDM_DISABLE"] = "1"
    # A maintainer's own progress in the exercises is neither read nor written.
    own["SLOPE_BY_SLOPE_PROGRESS"] = "off"
    own["MPLCONFIGDIR"] = str(folder / "matplotlib")
    # The kernel then takes the inline backend.
    own.pop("MPLBACKEND", None)
    return own


def quiet_the_surroundings() -> None:
    """Set the variables that kernels inherit to quiet ones."""
    SCRATCH.mkdir(exist_ok=True)
    own = quiet(os.environ, SCRATCH)
    for name in set(os.environ) - set(own):
        del os.environ[name]
    os.environ.update(own)
