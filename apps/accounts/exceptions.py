from __future__ import annotations


class NotPermitted(Exception):
    """The person's role in this account does not allow the deed; the text is fit for them."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class ViewNotSaved(Exception):
    """A view of a list can't be saved so; the text says why and what to do."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class MemberKept(Exception):
    """A member must stay as they are; the text says why and what to do."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class InvitationRefused(Exception):
    """A person can't be invited or join so; the text says why and what to do."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message
