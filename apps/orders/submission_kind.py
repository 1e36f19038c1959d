"""How an order is sent, looked up and shown by the ledger of writes."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from apps.ingram import Client
from apps.ingram.operations import orders as api
from apps.ingram.schemas.orders import OrderCreateRequest
from apps.orders.choices import PLACE_ORDER
from apps.orders.services import placed
from apps.submissions import registry
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Answer, Body, SubmissionKind


def send(client: Client, body: Body, correlation_id: str) -> Answer:
    """One call. Accepted is not ordered: a webhook or a look-up brings the order number."""
    accepted = api.create_order(
        client, OrderCreateRequest.model_validate(body), correlation_id=correlation_id
    )
    return Answer(
        state=State.ACCEPTED, reference=accepted.confirmation_number, received=accepted.raw
    )


def result_url(submission: Submission) -> str:
    numbers = [n for n in submission.result_number.split(placed.SEPARATOR) if n]
    if len(numbers) == 1:
        return reverse("orders:detail", args=numbers)
    if numbers:
        return f"{reverse('orders:list')}?{urlencode({'q': submission.business_key})}"
    return ""


def origin_url(submission: Submission) -> str:
    return reverse("orders:from_quote", args=[placed.quote_number_of(submission)])


def on_change(submission: Submission) -> None:
    if submission.state == State.COMPLETED:
        placed.link_orders(submission)
    elif submission.state == State.REJECTED:
        placed.reopen_draft(submission)


KIND = registry.register(
    SubmissionKind(
        code=PLACE_ORDER,
        label="Place order",
        send=send,
        look_up=placed.look_up,
        verify=placed.verify,
        result_url=result_url,
        origin_url=origin_url,
        on_change=on_change,
    )
)
