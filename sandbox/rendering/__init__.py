"""Records in the distributor's spelling, slips included."""
