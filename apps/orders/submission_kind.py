"""How an order is sent in either way, looked up and shown by the ledger of writes."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.urls import reverse

from apps.ingram import Client
from apps.ingram.operations import order_changes
from apps.ingram.operations import orders as api
from apps.ingram.schemas.order_requests import OrderCreateV6Request
from apps.ingram.schemas.orders import OrderCreateRequest
from apps.orders import mapping
from apps.orders.choices import PLACE_ORDER, PLACE_ORDER_NOW
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


def send_now(client: Client, body: Body, correlation_id: str) -> Answer:
    """One call, whose answer has the order numbers: several when the order was split."""
    request = OrderCreateV6Request.model_validate(body)
    created = order_changes.create_order_v6(client, request, correlation_id=correlation_id)
    return Answer(
        state=State.COMPLETED,
        result_number=placed.SEPARATOR.join(o.ingram_order_number for o in created.orders),
        message=mapping.words_for_left_out(created, request),
        received=created.raw,
    )


def result_url(submission: Submission) -> str:
    numbers = placed.numbers_in(submission.result_number)
    if len(numbers) == 1:
        return reverse("orders:detail", args=numbers)
    if numbers:
        return f"{reverse('orders:list')}?{urlencode({'q': submission.business_key})}"
    return ""


def origin_url(submission: Submission) -> str:
    """The form: of the quote, or of the lines; one query for these."""
    if quote_number := placed.quote_number_of(submission):
        return reverse("orders:from_quote", args=[quote_number])
    draft = submission.order_drafts.first()
    return draft.get_absolute_url() if draft else ""


def on_change(submission: Submission) -> None:
    if submission.state == State.COMPLETED:
        placed.link_orders(submission)
    elif submission.state == State.REJECTED:
        placed.reopen_draft(submission)


_kind = partial(
    SubmissionKind,
    look_up=placed.look_up,
    verify=placed.verify,
    result_url=result_url,
    origin_url=origin_url,
    on_change=on_change,
)
KIND = registry.register(_kind(code=PLACE_ORDER, label="Place order", send=send))
#: A purchase order number is used once, in whichever way.
KIND_NOW = registry.register(
    _kind(
        code=PLACE_ORDER_NOW,
        label="Place order at once",
        send=send_now,
        shares_keys_of=PLACE_ORDER,
    )
)
