"""What JupyterLab is told for the course alone, whose folder is its JUPYTER_CONFIG_PATH."""

import os
import sys

c = get_config()  # noqa: F821 (Jupyter puts it there)

# The environment's own extensions: one from elsewhere may lack the half that runs in the server.
c.LabApp.labextensions_path = [os.path.join(sys.prefix, "share", "jupyter", "labextensions")]
