"""Why a return is not made; each text is fit for the person who reads it."""

from __future__ import annotations

from collections.abc import Mapping


class ReturnError(Exception):
    """Base: `user_message` says why and what to do."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class NothingToReturn(ReturnError):
    """No invoice of the account carries the number that a return was to start from."""


class LinesRefused(ReturnError):
    """Lines cannot go back as typed. `fields` maps a field's name to its sentence."""

    def __init__(self, user_message: str, *, fields: Mapping[str, str]) -> None:
        super().__init__(user_message)
        self.fields = dict(fields)


class ReferenceInUse(ReturnError):
    """The reference stands on an earlier return of the account; `url` leads to it."""

    def __init__(self, user_message: str, *, url: str) -> None:
        super().__init__(user_message)
        self.url = url


class SummaryOutdated(ReturnError):
    """What was confirmed is no longer what would be sent; the summary has to be read again."""


class ReturnSent(ReturnError):
    """The return was sent: its form can no longer be changed."""


class NotToSend(ReturnError):
    """The distributor does not wait for goods of this return."""
