from __future__ import annotations


class ConnectionInactive(Exception):
    """The connection, or the customer account, is switched off: nothing may be sent."""

    def __init__(self, name: str) -> None:
        self.user_message = (
            f"The connection {name} is switched off. An administrator can switch it on."
        )
        super().__init__(self.user_message)


class SetupRefused(Exception):
    """A connection can't be stored as asked; `user_message` says why, never the secret."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class UnreadableAddresses(Exception):
    """A file of addresses can't be read as a whole; `user_message` says why and what to do."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message
