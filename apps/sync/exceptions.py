from __future__ import annotations


class BeingRead(Exception):
    """Somebody is reading the object at this moment."""


class DistributorNotAsked(Exception):
    """The distributor could not be asked, could not be asked this, or did not answer."""

    def __init__(self, user_message: str, *, correlation_id: str = "") -> None:
        self.user_message = user_message
        self.correlation_id = correlation_id
        super().__init__(user_message)
