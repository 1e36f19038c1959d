"""People are told of prices that wait for a manager, what was decided, and what expires soon."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.accounts.permissions import Permission
from apps.accounts.selectors import people_with
from apps.notifications import services as notifications
from apps.notifications.services import News
from apps.quotes import selectors
from apps.quotes.choices import Decision
from apps.quotes.models import PriceApproval, Quote
from apps.quotes.notification_kinds import EXPIRING, PRICES_DECIDED, PRICES_WAIT

EXPIRES_WITHIN = timedelta(days=3)


@transaction.atomic
def tell_of_prices(*, approval_id: int) -> None:
    """Tell the managers that prices wait, or who asked what was decided; nobody twice.

    Nobody is told of their own deed, nor who may see the account's amounts no more. The words name
    no amount: they lead to the quote. Of what was decided, or is outdated, managers hear no more.
    """
    approval = PriceApproval.objects.select_related("quote__account", "asked_by", "decided_by").get(
        pk=approval_id
    )
    if approval.state is Decision.WAITING:
        notifications.notify(PRICES_WAIT.code, [_news(approval, _managers(approval))])
        return
    notifications.settle(PRICES_WAIT.code, [approval.pk])
    if approval.state is not Decision.OUTDATED and approval.decided_by_id != approval.asked_by_id:
        notifications.notify(PRICES_DECIDED.code, [_news(approval, [approval.asked_by_id])])


def tell_of_expiring() -> None:
    """Tell who created a quote, or else the managers, that it expires within three days; once.

    A fixed number of queries, and one for each account with quotes that nobody created here.
    """
    today = timezone.localdate()
    quotes = selectors.expiring(today, today + EXPIRES_WITHIN)
    managers: dict[int, list[int]] = {}
    news = []
    for quote in quotes:
        if quote.owner_id is None and quote.account_id not in managers:
            managers[quote.account_id] = _ids_of(quote.account, Permission.APPROVE_PRICES)
        people = [quote.owner_id] if quote.owner_id else managers[quote.account_id]
        news.append(_expiring(quote, people))
    notifications.notify(EXPIRING.code, news)


def _managers(approval: PriceApproval) -> list[int]:
    account = approval.quote.account
    people = _ids_of(account, Permission.APPROVE_PRICES)
    return [person for person in people if person != approval.asked_by_id]


def _ids_of(account: CustomerAccount, permission: Permission) -> list[int]:
    return list(people_with(account, permission).values_list("pk", flat=True))


def _news(approval: PriceApproval, people: Collection[int]) -> News:
    quote = approval.quote
    context = {
        "approval": approval,
        "quote": quote,
        "is_waiting": approval.state is Decision.WAITING,
    }
    return News(
        account_id=quote.account_id,
        people=people,
        key=f"{approval.pk}:{approval.decision}",
        about_id=approval.pk,
        title=render_to_string("quotes/mail/price_approval_subject.txt", context),
        text=render_to_string("quotes/mail/price_approval.txt", context),
        url=quote.get_absolute_url(),
    )


def _expiring(quote: Quote, people: Collection[int]) -> News:
    day = quote.expires_on or timezone.localdate()
    end_user = f"for {quote.end_user_name}" if quote.end_user_name else ""
    about = ", ".join(filter(None, (quote.name, end_user)))
    return News(
        account_id=quote.account_id,
        people=people,
        key=f"{quote.pk}:{day}",
        about_id=quote.pk,
        title=f"Quote {quote.quote_number} expires on {day:%a} {day.day} {day:%b}",
        text=f"{about}\nOrder it before, or have it made anew.",
        url=quote.get_absolute_url(),
    )
