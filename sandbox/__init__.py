"""A stand-in for the distributor's Reseller API: its own process, its own state."""
