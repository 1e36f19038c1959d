"""Managers are told what has not been paid in time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.selectors import people_with
from apps.invoices import selectors
from apps.invoices.models import Invoice
from apps.invoices.notification_kinds import PAST_DUE
from apps.notifications import services as notifications
from apps.notifications.services import News

#: What was due earlier was told then, or was in the mirror before anybody was told.
LOOKED_BACK = timedelta(days=7)


def tell_of_past_due() -> None:
    """Tell the managers of each account which invoices are owed past their day; once each.

    A fixed number of queries, and one for each account with such invoices.
    """
    today = timezone.localdate()
    managers: dict[int, list[int]] = {}
    news = []
    for invoice in selectors.owed_since(today - LOOKED_BACK, today - timedelta(days=1)):
        if invoice.account_id not in managers:
            people = people_with(invoice.account, PAST_DUE.permission)
            managers[invoice.account_id] = list(people.values_list("pk", flat=True))
        news.append(_news(invoice, managers[invoice.account_id]))
    notifications.notify(PAST_DUE.code, news)


def _news(invoice: Invoice, people: list[int]) -> News:
    day = invoice.due_on or timezone.localdate()
    po = invoice.customer_order_number
    return News(
        account_id=invoice.account_id,
        people=people,
        key=f"{invoice.pk}:{day}",
        about_id=invoice.pk,
        title=f"Invoice {invoice.invoice_number} was due on {day:%a} {day.day} {day:%b}",
        text=f"Purchase order {po}." if po else "",
        url=invoice.get_absolute_url(),
    )
