from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone


class State(TextChoices):
    """Where a write stands (docs/architecture.md, the submission ledger)."""

    QUEUED = "queued", "Queued"
    SENDING = "sending", "Sending"
    ACCEPTED = "accepted", "Accepted"
    COMPLETED = "completed", "Completed"
    REJECTED = "rejected", "Rejected"
    UNKNOWN = "unknown", "Unknown"
    RECONCILING = "reconciling", "Looking it up"
    NEEDS_ATTENTION = "needs_attention", "Needs attention"

    @property
    def tone(self) -> Tone:
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in {State.COMPLETED, State.REJECTED, State.NEEDS_ATTENTION}


LIVE_STATES = (
    State.QUEUED,
    State.SENDING,
    State.ACCEPTED,
    State.UNKNOWN,
    State.RECONCILING,
)
"""States that the sweeper carries on; in the others nothing happens by itself."""

_TONES = {
    State.QUEUED: Tone.NEUTRAL,
    State.SENDING: Tone.INFO,
    State.ACCEPTED: Tone.INFO,
    State.COMPLETED: Tone.GOOD,
    State.REJECTED: Tone.BAD,
    State.UNKNOWN: Tone.WARN,
    State.RECONCILING: Tone.WARN,
    State.NEEDS_ATTENTION: Tone.BAD,
}
_ICONS = {
    State.QUEUED: "clock",
    State.SENDING: "send",
    State.ACCEPTED: "hourglass",
    State.COMPLETED: "circle-check",
    State.REJECTED: "circle-x",
    State.UNKNOWN: "circle-question-mark",
    State.RECONCILING: "search",
    State.NEEDS_ATTENTION: "triangle-alert",
}


class AttemptKind(TextChoices):
    """What the timeline of a submission consists of."""

    SEND = "send", "Sent"
    LOOK_UP = "look_up", "Looked up"
    NOTICE = "notice", "Heard from the distributor"
    DECISION = "decision", "Decided"


class Outcome(TextChoices):
    """How an attempt ended; empty while it is under way."""

    ACCEPTED = "accepted", "Accepted"
    COMPLETED = "completed", "Completed"
    REJECTED = "rejected", "Rejected"
    NOT_SENT = "not_sent", "Was not sent"
    UNKNOWN = "unknown", "No certain answer"
    FOUND = "found", "Found"
    ABSENT = "absent", "Not found"
    UNCLEAR = "unclear", "Could not be looked up"
    LINKED = "linked", "Linked by hand"
    SENT_AGAIN = "sent_again", "To be sent again"
    CLOSED = "closed", "Closed by hand"


FAILED_OUTCOMES = frozenset({Outcome.REJECTED, Outcome.NOT_SENT, Outcome.UNKNOWN, Outcome.UNCLEAR})
