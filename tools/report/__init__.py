"""A report on a class: hand-ins run afresh, counted, and shown on one page."""
