"""What may go wrong with a quote; each text is fit for the person who reads it."""

from __future__ import annotations

from collections.abc import Mapping


class QuoteError(Exception):
    """Base. `correlation_id` is set when the distributor was asked."""

    def __init__(self, user_message: str, *, correlation_id: str = "") -> None:
        self.user_message = user_message
        self.correlation_id = correlation_id
        super().__init__(user_message)


class DraftLocked(QuoteError):
    """The draft was sent: it can be copied, not changed."""


class TooManyLines(QuoteError):
    """A draft holds so many lines and no more; nothing of the paste was taken."""


class DraftIncomplete(QuoteError):
    """The draft cannot be sent. `fields` maps a field's name to its sentence."""

    def __init__(self, user_message: str, *, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(user_message)


class QuoteNotOrderable(QuoteError):
    """Validating said no; the text tells why."""


class DistributorTrouble(QuoteError):
    """The distributor could not be asked, or its answer could not be read."""


class ApprovalNotNeeded(QuoteError):
    """There is nothing that a manager could approve."""


class NotDecided(QuoteError):
    """The decision on prices was not taken; the text tells why and what to do."""
