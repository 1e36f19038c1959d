"""A quote's steps: what happened, where it stands, what comes next. Pure."""

from __future__ import annotations

from datetime import date

from apps.core.timeline import Step, StepState
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import Quote

_ENDS = {
    QuoteStatus.FAILED: "The distributor could not make it",
    QuoteStatus.CLOSED: "Closed",
    QuoteStatus.EXPIRED: "Expired",
}
_MADE = {QuoteStatus.ACTIVE, QuoteStatus.READY, QuoteStatus.ORDERED}


def steps_of(quote: Quote, *, today: date) -> list[Step]:
    """Requested, being made, ready, ordered; or where it ended instead."""
    who = str(quote.owner) if quote.owner else quote.created_by
    steps = [Step(label="Requested", state=StepState.DONE, at=quote.made, who=who)]
    state = quote.state
    if state in _ENDS:
        failed = state is QuoteStatus.FAILED
        return [
            *steps,
            Step(
                label=_ENDS[state],
                state=StepState.FAILED if failed else StepState.DONE,
                at=quote.expires_on if state is QuoteStatus.EXPIRED else quote.changed,
                note=quote.status_reason,
            ),
        ]
    made = state in _MADE
    steps.append(
        Step(
            label="Made by the distributor" if made else "The distributor is making it",
            state=StepState.DONE if made else StepState.NOW,
            at=quote.changed if made else None,
        )
    )
    if state is QuoteStatus.ORDERED:
        return [*steps, Step(label="Ordered", state=StepState.DONE)]
    steps.append(
        Step(
            label="Ready to order" if state is QuoteStatus.READY else "Order it",
            state=StepState.NOW if made else StepState.NEXT,
        )
    )
    if quote.expires_on:
        is_past = quote.expires_on < today
        steps.append(
            Step(
                label="Past its expiry date" if is_past else "Expires",
                state=StepState.FAILED if is_past else StepState.NEXT,
                at=quote.expires_on,
            )
        )
    return steps
