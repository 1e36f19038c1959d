"""What the pages of one draft share: its form, read from what was kept, and its summary."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from apps.accounts.models import User
from apps.accounts.permissions import Permission, allowed
from apps.accounts.selectors import people_with
from apps.connections.choices import AddressKind
from apps.connections.selectors import addresses_for
from apps.returns import returnable, selectors, services
from apps.returns.choices import Origin
from apps.returns.exceptions import ReturnError
from apps.returns.forms import ReturnForm
from apps.returns.models import ReturnDraft
from apps.returns.returnable import Found, key_of

#: What the page posts beside its fields.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "form_key", "agreed"})
_MOST_FIELDS = 400


def entered(posted: QueryDict) -> dict[str, str]:
    """What was typed, by field; the last of several."""
    typed = {name: str(posted[name]) for name in posted if name not in _NOT_TYPED}
    return dict(list(typed.items())[:_MOST_FIELDS])


def read_draft(draft: ReturnDraft, *, is_bound: bool) -> tuple[Found, ReturnForm]:
    """What may go back, and the form as it was last typed."""
    found = returnable.find(draft.account, Origin(draft.origin), draft.origin_number)
    addresses = list(addresses_for(draft.account, AddressKind.SHIP_TO))
    first = ReturnForm.first_entered(addresses, draft.account.country_code)
    form = ReturnForm(
        draft.entered if is_bound else None,
        lines=found.returnables,
        reasons=selectors.reasons_offered(),
        addresses=addresses,
        initial=first | draft.entered,
        refusals=_refusals(draft),
    )
    return found, form


def _refusals(draft: ReturnDraft) -> dict[str, str]:
    """What the distributor said of each line of a return that it refused."""
    if not (draft.was_refused and draft.submission):
        return {}
    return {
        key_of(line.invoice_key, line.part_key): line.problem
        for line in selectors.asked_lines(draft.submission)
        if line.problem
    }


def form_facts(draft: ReturnDraft, user: User) -> dict[str, Any]:
    """What the page of the form tells besides its fields."""
    account = draft.account
    may_be_late = allowed(user, Permission.RETURN_LATE, account)
    deciders = [] if may_be_late else people_with(account, Permission.RETURN_LATE)
    return {
        "may_be_late": may_be_late,
        "managers": ", ".join(map(str, deciders)),
    }


def summary_of(draft: ReturnDraft, form: ReturnForm, user: User) -> dict[str, Any] | None:
    """What will be sent, in words; None when it cannot be sent as it is."""
    entry = form.entry()
    try:
        elements = services.check(draft=draft, entry=entry, actor=user)
    except ReturnError:
        return None
    return {
        "draft": draft,
        "entry": entry,
        "lines": elements,
        "pieces": sum(element.quantity for element in elements),
        "boxes": sum(element.box_count for element in elements),
        "is_late": any(element.is_late for element in elements),
        "agreed": services.agreement(entry, elements),
    }
