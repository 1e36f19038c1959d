"""What people are told of orders. The words name no amount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from apps.accounts.permissions import Permission
from apps.core.choices import Tone
from apps.core.templatetags.figures import words_of_minutes
from apps.notifications import services as notifications
from apps.notifications.choices import MailWay
from apps.notifications.models import Notification
from apps.notifications.registry import MailWords, NotificationKind, Ways, register
from apps.notifications.services import News
from apps.orders import reminders
from apps.orders.choices import CANCEL_ORDER, DateKind, OrderStatus
from apps.orders.models import DateChange, Order, OrderLine
from apps.submissions.choices import State
from apps.submissions.models import Submission

GROUP = "Orders"
_VOID = (OrderStatus.CANCELLED, OrderStatus.REJECTED)
_MOST_LINES = 12


def _reminder(notification: Notification, at: datetime) -> MailWords | None:
    """What the hold is at the moment of sending; nothing once it is over or a nearer one is due."""
    order = reminders.order_reminded_of(notification)
    hours = reminders.hours_due(order, at) if order else None
    if order is None or order.hold_ends_at is None or hours is None:
        return None
    if notification.key != reminders.key_of(order, hours):
        return None
    is_placer = bool(order.submission and order.submission.actor_id == notification.person_id)
    context = {
        "order": order,
        "left": words_of_minutes(int((order.hold_ends_at - at).total_seconds() // 60)),
    }
    return MailWords(
        subject=render_to_string("orders/mail/hold_reminder_subject.txt", context),
        text=render_to_string("orders/mail/hold_reminder.txt", context).strip(),
        why="You get this e-mail because you placed the order."
        if is_placer
        else "You get this e-mail because you look after the orders of this account.",
    )


register(
    NotificationKind(
        code=reminders.HOLD_ENDING,
        group=GROUP,
        label="A customer hold is about to end",
        help="Four hours and one hour before the distributor voids an order that waits on customer "
        "hold. Told to whoever placed it and to the managers of the account.",
        icon="alarm-clock",
        tone=Tone.WARN,
        permission=Permission.CHANGE_ORDERS,
        default=Ways(mail=MailWay.AT_ONCE),
        stands=True,
        mails=(MailWay.AT_ONCE, MailWay.NEVER),
        mail_words=_reminder,
    )
)
SLIPPED = register(
    NotificationKind(
        code="order.slipped",
        group=GROUP,
        label="My order ships later",
        help="The distributor moved the day on which a line of an order that you placed should "
        "ship.",
        icon="calendar-clock",
        tone=Tone.WARN,
        default=Ways(mail=MailWay.DAILY),
    )
)
HELD = register(
    NotificationKind(
        code="order.held",
        group=GROUP,
        label="My order is held by the distributor",
        help="A line of an order that you placed is on hold, and not because we asked for it.",
        icon="circle-pause",
        tone=Tone.WARN,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)
VOIDED = register(
    NotificationKind(
        code="order.voided",
        group=GROUP,
        label="My order was voided",
        help="An order that you placed was cancelled or refused, by the distributor or by "
        "somebody else here.",
        icon="ban",
        tone=Tone.BAD,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)


def tell_of_reading(
    order: Order,
    *,
    before: Sequence[OrderLine],
    after: Sequence[OrderLine],
    changes: Iterable[DateChange],
) -> None:
    """What a reading of the order brought that whoever placed it here should know.

    No query while it brought nothing of the kind, or nobody placed it here.
    """
    if order.submission_id is None:
        return
    slips = [change for change in changes if change.kind == DateKind.SHIP and change.is_later]
    held = _newly_held(order, before, after)
    is_voided = _is_newly_voided(order, before)
    if not (slips or held or is_voided):
        return
    placer = Submission.objects.values_list("actor", flat=True).get(pk=order.submission_id)
    if is_voided and not _has_cancelled(placer, order):
        text = f"The distributor says: {order.status_text or order.status_label}."
        _tell(VOIDED, order, placer, "void", "was voided", text)
    if slips and order.is_under_way:
        last = max(change.after for change in slips if change.after)
        text = _listed([f"{c.ingram_part_number}: {_days(c)}" for c in slips])
        _tell(SLIPPED, order, placer, last.isoformat(), "ships later", text)
    if held:
        lines = sorted(line.ingram_line_number or line.ingram_part_number for line in held)
        key = f"{timezone.now():%Y%m%d}:{','.join(lines)}"
        text = _listed([f"{line.ingram_part_number}: {line.status_label}" for line in held])
        _tell(HELD, order, placer, key, "is held by the distributor", text)


def _newly_held(
    order: Order, before: Sequence[OrderLine], after: Sequence[OrderLine]
) -> list[OrderLine]:
    """Lines on a hold that is not ours and that the last reading did not tell."""
    if order.hold_ends_at is not None:
        return []
    known: Mapping[tuple[str, str], OrderLine] = {_key(line): line for line in before}
    on_hold = [line for line in after if line.is_product and line.state is OrderStatus.ON_HOLD]
    return [
        line
        for line in on_hold
        if (was := known.get(_key(line))) is None or was.state is not OrderStatus.ON_HOLD
    ]


def _is_newly_voided(order: Order, before: Sequence[OrderLine]) -> bool:
    # The order's own status may have come before, with a list; its lines come with the reading.
    if order.state not in _VOID:
        return False
    return not before or any(line.state not in _VOID for line in before)


def _has_cancelled(person: int, order: Order) -> bool:
    cancels = Submission.objects.filter(
        account=order.account_id,
        subject=order.ingram_order_number,
        kind=CANCEL_ORDER,
        actor=person,
    )
    return cancels.exclude(state=State.REJECTED).exists()


def _tell(
    kind: NotificationKind, order: Order, placer: int, key: str, words: str, text: str
) -> None:
    news = News(
        account_id=order.account_id,
        people=[placer],
        key=f"{order.pk}:{key}"[:120],
        about_id=order.pk,
        title=f"Order {reminders.named(order)} {words}",
        text=text,
        url=order.get_absolute_url(),
    )
    notifications.notify(kind.code, [news])


def _days(change: DateChange) -> str:
    return " to ".join(f"{day.day} {day:%b %Y}" for day in (change.before, change.after) if day)


def _listed(lines: Sequence[str]) -> str:
    rest = len(lines) - _MOST_LINES
    more = [f"and {rest} more"] if rest > 0 else []
    return "\n".join([*lines[:_MOST_LINES], *more])


def _key(line: OrderLine) -> tuple[str, str]:
    return line.ingram_line_number, line.ingram_part_number
