from __future__ import annotations


class NotTheirs(Exception):
    """No event of the distributor: the key, the signature or the envelope is wrong.

    Which of them it was is told to nobody.
    """
