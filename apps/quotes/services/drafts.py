"""Writing a draft: its head, its lines. Every change asks for EDIT_QUOTES in the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.catalog.draft_lines import Added, join
from apps.catalog.pasting import KEPT_QUANTITY, MAX_LINES, PastedLine, read_paste
from apps.quotes.draft_prices import ENTERED
from apps.quotes.exceptions import DraftLocked, TooManyLines
from apps.quotes.header import FIELDS, KEPT_TEXT
from apps.quotes.models import Quote, QuoteDraft, QuoteDraftLine
from apps.quotes.selectors import drafts_for
from apps.quotes.typed_rules import TypedRule, read_rule


def start_draft(
    *, account: CustomerAccount, actor: User, entered: Mapping[str, str] | None = None
) -> QuoteDraft:
    """An empty draft of the person, with a name that nobody else has."""
    permissions.require(actor, Permission.EDIT_QUOTES, account)
    draft = QuoteDraft.objects.create(account=account, owner=actor, entered=dict(entered or {}))
    if not draft.name:
        # The name is what a quote is looked up by if its answer is lost: the id makes it unique.
        draft.entered["name"] = f"Quote {timezone.localdate():%Y-%m-%d}-{draft.pk}"
        draft.save(update_fields=["entered"])
    return draft


@transaction.atomic
def start_pasted(*, account: CustomerAccount, actor: User, text: str) -> QuoteDraft:
    """A new draft with a block of part numbers. Raises TooManyLines; then there is no draft."""
    draft = start_draft(account=account, actor=actor)
    paste_lines(draft=draft, actor=actor, text=text)
    return draft


def add_to_draft(
    *,
    account: CustomerAccount,
    actor: User,
    lines: Sequence[PastedLine],
    draft_id: int | None = None,
) -> QuoteDraft:
    """Add parts to the named draft, else to the person's latest open one, else to a new one.

    Raises TooManyLines, DraftLocked, NotPermitted; Http404 for another account's draft.
    """
    permissions.require(actor, Permission.EDIT_QUOTES, account)
    open_drafts = drafts_for(account)
    if draft_id is not None:
        draft = open_drafts.filter(pk=draft_id).first()
        if draft is None:
            raise Http404
    else:
        draft = open_drafts.filter(owner=actor).first() or start_draft(account=account, actor=actor)
    add_lines(draft=draft, actor=actor, lines=lines)
    return draft


def paste_lines(*, draft: QuoteDraft, actor: User, text: str) -> Added:
    """Add a block of part numbers with quantities. Raises TooManyLines; then nothing was added."""
    paste = read_paste(_storable(text))
    added = add_lines(draft=draft, actor=actor, lines=paste.lines)
    return Added(new=added.new, merged=added.merged + paste.merged)


@transaction.atomic
def add_lines(*, draft: QuoteDraft, actor: User, lines: Sequence[PastedLine]) -> Added:
    """Append lines; a part that the draft holds already adds to its quantity."""
    _editable(draft, actor)
    here = list(draft.lines.order_by("position", "pk"))
    joining = join(here, lines)
    if len(here) + len(joining.new) > MAX_LINES:
        raise TooManyLines(
            f"A draft holds at most {MAX_LINES} lines. It has {len(here)} and you are adding "
            f"{len(joining.new)}: nothing was added."
        )
    QuoteDraftLine.objects.bulk_update(joining.grown, ["quantity_text"], batch_size=200)
    last = max((line.position for line in here), default=0)
    QuoteDraftLine.objects.bulk_create(
        QuoteDraftLine(
            draft=draft,
            position=position,
            part_number=line.part_number,
            quantity_text=line.quantity_text,
        )
        for position, line in enumerate(joining.new, start=last + 1)
    )
    touch(draft)
    return Added(new=len(joining.new), merged=len(joining.grown))


@transaction.atomic
def remove_line(*, draft: QuoteDraft, actor: User, line_id: int) -> None:
    """Take a line out; one that is gone already stays gone."""
    _editable(draft, actor)
    draft.lines.filter(pk=line_id).delete()
    touch(draft)


@transaction.atomic
def set_draft_sell_price(*, draft: QuoteDraft, actor: User, typed: TypedRule) -> str:
    """Keep the sell price of the draft as it was typed; gives a sentence if it can't be one.

    Raises NotPermitted and DraftLocked.
    """
    permissions.require(actor, Permission.SEE_COST, draft.account)
    row = _editable(draft, actor)
    kept = {
        "kind": _storable(typed.kind)[:KEPT_QUANTITY],
        "figure": _storable(typed.figure_text)[:KEPT_QUANTITY],
        "rounding": _storable(typed.rounding)[:KEPT_QUANTITY],
    }
    QuoteDraft.objects.filter(pk=row.pk).update(entered={**row.entered, ENTERED: kept})
    touch(row)
    return read_rule(typed).problem


@transaction.atomic
def save_draft(
    *,
    draft: QuoteDraft,
    actor: User,
    typed: Mapping[str, str],
    quantities: Mapping[int, str] | None = None,
) -> None:
    """Keep what was typed into the named fields and, by line id, as quantities: right or wrong.

    Fields and lines that are not named stay as they are: others may be writing into them.
    """
    row = _editable(draft, actor)
    given = {name: _storable(text)[:KEPT_TEXT] for name, text in typed.items() if name in FIELDS}
    if given:
        QuoteDraft.objects.filter(pk=row.pk).update(entered={**row.entered, **given})
    wanted = {
        pk: _storable(text).strip()[:KEPT_QUANTITY] for pk, text in (quantities or {}).items()
    }
    lines = list(row.lines.filter(pk__in=wanted))
    changed = [line for line in lines if line.quantity_text != wanted[line.pk]]
    for line in changed:
        line.quantity_text = wanted[line.pk]
    QuoteDraftLine.objects.bulk_update(changed, ["quantity_text"], batch_size=200)
    touch(draft)


@transaction.atomic
def copy_draft(*, draft: QuoteDraft, actor: User) -> QuoteDraft:
    """A new draft with the same lines and head, but without the name: that is used up."""
    entered = {name: text for name, text in draft.entered.items() if name != "name"}
    copy = start_draft(account=draft.account, actor=actor, entered=entered)
    lines = [
        PastedLine(part_number=line.part_number, quantity_text=line.quantity_text)
        for line in draft.lines.all()
    ]
    add_lines(draft=copy, actor=actor, lines=lines)
    return copy


@transaction.atomic
def copy_quote(*, quote: Quote, actor: User) -> QuoteDraft:
    """A new draft with the lines and the end user of a quote. Raises TooManyLines."""
    draft = start_draft(account=quote.account, actor=actor, entered=_entered_of(quote))
    lines = [
        PastedLine(part_number=number.upper(), quantity_text=str(line.quantity or 1))
        for line in quote.lines.all()
        if (number := line.ingram_part_number or line.vendor_part_number)
    ]
    add_lines(draft=draft, actor=actor, lines=lines)
    return draft


def discard_draft(*, draft: QuoteDraft, actor: User) -> None:
    """Delete a draft that was not sent. Raises DraftLocked."""
    with transaction.atomic():
        _editable(draft, actor)
        QuoteDraft.objects.filter(pk=draft.pk).delete()


def touch(draft: QuoteDraft) -> None:
    draft.updated_at = timezone.now()
    QuoteDraft.objects.filter(pk=draft.pk).update(updated_at=draft.updated_at)


def _editable(draft: QuoteDraft, actor: User) -> QuoteDraft:
    """The draft's row, locked until the transaction ends, if it may be changed."""
    permissions.require(actor, Permission.EDIT_QUOTES, draft.account)
    row = (
        QuoteDraft.objects.select_for_update(of=("self",))
        .select_related("submission")
        .filter(pk=draft.pk)
        .first()
    )
    if row is None:
        raise Http404
    if row.is_locked:
        raise DraftLocked("This draft was sent and can no longer be changed. Copy it instead.")
    return row


def _storable(text: str) -> str:
    # PostgreSQL has no place for the NUL character.
    return text.replace("\0", "")


def _entered_of(quote: Quote) -> dict[str, str]:
    end_user = {
        name.replace("address_line", "address_line_"): str(text)
        for name, text in quote.end_user.items()
    }
    entered = {name: text for name, text in end_user.items() if name in FIELDS}
    return entered | {"customer_need": quote.customer_need, "deal_id": quote.special_bid_number}
