"""The lines of an order without a quote. Every change asks for PLACE_ORDERS in the account.

As with a quote's draft, whoever may place orders in the account may go on with a colleague's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.catalog import services as catalog
from apps.catalog.draft_lines import Added, join
from apps.catalog.pasting import KEPT_QUANTITY, PastedLine, read_paste
from apps.orders import selectors
from apps.orders.exceptions import DraftPlaced, LinesIncomplete, TooManyLines
from apps.orders.line_details import FIELDS, KEPT_TEXT
from apps.orders.models import Order, OrderDraft, OrderDraftLine, OrderLine
from apps.orders.own_lines import MAX_LINES, said_of_lines

#: How the form of the header names what is copied into it.
TYPED_ADDRESS = "typed"
ADDRESS_FIELDS = (
    "company_name",
    "contact",
    "address_line_1",
    "address_line_2",
    "city",
    "state",
    "postal_code",
    "country_code",
    "phone_number",
    "email",
)


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """A line to add: part and quantity as typed, and what was typed into its details."""

    part: PastedLine
    entered: Mapping[str, str] = field(default_factory=dict)


def start_order(
    *, account: CustomerAccount, actor: User, entered: Mapping[str, str] | None = None
) -> OrderDraft:
    """A draft without lines: the person's own that nothing was typed into yet, or a new one."""
    permissions.require(actor, Permission.PLACE_ORDERS, account)
    if not entered:
        untouched = selectors.own_drafts_of(actor, account).filter(lines=None, entered={})
        if draft := untouched.first():
            return draft
    return OrderDraft.objects.create(account=account, actor=actor, entered=dict(entered or {}))


@transaction.atomic
def start_with(
    *, account: CustomerAccount, actor: User, lines: Sequence[NewLine]
) -> tuple[OrderDraft, Added]:
    """A draft with these lines. Raises TooManyLines; then there is no draft."""
    draft = start_order(account=account, actor=actor)
    return draft, add_lines(draft=draft, actor=actor, lines=lines)


@transaction.atomic
def add_to_order(
    *, account: CustomerAccount, actor: User, parts: Sequence[PastedLine]
) -> OrderDraft:
    """Add parts to the person's latest open order without a quote, else to a new one.

    Raises TooManyLines and NotPermitted.
    """
    permissions.require(actor, Permission.PLACE_ORDERS, account)
    latest = selectors.own_drafts_of(actor, account).first()
    draft = latest or start_order(account=account, actor=actor)
    add_lines(draft=draft, actor=actor, lines=[NewLine(part=part) for part in parts])
    return draft


def paste_lines(*, draft: OrderDraft, actor: User, text: str) -> Added:
    """Add a block of part numbers with quantities. Raises TooManyLines; then nothing was added."""
    paste = read_paste(storable(text))
    new = [NewLine(part=part) for part in paste.lines]
    added = add_lines(draft=draft, actor=actor, lines=new)
    return Added(new=added.new, merged=added.merged + paste.merged)


@transaction.atomic
def add_lines(*, draft: OrderDraft, actor: User, lines: Sequence[NewLine]) -> Added:
    """Append lines; a part without details joins a line of the same part without details.

    A line with details of its own stays one: its price, bid or end user is not the others'.
    """
    row = _editable(draft, actor)
    here = list(row.lines.order_by("position", "pk"))
    plain = join(
        [line for line in here if not line.entered], [x.part for x in lines if not x.entered]
    )
    new = [*(NewLine(part=part) for part in plain.new), *(x for x in lines if x.entered)]
    if len(here) + len(new) > MAX_LINES:
        raise TooManyLines(
            f"An order draft holds at most {MAX_LINES:,} lines. It has {len(here):,} and you are "
            f"adding {len(new):,}: nothing was added."
        )
    OrderDraftLine.objects.bulk_update(plain.grown, ["quantity_text"], batch_size=200)
    last = max((line.position for line in here), default=0)
    OrderDraftLine.objects.bulk_create(
        OrderDraftLine(
            draft=row,
            position=position,
            part_number=line.part.part_number,
            quantity_text=line.part.quantity_text,
            entered=dict(line.entered),
        )
        for position, line in enumerate(new, start=last + 1)
    )
    _touch(draft)
    return Added(new=len(new), merged=len(plain.grown))


@transaction.atomic
def keep_quantities(*, draft: OrderDraft, actor: User, quantities: Mapping[int, str]) -> None:
    """Keep by line id what was typed as quantities, right or wrong; other lines stay."""
    row = _editable(draft, actor)
    wanted = {pk: storable(text).strip()[:KEPT_QUANTITY] for pk, text in quantities.items()}
    lines = list(row.lines.filter(pk__in=wanted))
    changed = [line for line in lines if line.quantity_text != wanted[line.pk]]
    for line in changed:
        line.quantity_text = wanted[line.pk]
    OrderDraftLine.objects.bulk_update(changed, ["quantity_text"], batch_size=200)
    _touch(draft)


@transaction.atomic
def keep_details(
    *, draft: OrderDraft, actor: User, line_id: int, typed: Mapping[str, str]
) -> OrderDraftLine:
    """Keep what was typed into the details of a line, right or wrong. Raises Http404."""
    row = _editable(draft, actor)
    line = row.lines.filter(pk=line_id).first()
    if line is None:
        raise Http404
    texts = {name: storable(typed[name]).strip()[:KEPT_TEXT] for name in FIELDS if name in typed}
    line.entered = {name: text for name, text in (line.entered | texts).items() if text}
    line.save(update_fields=["entered"])
    _touch(draft)
    return line


@transaction.atomic
def remove_line(*, draft: OrderDraft, actor: User, line_id: int) -> None:
    """Take a line out; one that is gone already stays gone."""
    row = _editable(draft, actor)
    row.lines.filter(pk=line_id).delete()
    _touch(draft)


def discard_draft(*, draft: OrderDraft, actor: User) -> None:
    """Delete a draft that was not sent. Raises DraftPlaced."""
    with transaction.atomic():
        _editable(draft, actor)
        OrderDraft.objects.filter(pk=draft.pk).delete()


def price_lines(*, draft: OrderDraft, actor: User) -> list[OrderDraftLine]:
    """Ask for the next lines that have no fresh price, at most 50; gives the lines it changed.

    Raises CatalogError; then nothing was changed.
    """
    lines = OrderDraftLine.objects.filter(draft=draft)
    return catalog.price_draft_lines(lines, account=draft.account, actor=actor)


def check_lines(lines: Sequence[OrderDraftLine]) -> None:
    """Raises LinesIncomplete unless all lines can be ordered as they stand. No query, no call."""
    if said := said_of_lines(lines):
        raise LinesIncomplete(said)


@transaction.atomic
def order_again(*, order: Order, actor: User) -> OrderDraft:
    """A new draft with the lines, the end user and the ship-to address of an earlier order.

    Lines that name no product are left out, and what was cancelled unless all of it was. Raises
    LinesIncomplete when no line is known, as of an order that only a search has shown.
    """
    products = _products_of(order)
    if not products:
        raise LinesIncomplete(
            f"The lines of order {order} are not known here yet. They are being read: try again "
            "in a moment."
        )
    draft = start_order(account=order.account, actor=actor, entered=_entered_of(order))
    lines = [
        NewLine(
            part=PastedLine(
                part_number=line.ingram_part_number.upper(),
                quantity_text=str(line.quantity_ordered),
            )
        )
        for line in products
    ]
    add_lines(draft=draft, actor=actor, lines=lines)
    return draft


def storable(text: str) -> str:
    """PostgreSQL has no place for the NUL character."""
    return text.replace("\0", "")


def _touch(draft: OrderDraft) -> None:
    draft.updated_at = timezone.now()
    OrderDraft.objects.filter(pk=draft.pk).update(updated_at=draft.updated_at)


def _editable(draft: OrderDraft, actor: User) -> OrderDraft:
    """The draft's row, locked until the transaction ends, if its lines may be changed."""
    permissions.require(actor, Permission.PLACE_ORDERS, draft.account)
    row = OrderDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None or row.quote_number:
        raise Http404
    if row.is_placed:
        raise DraftPlaced("This order was sent and can no longer be changed here.")
    return row


def _products_of(order: Order) -> list[OrderLine]:
    lines = order.lines.all()
    named = [line for line in lines if line.ingram_part_number and line.quantity_ordered]
    return [line for line in named if line.is_product] or named


def _entered_of(order: Order) -> dict[str, str]:
    """The addresses under the names that they have in the form of the order's header."""
    ship_to, end_user = _texts(order.ship_to), _texts(order.end_user)
    entered = {"ship_to": TYPED_ADDRESS, **ship_to} if ship_to else {}
    if end_user:
        entered["end_user"] = TYPED_ADDRESS
    return entered | {f"end_user-{name}": text for name, text in end_user.items()}


def _texts(party: Mapping[str, object]) -> dict[str, str]:
    wanted = ((name, str(party.get(name) or "").strip()) for name in ADDRESS_FIELDS)
    return {name: text for name, text in wanted if text}
