"""The operations of versions 5 and early 6, over the same state as the present ones."""
