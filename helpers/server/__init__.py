"""What Jupyter's server loads."""
