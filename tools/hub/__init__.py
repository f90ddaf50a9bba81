"""The course for a class: JupyterHub, its proxy, and each learner's server."""
