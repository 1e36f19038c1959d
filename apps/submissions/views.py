"""The ledger for people: what was sent, what became of it, and what is left to decide."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission
from apps.core.htmx import STOP_POLLING, show, wants_fragment
from apps.core.pagination import page_of
from apps.submissions import selectors, services
from apps.submissions.choices import State
from apps.submissions.exceptions import SubmissionError
from apps.submissions.forms import FilterForm, LinkForm
from apps.submissions.mapping import presentable
from apps.submissions.models import Submission
from apps.submissions.selectors import Filters

LIST = "submissions/submission_list.html#submissions"
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


@require_POST
@account_required
def link(request: PortalRequest, submission_id: int) -> HttpResponse:
    submission = selectors.submission_for(request.user, submission_id=submission_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return show(request, DETAIL, _facts(request, submission, form=form), status=422)
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
        submission = selectors.submission_for(request.user, submission_id=submission.pk)
        facts = _facts(request, submission, form=form, error=exc.user_message)
        return show(request, DETAIL, facts, status=422)
    messages.success(request, "Your decision is recorded.")
    return redirect(submission)


def _facts(
    request: PortalRequest,
    submission: Submission,
    *,
    form: LinkForm | None = None,
    error: str = "",
) -> dict[str, object]:
    may_decide = submission.status is State.NEEDS_ATTENTION and permissions.allowed(
        request.user, Permission.DECIDE_SUBMISSIONS, submission.account
    )
    return {
        "submission": submission,
        "sent": presentable(submission.body),
        "may_decide": may_decide,
        "asked": request.GET.get("decide", "") if may_decide else "",
        "form": form or LinkForm(),
        "error": error,
    }
