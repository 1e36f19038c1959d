"""Reads of orders; the list has listing.py. A page is found in all accounts of the person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for, people_of
from apps.catalog import selectors as catalog
from apps.orders.choices import CHANGING, PLACING, OrderStatus
from apps.orders.models import Order, OrderDraft, OrderDraftLine, OrderLine, Shipment
from apps.quotes.choices import ORDERABLE_STATUSES
from apps.quotes.models import Quote
from apps.submissions.choices import State
from apps.submissions.models import Submission


def order_for(user: User, *, ingram_order_number: str) -> Order:
    """One order with its parts, found in all accounts of the person. Six queries, no call.

    The number may be typed in small letters; the distributor's have none. One used again in
    another account of the person gives the latest. Raises Http404.
    """
    shipments = Shipment.objects.prefetch_related("packages")
    spellings = (ingram_order_number, ingram_order_number.upper())
    order = (
        Order.objects.filter(account__in=accounts_for(user), ingram_order_number__in=spellings)
        .select_related("account__connection", "submission__actor", "news")
        .prefetch_related(
            "sub_orders",
            Prefetch("lines", OrderLine.objects.prefetch_related(Prefetch("shipments", shipments))),
        )
        .order_by(F("ordered_on").desc(nulls_last=True), "-pk")
        .first()
    )
    if order is None:
        raise Http404("No order with this number in your accounts.")
    return order


@dataclass(frozen=True, kw_only=True)
class EarlierUse:
    """Where a purchase order number stands already."""

    where: str
    url: str


def earlier_use(
    account: CustomerAccount, customer_order_number: str, *, form_key: str = ""
) -> EarlierUse | None:
    """The order or submission of the account that carries this number, in any case of letters.

    The distributor answers in upper case (field notes 5.2). The submission of `form_key` is the
    form's own, and a refused submission frees its number. Two queries at most.
    """
    written = customer_order_number.strip().upper()
    order = Order.objects.filter(account=account, customer_order_number_upper=written).first()
    if order is not None:
        on = f" of {order.ordered_on:%-d %B %Y}" if order.ordered_on else ""
        return EarlierUse(
            where=f"order {order.ingram_order_number}{on}", url=order.get_absolute_url()
        )
    submission = (
        Submission.objects.filter(account=account, kind__in=PLACING)
        .with_key(written)
        .exclude(state=State.REJECTED)
        .exclude(form_key=form_key)
        .select_related("actor")
        .first()
    )
    if submission is None:
        return None
    return EarlierUse(
        where=f"an order that {submission.actor} sent on {submission.created_at:%-d %B %Y}",
        url=reverse("submissions:detail", args=[submission.pk]),
    )


def placed_draft(account: CustomerAccount, quote_number: str) -> OrderDraft | None:
    """The draft that ordered this quote, whoever of the account did it, with its submission."""
    return (
        OrderDraft.objects.filter(account=account, quote_number=quote_number, is_placed=True)
        .select_related("submission__actor", "actor", "account__connection")
        .first()
    )


def draft_for(user: User, pk: int) -> OrderDraft:
    """An order draft of either kind, in any account of the person. One query; raises Http404."""
    drafts = OrderDraft.objects.filter(account__in=accounts_for(user)).select_related("account")
    return get_object_or_404(drafts, pk=pk)


def own_draft_for(user: User, pk: int, *, with_lines: bool = True) -> OrderDraft:
    """An order without a quote and its lines, in any account of the person. Two queries at most.

    `with_lines` is for who only writes: they would be read for nothing. Raises Http404. Also a
    placed one: `is_placed` says that it can no longer be changed.
    """
    drafts = OrderDraft.objects.filter(
        account__in=accounts_for(user), quote_number="", pk=pk
    ).select_related("account__connection", "actor", "submission__actor")
    if with_lines:
        lines = catalog.with_reported_stock(OrderDraftLine.objects.order_by("position", "pk"))
        drafts = drafts.prefetch_related(Prefetch("lines", lines))
    draft = drafts.first()
    if draft is None:
        raise Http404("No order draft with this number in your accounts.")
    return draft


def own_drafts_of(user: User, account: CustomerAccount) -> QuerySet[OrderDraft]:
    """The person's open orders without a quote, with `line_total` lines, the latest first."""
    drafts = OrderDraft.objects.filter(
        account=account, actor=user, quote_number="", is_placed=False
    ).select_related("submission")
    return drafts.annotate(line_total=Count("lines")).order_by("-updated_at", "-pk")


def orders_of(submission: Submission) -> list[Order]:
    """The orders that a submission led to: usually one, several when it was split."""
    return list(Order.objects.filter(submission=submission).order_by("ingram_order_number"))


def held_orders(account: CustomerAccount) -> QuerySet[Order]:
    """The account's orders on a customer hold of ours, those that are voided first at the top."""
    return Order.objects.filter(
        account=account, status=OrderStatus.ON_HOLD, hold_ends_at__gt=timezone.now()
    ).order_by("hold_ends_at", "pk")


def buyers_of(account: CustomerAccount) -> list[User]:
    """Who placed orders of the account here, for the filter. One query."""
    return people_of(account, (Order, "placed_by"))


def change_under_way(order: Order) -> Submission | None:
    """A change of the order that has no end yet; one that needs a person counts. One query."""
    return (
        Submission.objects.filter(
            account=order.account_id, kind__in=CHANGING, subject=order.ingram_order_number
        )
        .exclude(state__in=(State.COMPLETED, State.REJECTED))
        .select_related("actor")
        .first()
    )


def changes_of(order: Order) -> QuerySet[Submission]:
    """What was ever sent to change the order, the newest first."""
    return Submission.objects.filter(
        account=order.account_id, kind__in=CHANGING, subject=order.ingram_order_number
    ).select_related("actor", "account")


def orderable_quotes(account: CustomerAccount, text: str) -> QuerySet[Quote]:
    """The account's quotes from which an order may start, those that expire first at the top."""
    today = timezone.localdate()
    rows = Quote.objects.filter(account=account, status__in=ORDERABLE_STATUSES).filter(
        Q(expires_on=None) | Q(expires_on__gte=today)
    )
    if text:
        rows = rows.filter(
            Q(quote_number__icontains=text)
            | Q(name__icontains=text)
            | Q(end_user_name__icontains=text)
        )
    return rows.order_by(F("expires_on").asc(nulls_last=True), "-pk")
