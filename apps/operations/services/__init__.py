"""The upkeep of the portal itself."""
