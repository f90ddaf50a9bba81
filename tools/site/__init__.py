"""The course's site: the book at its root, the whole course in a browser under run/."""
