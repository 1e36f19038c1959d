"""What people have begun and sent, so that no pattern is met only by numbers of nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.utils import timezone

from apps.accounts import invitations
from apps.accounts.choices import Role
from apps.accounts.models import Invitation, Membership, User
from apps.copies.choices import CopyKind
from apps.copies.services import send_copy
from apps.invoices.models import Invoice
from apps.orders.choices import OrderStatus
from apps.orders.services import drafting
from apps.quotes.models import new_form_key
from apps.quotes.services.approvals import ask_approval
from apps.quotes.services.create import KIND as CREATE_QUOTE
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.services import enqueue
from tests.catalog.things import make_price_check, make_product
from tests.copies.things import letter, make_priced_quote
from tests.invoices.things import make_invoice
from tests.invoices.things import make_line as make_invoice_line
from tests.orders.things import filled_in, make_line, make_order
from tests.quotes.factories import make_draft
from tests.returns.things import make_return_draft
from tests.walk.filling import PART
from tests.walk.portal import Portal
from tests.walk.routes import Arguments, Route


def furnish(portal: Portal) -> None:
    """Of each kind one by the rep, then one by the manager: whoever asks, one is another's."""
    make_product(portal.account, PART)
    for person in (portal.rep, portal.manager):
        _begin(portal, person)
    _hold(portal)
    _ask_and_send(portal)
    _leave_undecided(portal)
    invitations.invite(
        account=portal.account,
        email="new@acme.example",
        role=Role.REP,
        actor=portal.administrator,
    )


def _begin(portal: Portal, person: User) -> None:
    account = portal.account
    draft = drafting.start_order(account=account, actor=person, entered=filled_in())
    drafting.paste_lines(draft=draft, actor=person, text=f"{PART}\t2\nYN6231\t1")
    make_draft(account, person, (PART, "2"), company_name="Acme", contact="Jo Doe")
    make_return_draft(_invoice(portal), person)
    make_price_check(account, person, f"{PART} 2", "no-such-part 1", "x" * 90)


def _invoice(portal: Portal) -> Invoice:
    invoice = make_invoice(portal.account)
    make_invoice_line(invoice)
    return invoice


def _hold(portal: Portal) -> None:
    ends_at = timezone.now() + timedelta(hours=20)
    order = make_order(portal.account, status=OrderStatus.ON_HOLD, hold_ends_at=ends_at)
    make_line(order, ingram_part_number=PART)


def _ask_and_send(portal: Portal) -> None:
    """A copy that was sent, and prices that wait for a manager's word."""
    sent = make_priced_quote(portal.account)
    send_copy(
        quote=sent,
        kind=CopyKind.CUSTOMER,
        actor=portal.rep,
        letter=letter(),
        form_key="furnished",
    )
    portal.account.minimum_margin = Decimal(10)
    portal.account.save(update_fields=["minimum_margin"])
    ask_approval(quote=make_priced_quote(portal.account, margin="5"), actor=portal.rep)


def _leave_undecided(portal: Portal) -> None:
    """A write of which nobody knows whether it arrived."""
    unknown = enqueue(
        kind=CREATE_QUOTE,
        account=portal.account,
        actor=portal.rep,
        form_key=new_form_key(),
        business_key="NOBODY KNOWS",
        body={"quoteName": "Nobody knows"},
    )
    Submission.objects.filter(pk=unknown.pk).update(state=State.NEEDS_ATTENTION, next_step_at=None)


def arguments(route: Route) -> list[Arguments]:
    """Of what there is now, where the walk goes without: here each request is undone."""
    known = _KNOWN.get((route.app or route.name, route.parameters))
    return known() if known is not None else route.arguments()


def _members() -> list[Arguments]:
    pks = Membership.objects.order_by("pk").values_list("pk", flat=True)
    return [{"member_id": pk} for pk in (*pks[:1], *pks.reverse()[:1])]


def _tokens() -> list[Arguments]:
    return [
        {"token": invitations.link_of(one).rstrip("/").rpartition("/")[2]}
        for one in Invitation.objects.all()[:1]
    ]


def _invitations() -> list[Arguments]:
    return [{"invitation_id": pk} for pk in Invitation.objects.values_list("pk", flat=True)[:1]]


def _keys() -> list[Arguments]:
    addresses = EmailAddress.objects.order_by("pk")[:1]
    return [{"key": EmailConfirmationHMAC(address).key} for address in addresses]


_KNOWN: dict[tuple[str, tuple[str, ...]], Callable[[], list[Any]]] = {
    ("accounts", ("member_id",)): _members,
    ("accounts", ("token",)): _tokens,
    ("accounts", ("invitation_id",)): _invitations,
    ("account_confirm_email", ("key",)): _keys,
}
