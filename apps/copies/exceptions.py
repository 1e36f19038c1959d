"""Why no copy is made or sent; each text is fit for the person who reads it."""

from __future__ import annotations


class CopyError(Exception):
    """Base of what the person can act on."""

    def __init__(self, user_message: str) -> None:
        self.user_message = user_message
        super().__init__(user_message)


class NotReadyForPaper(CopyError):
    """The quote has no lines yet, or a line without a sell price."""


class NeedsApproval(CopyError):
    """It earns less than the account's minimum margin and no manager approved these prices."""


class TooManyMails(CopyError):
    """The person's limit of an hour."""


class CopyNotSet(CopyError):
    """The typesetter failed or took too long."""
