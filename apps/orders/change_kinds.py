"""How a change, a release and a cancellation are sent, looked up and shown by the ledger."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.urls import reverse

from apps.ingram import Client
from apps.ingram.operations import order_changes as api
from apps.ingram.schemas.order_changes import OrderModified
from apps.ingram.schemas.order_requests import OrderModifyRequest
from apps.orders.choices import CANCEL_ORDER, MODIFY_ORDER, RELEASE_ORDER
from apps.orders.services import changed
from apps.submissions import registry
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Answer, Body, DecisionWords, SubmissionKind


def send_release(client: Client, body: Body, correlation_id: str) -> Answer:
    number = str(body["ingramOrderNumber"])
    api.release_order(client, number, correlation_id=correlation_id)
    return Answer(state=State.COMPLETED, result_number=number)


def send_cancel(client: Client, body: Body, correlation_id: str) -> Answer:
    number = str(body["ingramOrderNumber"])
    api.cancel_order(client, number, correlation_id=correlation_id)
    return Answer(state=State.COMPLETED, result_number=number)


def send_modify(client: Client, body: Body, correlation_id: str) -> Answer:
    number = str(body["ingramOrderNumber"])
    request = OrderModifyRequest.model_validate(body["request"])
    modified = api.modify_order(client, number, request, correlation_id=correlation_id)
    return Answer(
        state=State.COMPLETED,
        result_number=number,
        message=_left_out(modified, request),
        received=modified.raw,
    )


def _left_out(modified: OrderModified, request: OrderModifyRequest) -> str:
    """What the distributor did not do of a change that it did in part."""
    undone = modified.undone_lines(request)
    if not undone and not modified.change_description:
        return ""
    parts = ", ".join(line.ingram_part_number or line.ingram_line_number for line in undone)
    reasons = "; ".join(
        dict.fromkeys(line.reject_reason for line in modified.rejected_lines if line.reject_reason)
    )
    words = " ".join(filter(None, (reasons, modified.change_description)))
    return f"Not all of it was done{f': {parts}' if parts else ''}. {words}".strip()


def result_url(submission: Submission) -> str:
    return reverse("orders:detail", args=[submission.subject])


DECISIONS = DecisionWords(
    question=(
        "Read order {name} again, or ask the distributor's support with the correlation ids, "
        "whether this was done."
    ),
    asks_number=False,
    link="It was done",
    send_again="It was not done: send it again",
    if_sent_again="If it was done after all, the distributor refuses it the second time.",
    close="It was not done: close it",
    if_closed="The order stays as the distributor shows it, and may be changed anew.",
    closed="it was not done",
)
_kind = partial(
    SubmissionKind,
    result_url=result_url,
    origin_url=result_url,
    on_change=changed.settle,
    verify=changed.verify,
    decisions=DECISIONS,
)
RELEASE = registry.register(
    _kind(
        code=RELEASE_ORDER,
        label="Release order",
        send=send_release,
        look_up=changed.look_up_release,
    )
)
CANCEL = registry.register(
    _kind(
        code=CANCEL_ORDER,
        label="Cancel order",
        send=send_cancel,
        look_up=changed.look_up_cancel,
    )
)
MODIFY = registry.register(
    _kind(
        code=MODIFY_ORDER,
        label="Change order",
        send=send_modify,
        look_up=changed.look_up_modify,
        decisions=replace(
            DECISIONS,
            if_sent_again="Lines that it adds stand in the order twice if it was done after all.",
        ),
    )
)
