"""What people are told of the connection that the mirror is read by."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.accounts.permissions import Permission
from apps.accounts.selectors import people_with
from apps.core.choices import Tone
from apps.ingram import Unauthorized
from apps.notifications import services as notifications
from apps.notifications.choices import MailWay
from apps.notifications.registry import NotificationKind, Ways, register
from apps.notifications.services import News

FAILING = register(
    NotificationKind(
        code="connection.failing",
        group="Connection",
        label="The connection is refused",
        help="The distributor does not accept the portal's credentials, so nothing can be read or "
        "sent. Told to administrators, once a day while it lasts.",
        icon="unplug",
        tone=Tone.BAD,
        permission=Permission.MANAGE_PEOPLE,
        default=Ways(mail=MailWay.AT_ONCE),
    )
)


def is_accepted(account: CustomerAccount) -> None:
    """The distributor answers again."""
    notifications.settle(FAILING.code, [account.connection_id])


def tell_of_refusal(account: CustomerAccount, refusal: Unauthorized) -> None:
    """Tell the administrators of the account; each once a day, whatever is being read."""
    connection = account.connection
    words = [refusal.user_message]
    if refusal.correlation_id:
        words.append(f"Correlation id {refusal.correlation_id}")
    news = News(
        account_id=account.pk,
        people=list(people_with(account, FAILING.permission).values_list("pk", flat=True)),
        key=f"{connection.pk}:{timezone.localdate()}",
        about_id=connection.pk,
        title=f"The distributor refuses the connection {connection}",
        text="\n".join(words),
        url=reverse("oversight:calls"),
    )
    notifications.notify(FAILING.code, [news])
