"""The ledger for people: what was sent, what became of it, and what is left to decide."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission
from apps.accounts.selectors import people_with
from apps.core.htmx import STOP_POLLING, show, wants_fragment
from apps.core.pagination import page_of
from apps.submissions import registry, selectors, services
from apps.submissions.choices import State
from apps.submissions.exceptions import SubmissionError
from apps.submissions.forms import FilterForm, LinkForm
from apps.submissions.mapping import presentable
from apps.submissions.models import Submission
from apps.submissions.selectors import Filters

LIST = "submissions/submission_list.html#submissions"
ATTENTION = "submissions/attention.html#attention"
FROM_ATTENTION = "attention"
#: What the address says when only what the person sent is shown.
MINE = "mine"
DETAIL = "submissions/submission_detail.html"
IN_FLIGHT = "submissions/partials/in_flight.html"


@require_GET
@account_required
def index(request: PortalRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    filters = form.filters()
    rows = selectors.submissions_for(request.account, filters)
    return show(
        request,
        LIST,
        {"form": form, "page": page_of(request, rows), "is_filtered": filters != Filters()},
    )


@require_GET
@account_required
def detail(request: PortalRequest, submission_id: int) -> HttpResponse:
    submission = selectors.submission_for(request.user, submission_id=submission_id)
    return show(request, DETAIL, _facts(request, submission))


@require_GET
@account_required
def status(request: PortalRequest, submission_id: int) -> HttpResponse:
    """The polled part: 204 while there is nothing new, 286 when it has ended."""
    submission = selectors.submission_for(request.user, submission_id=submission_id)
    if not wants_fragment(request):
        return redirect(submission)
    if submission.status.is_final:
        return show(request, IN_FLIGHT, {"submission": submission}, status=STOP_POLLING)
    if request.GET.get("seen") == selectors.in_flight(submission).version:
        return HttpResponse(status=204)
    return show(request, IN_FLIGHT, {"submission": submission})


@require_GET
@account_required
def attention(request: PortalRequest) -> HttpResponse:
    """What only a person can tell: for managers with the decisions, for the others to read."""
    return show(request, ATTENTION, _undecided(request))


@require_POST
@account_required
def link(request: PortalRequest, submission_id: int) -> HttpResponse:
    submission = selectors.submission_for(request.user, submission_id=submission_id)
    number, form = "", None
    if registry.kind(submission.kind).decisions.asks_number:
        form = _link_form(submission, request.POST)
        if not form.is_valid():
            return _refused(request, submission, form=form)
        number = form.cleaned_data["result_number"]
    return _decide(
        request,
        submission,
        lambda: services.link(submission=submission, actor=request.user, result_number=number),
        form=form,
    )


@require_POST
@account_required
def send_again(request: PortalRequest, submission_id: int) -> HttpResponse:
    submission = selectors.submission_for(request.user, submission_id=submission_id)
    return _decide(
        request,
        submission,
        lambda: services.send_again(submission=submission, actor=request.user),
    )


@require_POST
@account_required
def close(request: PortalRequest, submission_id: int) -> HttpResponse:
    submission = selectors.submission_for(request.user, submission_id=submission_id)
    return _decide(
        request, submission, lambda: services.close(submission=submission, actor=request.user)
    )


def _decide(
    request: PortalRequest,
    submission: Submission,
    decision: Callable[[], None],
    *,
    form: LinkForm | None = None,
) -> HttpResponse:
    """A role that does not allow it becomes a 403 in the middleware."""
    try:
        decision()
    except SubmissionError as exc:
        return _refused(request, submission, form=form, error=exc.user_message)
    messages.success(request, f"Your decision about {submission.business_key} is recorded.")
    return redirect("submissions:attention") if _is_of_all(request) else redirect(submission)


def _refused(
    request: PortalRequest, submission: Submission, *, form: LinkForm | None, error: str = ""
) -> HttpResponse:
    """422 with the page from which the decision came, and with what was typed."""
    submission = selectors.submission_for(request.user, submission_id=submission.pk)
    if _is_of_all(request):
        facts = _undecided(request, refused=submission, form=form, error=error)
        return show(request, ATTENTION, facts, status=422)
    return show(request, DETAIL, _facts(request, submission, form=form, error=error), status=422)


def _is_of_all(request: PortalRequest) -> bool:
    return request.GET.get("from") == FROM_ATTENTION


def _link_form(submission: Submission, data: QueryDict | None = None) -> LinkForm:
    # Several forms stand on one page.
    return LinkForm(data, auto_id=f"id_{submission.pk}_%s")


def _undecided(
    request: PortalRequest,
    *,
    refused: Submission | None = None,
    form: LinkForm | None = None,
    error: str = "",
) -> dict[str, object]:
    account = request.account
    only_mine = request.GET.get("whose") == MINE
    sender = request.user if only_mine else None
    page = page_of(request, selectors.needing_attention(account, sender=sender))
    may_decide = permissions.allows(request.roles.get(account.pk), Permission.DECIDE_SUBMISSIONS)
    items = [
        {
            "submission": submission,
            "sent": presentable(submission.body),
            "decision": selectors.decision_of(submission, back_to=FROM_ATTENTION),
            "form": form if form and submission == refused else _link_form(submission),
            "subject_url": selectors.subject_url(submission),
            "title_id": f"attention-{submission.pk}-title",
        }
        for submission in page
    ]
    deciders = "" if may_decide else people_with(account, Permission.DECIDE_SUBMISSIONS)
    return {
        "page": page,
        "items": items,
        "may_decide": may_decide,
        "only_mine": only_mine,
        "deciders": ", ".join(map(str, deciders)),
        "error": error,
        "error_title": f"{refused.business_key}: that was not done" if refused else "",
        "error_url": refused.get_absolute_url() if refused else "",
    }


def _facts(
    request: PortalRequest,
    submission: Submission,
    *,
    form: LinkForm | None = None,
    error: str = "",
) -> dict[str, object]:
    may_decide = submission.status is State.NEEDS_ATTENTION and permissions.allows(
        request.roles.get(submission.account_id), Permission.DECIDE_SUBMISSIONS
    )
    return {
        "submission": submission,
        "sent": presentable(submission.body),
        "may_decide": may_decide,
        "decision": selectors.decision_of(submission) if may_decide else None,
        "asked": request.GET.get("decide", "") if may_decide else "",
        "form": form or _link_form(submission),
        "error": error,
    }
