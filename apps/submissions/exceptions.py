from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.submissions.models import Submission


class SubmissionError(Exception):
    """A refusal by the ledger; the text is fit for the person."""

    @property
    def user_message(self) -> str:
        return str(self)


class BusinessKeyInUse(SubmissionError):
    """Another live submission of the account carries this name or number."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(f"{submission.business_key} was already used in this account.")
        self.submission = submission


class FormKeyMisused(SubmissionError):
    """The one-time key belongs to another person's form, or to another kind of form."""


class AlreadyDecided(SubmissionError):
    """Somebody else, or the distributor's answer, was quicker."""


class NotConfirmed(SubmissionError):
    """The distributor does not know what a person wants to link."""
