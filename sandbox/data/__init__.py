"""The generated world: the same for the same seed."""
