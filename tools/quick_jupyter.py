"""Imported before Jupyter, this halves the time until JupyterLab or a learner's server is there.

jsonschema makes a grammar of all addresses in all alphabets when it is imported, and does without
it: neither notebooks nor settings are held against one.
"""

import sys

sys.modules["rfc3987_syntax"] = None
