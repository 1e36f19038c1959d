"""How a return is sent, looked up and shown by the ledger of writes."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from apps.ingram import Client
from apps.ingram.operations import returns as api
from apps.ingram.schemas.returns import ReturnCreateRequest
from apps.returns.choices import CREATE_RETURN
from apps.returns.services import outcome
from apps.submissions import registry
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Answer, Body, DecisionWords, SubmissionKind


def send(client: Client, body: Body, correlation_id: str) -> Answer:
    """One call, whose answer has a claim for each line. Lines without one are looked up."""
    request = ReturnCreateRequest.model_validate(body["request"])
    accepted = api.create_return(client, request, correlation_id=correlation_id)
    if accepted.unanswered(request.lines):
        return Answer(
            state=State.ACCEPTED,
            reference=accepted.case_request_number,
            message="The distributor's answer does not name every line. The others are looked up.",
            received=accepted.raw,
        )
    numbers = sorted({claim.case_request_number for claim in accepted.claims})
    return Answer(
        state=State.COMPLETED,
        reference=accepted.case_request_number,
        result_number=outcome.told_numbers([number for number in numbers if number]),
        received=accepted.raw,
    )


def result_url(submission: Submission) -> str:
    """The case, or the list of those that were made of it."""
    if outcome.SEPARATOR not in submission.result_number:
        return reverse("returns:detail", args=[submission.result_number])
    return f"{reverse('returns:list')}?{urlencode({'q': submission.business_key})}"


def origin_url(submission: Submission) -> str:
    """The form; one query."""
    draft = submission.return_drafts.first()
    return draft.get_absolute_url() if draft else ""


KIND = registry.register(
    SubmissionKind(
        code=CREATE_RETURN,
        label="Return",
        send=send,
        look_up=outcome.look_up,
        verify=outcome.verify,
        result_url=result_url,
        origin_url=origin_url,
        on_change=outcome.settle,
        decisions=DecisionWords(
            question=(
                "Look at the distributor's own site, or ask its support with the correlation ids, "
                "whether a return with the reference {name} exists there. If it does, type the "
                "number of one of its cases."
            ),
            if_sent_again=(
                "If it exists after all, the same pieces are asked back for twice, and the "
                "distributor may refuse one of the two."
            ),
            if_closed="Its pieces and its reference may then be used again.",
        ),
    )
)
