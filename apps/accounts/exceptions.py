from __future__ import annotations


class NotPermitted(Exception):
    """The person's role in this account does not allow the deed; the text is fit for them."""
