"""From a learner's function to a verdict: check() calls it, compares, diagnoses, and says so."""
