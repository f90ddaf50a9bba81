"""A learner's server in a class: their own copies laid out and trusted, then JupyterLab.

It runs as the learner, and so does all that is written into their folder.
"""

import os
import tempfile
from pathlib import Path

from helpers import home
from tools import own_settings


def main() -> None:
    """Bring the learner's copies up to date, and run JupyterHub's server for one of its users."""
    own = Path.home() / home.OUTSIDE
    own.mkdir(exist_ok=True)
    # However the account was made, and whoever else has one on this machine.
    own.chmod(0o700)
    os.umask(0o077)
    # The kernels' sockets lie there: a path in a home folder could be too long for them.
    with tempfile.TemporaryDirectory(prefix="slope-by-slope-") as runtime:
        os.environ["JUPYTER_RUNTIME_DIR"] = runtime
        os.environ["JUPYTERHUB_ROOT_DIR"] = str(own)
        # The kernels have to find it too.
        os.environ[home.VARIABLE] = str(own)
        variables = own_settings.prepared(own / home.SCRATCH)
        os.environ.clear()
        os.environ.update(variables)
        serve()


def serve():
    # Only here: when Jupyter is imported, it reads where its folders are.
    from jupyterhub.singleuser import main as serve_one

    from tools import copies

    copies.main([])
    serve_one()


if __name__ == "__main__":
    main()
