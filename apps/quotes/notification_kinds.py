"""What people are told of quotes. The words name no amount."""

from __future__ import annotations

from apps.accounts.permissions import Permission
from apps.core.choices import Tone
from apps.notifications.choices import MailWay
from apps.notifications.registry import NotificationKind, Ways, register

GROUP = "Quotes"

PRICES_WAIT = register(
    NotificationKind(
        code="quote.prices_wait",
        group=GROUP,
        label="Prices wait for my approval",
        help="Somebody asks for sell prices below the account's minimum margin.",
        icon="badge-percent",
        tone=Tone.WARN,
        permission=Permission.APPROVE_PRICES,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)
PRICES_DECIDED = register(
    NotificationKind(
        code="quote.prices_decided",
        group=GROUP,
        label="Prices that I asked for are decided",
        help="A manager approved or refused the sell prices that you asked for.",
        icon="badge-check",
        tone=Tone.INFO,
        permission=Permission.SEE_COST,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)
EXPIRING = register(
    NotificationKind(
        code="quote.expiring",
        group=GROUP,
        label="A quote expires within three days",
        help="An open quote that you created here; managers are told of those that were made "
        "elsewhere.",
        icon="calendar-x",
        tone=Tone.WARN,
        default=Ways(mail=MailWay.DAILY),
    )
)
