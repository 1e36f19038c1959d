"""Sending a draft: one quote, however often the button is pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.quotes.exceptions import DraftIncomplete
from apps.quotes.header import Header, read_header
from apps.quotes.mapping import DraftedLine, Requester, to_create_request
from apps.quotes.models import Quote, QuoteDraft, QuoteDraftLine
from apps.quotes.origin import special_bid_of
from apps.submissions import services as submissions
from apps.submissions.exceptions import BusinessKeyInUse
from apps.submissions.models import Submission

KIND = "quote.create"
NAME_IN_USE = "A quote of this account has this name already. Choose another."


@transaction.atomic
def create_quote(*, draft: QuoteDraft, actor: User, form_key: str) -> Submission:
    """Queue a draft to be sent once; a second press, tab or person gets the same submission.

    Raises NotPermitted, and DraftIncomplete with a sentence for each field that needs mending.
    [spec] POST /resellers/v6/quotes/create
    """
    permissions.require(actor, Permission.CREATE_QUOTES, draft.account)
    row = (
        QuoteDraft.objects.select_for_update(of=("self",))
        .select_related("account", "submission")
        .get(pk=draft.pk)
    )
    earlier = row.submission
    if earlier is not None and (row.is_locked or form_key == earlier.form_key):
        return earlier
    if form_key != row.form_key:
        raise DraftIncomplete("This page is out of date. Reload it and try again.", fields={})
    lines = list(row.lines.order_by("position", "pk"))
    header = check_draft(row, lines)
    request = to_create_request(
        header=header, lines=drafted_lines(lines, row.entered), requester=_requester(actor)
    )
    row.lines.exclude(refusal="").update(refusal="")
    try:
        return submissions.enqueue(
            kind=KIND,
            account=row.account,
            actor=actor,
            form_key=row.form_key,
            business_key=header.values["name"],
            body=request.body(),
        )
    except BusinessKeyInUse as exc:
        raise DraftIncomplete(NAME_IN_USE, fields={"name": NAME_IN_USE}) from exc


def check_draft(draft: QuoteDraft, lines: Sequence[QuoteDraftLine]) -> Header:
    """The head as it will be sent. Raises DraftIncomplete with every problem at once."""
    header = read_header(draft.entered, today=timezone.localdate())
    problems = dict(header.problems)
    name = header.values["name"]
    if name and Quote.objects.filter(account=draft.account, name__iexact=name).exists():
        problems.setdefault("name", NAME_IN_USE)
    if said := _said_of_lines(lines, has_deal=bool(header.values["deal_id"])):
        problems["lines"] = said
    if problems:
        raise DraftIncomplete("Nothing was sent. Mend what is marked.", fields=problems)
    return header


def drafted_lines(
    lines: Sequence[QuoteDraftLine], entered: Mapping[str, object]
) -> list[DraftedLine]:
    """Lines as they are sent; one that was never looked up goes by its number as typed."""
    return [
        DraftedLine(
            ingram_part_number=line.ingram_part_number or _ingram_like(line.part_number),
            vendor_part_number=line.part_number,
            quantity=line.quantity,
            special_bid_number=special_bid_of(entered, _numbers_of(line)),
        )
        for line in lines
        if line.quantity is not None
    ]


def _numbers_of(line: QuoteDraftLine) -> set[str]:
    return {line.part_number, line.ingram_part_number, line.vendor_part_number.upper()}


def _ingram_like(part_number: str) -> str:
    # Ingram's own numbers have at most 18 characters (field notes 11).
    return part_number if len(part_number) <= 18 else ""


def _said_of_lines(lines: Sequence[QuoteDraftLine], *, has_deal: bool) -> str:
    if not lines:
        return "" if has_deal else "Add at least one line, or name a deal."
    unknown = sum(line.is_unknown for line in lines)
    wrong = sum(line.quantity is None for line in lines)
    said = []
    if unknown:
        said.append(f"{_count(unknown)} an unknown part number: correct or remove it.")
    if wrong:
        said.append(f"{_count(wrong)} no valid quantity.")
    too_long = sum(len(line.part_number) > 40 for line in lines if line.looked_up_at is None)
    if too_long:
        said.append(f"{_count(too_long)} a part number of more than 40 characters.")
    return " ".join(said)


def _count(number: int) -> str:
    return "1 line has" if number == 1 else f"{number} lines have"


def _requester(actor: User) -> Requester:
    return Requester(first_name=actor.first_name, last_name=actor.last_name, email=actor.email)
