from __future__ import annotations


class BeingRead(Exception):
    """Somebody is reading the object at this moment."""
