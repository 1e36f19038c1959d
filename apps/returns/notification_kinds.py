"""What people are told of returns. The words name no amount."""

from __future__ import annotations

from collections.abc import Iterable

from apps.core.choices import Tone
from apps.notifications import services as notifications
from apps.notifications.choices import MailWay
from apps.notifications.registry import NotificationKind, Ways, register
from apps.notifications.services import News
from apps.returns.choices import APPROVED_STATUSES, REFUSED_STATUSES, MoveKind
from apps.returns.models import Move, ReturnCase
from apps.submissions.models import Submission

DECIDED = register(
    NotificationKind(
        code="return.decided",
        group="Returns",
        label="My return is decided",
        help="The distributor approved, denied or voided a return that you asked for here.",
        icon="package-check",
        tone=Tone.INFO,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)
_DECIDED = (*APPROVED_STATUSES, *REFUSED_STATUSES)


def tell_of_moves(moves: Iterable[Move]) -> None:
    """Tell who asked for a return that it is decided; each decision once.

    The cases have their ids by now. No query while nothing was decided of a return of ours.
    """
    cases = {
        move.case.case_request_number: move.case
        for move in moves
        if move.kind == MoveKind.STATUS and move.status in _DECIDED and move.case.submission_id
    }
    senders = Submission.objects.in_bulk([case.submission_id for case in cases.values()])
    news = [
        _news(case, senders[case.submission_id].actor_id)
        for case in cases.values()
        if case.submission_id
    ]
    notifications.notify(DECIDED.code, news)


def _news(case: ReturnCase, sender: int) -> News:
    reference = f" ({case.reference_number})" if case.reference_number else ""
    return News(
        account_id=case.account_id,
        people=[sender],
        key=f"{case.account_id}:{case.case_request_number}:{case.status}",
        about_id=case.pk,
        title=f"Return {case}{reference}: {case.status_label.lower()}",
        url=case.get_absolute_url(),
    )
