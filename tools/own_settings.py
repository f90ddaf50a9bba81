"""The course's own settings: what JupyterLab and its kernels find, whatever the home folder holds.

A setting made for other work can stop JupyterLab or run notebooks in another Python, and what
IPython or matplotlib is told at home changes what a cell prints or draws. All that is set aside
while the course runs, and said. Two things stay the learner's. The look and the keys come along:
they change no result, and eyes and hands depend on them. And signatures lie in the usual folder,
so that a notebook trusted in the course is trusted when it is opened by hand, and the other way
round.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from tools.environment import without_strays

# Read first, and never written to.
CONFIGURATION = Path(__file__).resolve().parents[1] / "jupyter"

# Of Jupyter's variables, those that say how the server is reached and where it keeps its things.
KEPT_VARIABLES = {
    "JUPYTER_ALLOW_INSECURE_WRITES", "JUPYTER_DATA_DIR", "JUPYTER_PORT", "JUPYTER_PORT_RETRIES",
    "JUPYTER_RUNTIME_DIR", "JUPYTER_TOKEN", "JUPYTER_TOKEN_FILE",
}  # fmt: skip

CONFIGURATION_FILES = (
    "jupyter_config.[jp]*", "jupyter_lab_config.[jp]*", "jupyter_server_config.[jp]*",
    "jupyter_server_config.d/*.json", "labconfig/*.json",
)  # fmt: skip
DATA_FILES = ("kernels/python3", "labextensions")
IPYTHON_FILES = ("profile_default/*config.*", "profile_default/startup/*.*py")

# The theme, the keys, and the editor, whose letters may have been made larger.
TASTE = (
    "@jupyterlab/apputils-extension/themes.jupyterlab-settings",
    "@jupyterlab/shortcuts-extension/shortcuts.jupyterlab-settings",
    "@jupyterlab/codemirror-extension/plugin.jupyterlab-settings",
)
USER_SETTINGS = Path("lab") / "user-settings"
NAMED_AT_MOST = 3


def prepared(folder: Path) -> dict[str, str]:
    """The variables to start JupyterLab with; what is set aside is said, the look comes along."""
    own = own_variables(without_strays(os.environ), folder)
    take_along(os.environ, own)
    said = set_aside(os.environ, own)
    if said:
        print(said)
    return own


def own_variables(variables: Mapping[str, str], folder: Path) -> dict[str, str]:
    """variables with which Jupyter and its kernels find the course's settings, kept in folder."""
    others = {name: value for name, value in variables.items() if not _is_left_out(name)}
    own = {
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "JUPYTER_CONFIG_PATH": str(CONFIGURATION),
        # The environment's kernel comes first, also where somebody else has installed it.
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(folder / "ipython"),
        "MATPLOTLIBRC": os.devnull,
    }
    if not _is_writable(_data_folder(variables), _runtime_folder(variables)):
        # JupyterLab does not start without them.
        own["JUPYTER_DATA_DIR"] = str(folder / "jupyter-data")
        own["JUPYTER_RUNTIME_DIR"] = str(folder / "jupyter-data" / "runtime")
    return {**others, **own}


def set_aside(variables: Mapping[str, str], own: Mapping[str, str]) -> str:
    """What of the learner's variables and files does not hold in the course: a line, or ""."""
    replaced = {name: value for name, value in variables.items() if own.get(name) != value}
    found = sorted(name for name in replaced if not name.startswith("__"))
    found += map(_shortened, _files(replaced, _data_folder(variables)))
    if own.get("JUPYTER_DATA_DIR") != variables.get("JUPYTER_DATA_DIR"):
        found.append(f"{_shortened(_data_folder(variables))} (it cannot be written to)")
    return f"Set aside for the course: {_listed_in_words(found)}." if found else ""


def of_the_machine(folders: Iterable[str]) -> str:
    """What to say of the settings in the machine's folders where JupyterLab fails: a line, or "".

    They are its keeper's, and hold in the course: a proxy or a certificate may hang on them.
    """
    found = [str(path) for path in _found(map(Path, folders), CONFIGURATION_FILES)]
    if not found:
        return ""
    return (
        "JupyterLab ended with an error. If it did not start, look at this machine's settings: "
        f"{_listed_in_words(found)}."
    )


def take_along(variables: Mapping[str, str], own: Mapping[str, str]) -> None:
    """Copy the learner's look and keys, once: what is then chosen in the course stays in it."""
    here = Path(own["JUPYTER_CONFIG_DIR"]) / USER_SETTINGS
    usual = _configuration_folder(variables) / USER_SETTINGS
    home = Path(variables.get("JUPYTERLAB_SETTINGS_DIR") or usual)
    if here.exists():
        return
    for name in TASTE:
        # A look that cannot be taken along is no reason not to start.
        with suppress(OSError):
            here.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(home / name, here / name)


def _is_left_out(name):
    return name.startswith(("JUPYTER_", "JUPYTERLAB_")) and name not in KEPT_VARIABLES


def _files(variables: Mapping[str, str], data_folder: Path) -> Iterator[Path]:
    """The files and folders that would have had a say without the course's own settings."""
    configuration = [_configuration_folder(variables), *_listed(variables, "JUPYTER_CONFIG_PATH")]
    data = [data_folder, *_listed(variables, "JUPYTER_PATH")]
    ipython = [Path(variables.get("IPYTHONDIR") or Path.home() / ".ipython")]
    matplotlib = [Path.home() / ".config" / "matplotlib", Path.home() / ".matplotlib"]
    for folders, patterns in (
        (configuration, CONFIGURATION_FILES),
        (data, DATA_FILES),
        (ipython, IPYTHON_FILES),
        (matplotlib, ("matplotlibrc",)),
    ):
        yield from _found(folders, patterns)


def _found(folders, patterns):
    for folder in folders:
        for pattern in patterns:
            yield from sorted(folder.glob(pattern))


def _listed_in_words(names):
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _shortened(path):
    return str(path).replace(str(Path.home()), "~", 1)


def _listed(variables, name):
    return [Path(folder) for folder in variables.get(name, "").split(os.pathsep) if folder]


def _configuration_folder(variables):
    return Path(variables.get("JUPYTER_CONFIG_DIR") or Path.home() / ".jupyter")


def _data_folder(variables):
    """Where Jupyter keeps signatures, kernels and extensions, as jupyter_core has it."""
    usual = Path(variables.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jupyter"
    if sys.platform == "darwin":
        usual = Path.home() / "Library" / "Jupyter"
    elif "APPDATA" in variables and os.name == "nt":
        usual = Path(variables["APPDATA"]) / "jupyter"
    return Path(variables.get("JUPYTER_DATA_DIR") or usual)


def _runtime_folder(variables):
    return Path(variables.get("JUPYTER_RUNTIME_DIR") or _data_folder(variables) / "runtime")


def _is_writable(*folders):
    """Whether a file can be put into each folder: permissions do not tell of a full disk."""
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"1")
    except OSError:
        return False
    return True
