"""What people are told of submissions."""

from __future__ import annotations

from apps.accounts.permissions import Permission
from apps.accounts.selectors import people_with
from apps.core.choices import Tone
from apps.notifications import services as notifications
from apps.notifications.choices import MailWay
from apps.notifications.registry import NotificationKind, Ways, register
from apps.notifications.services import News
from apps.submissions import registry
from apps.submissions.choices import State
from apps.submissions.models import Submission

GROUP = "Submissions"

ATTENTION = register(
    NotificationKind(
        code="submission.attention",
        group=GROUP,
        label="A submission needs a decision",
        help="The portal cannot tell whether the distributor carried it out. Told to the managers "
        "of the account and to whoever sent it.",
        icon="triangle-alert",
        tone=Tone.BAD,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)
REJECTED = register(
    NotificationKind(
        code="submission.rejected",
        group=GROUP,
        label="What I sent was refused",
        help="The distributor refused an order, a change, a quote or a return, or it could not be "
        "sent. Nothing was done.",
        icon="circle-x",
        tone=Tone.BAD,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)
COMPLETED = register(
    NotificationKind(
        code="submission.completed",
        group=GROUP,
        label="What I sent is done",
        help="The distributor confirmed an order, a change, a quote or a return.",
        icon="circle-check",
        tone=Tone.GOOD,
    )
)


def tell(submission: Submission) -> None:
    """Who sent it hears how it ended, managers hear where they must decide.

    At most three statements, for a state in which nothing more happens by itself.
    """
    if submission.status is State.NEEDS_ATTENTION:
        managers = people_with(submission.account, Permission.DECIDE_SUBMISSIONS)
        people = {submission.actor_id, *managers.values_list("pk", flat=True)}
        notifications.notify(ATTENTION.code, [_news(submission, people, "needs a decision")])
    elif submission.status is State.REJECTED:
        news = _news(submission, {submission.actor_id}, "refused")
        notifications.notify(REJECTED.code, [news])
    elif submission.status is State.COMPLETED:
        news = _news(submission, {submission.actor_id}, "done")
        notifications.notify(COMPLETED.code, [news])


def no_longer_waits(submission: Submission) -> None:
    """Somebody has decided."""
    notifications.settle(ATTENTION.code, [submission.pk])


def _news(submission: Submission, people: set[int], words: str) -> News:
    kind = registry.kind(submission.kind)
    is_there = submission.status is State.COMPLETED and submission.result_number
    number = f" ({submission.result_number})" if is_there else ""
    return News(
        account_id=submission.account_id,
        people=people,
        # It may come to the same state again after a decision.
        key=f"{submission.pk}:{submission.state_since.timestamp():.3f}",
        about_id=submission.pk,
        title=f"{kind.label} {submission.business_key}: {words}{number}",
        text=submission.message,
        url=kind.result_url(submission) if is_there else submission.get_absolute_url(),
    )
