"""Prices below the minimum margin: asked of a manager, decided once, good for these prices."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.audit import recording as audit
from apps.audit.choices import Action, Area
from apps.notifications import services as notifications
from apps.quotes.choices import Decision
from apps.quotes.exceptions import ApprovalNotNeeded, NotDecided
from apps.quotes.models import PriceApproval, Quote
from apps.quotes.notification_kinds import PRICES_WAIT
from apps.quotes.sell_prices import approval_of, fingerprint_of, priced
from apps.quotes.services.telling import tell_of_prices

PRICES_CHANGED = "The prices have changed since they were asked for. They have to be asked anew."
_LARGEST = Decimal(10) ** 10


def ask_approval(*, quote: Quote, actor: User, note: str = "") -> PriceApproval:
    """Ask the managers of the account; asking twice for the same prices asks once.

    Raises NotPermitted, and ApprovalNotNeeded with words when there is nothing to be approved.
    """
    permissions.require(actor, Permission.EDIT_QUOTES, quote.account)
    permissions.require(actor, Permission.SEE_COST, quote.account)
    prices = priced(quote)
    if not prices.is_complete:
        raise ApprovalNotNeeded("Some lines have no sell price yet. Set them, then ask.")
    if not prices.below_minimum:
        raise ApprovalNotNeeded("These prices reach the minimum margin. Nobody has to approve.")
    asked = approval_of(quote, prices)
    if asked is not None and asked.state in {Decision.WAITING, Decision.APPROVED}:
        return asked
    try:
        with transaction.atomic():
            _outdate(quote, fingerprint="")
            asked = PriceApproval.objects.create(
                quote=quote,
                fingerprint=fingerprint_of(prices),
                cost=_kept(prices.cost),
                sell=_kept(prices.sell),
                margin_percent=_kept(prices.margin_percent),
                minimum_margin=quote.account.minimum_margin,
                asked_by=actor,
                note=_storable(note),
            )
            audit.record(
                Area.WORK,
                Action.ASKED,
                about=quote,
                accounts=[quote.account_id],
                actor=actor,
                after={"reason": asked.note, **_figures(asked)},
            )
            tell_of_prices(approval_id=asked.pk)
            return asked
    except IntegrityError:  # somebody asked at the same moment: theirs is the question
        return PriceApproval.objects.filter(quote=quote).latest("asked_at")


def decide_approval(
    *, approval: PriceApproval, actor: User, is_approved: bool, reason: str = ""
) -> None:
    """Approve or refuse, once: of two at once the first one's word stands.

    Raises NotPermitted, and NotDecided with words: without a reason for a refusal, after another's
    decision, or when the quote has other prices by now.
    """
    quote, reason = approval.quote, _storable(reason)
    permissions.require(actor, Permission.APPROVE_PRICES, quote.account)
    if not is_approved and not reason:
        raise NotDecided("Say why, so that they know what to change.")
    if approval.fingerprint != fingerprint_of(priced(quote)):
        _outdate(quote, fingerprint="")
        raise NotDecided(PRICES_CHANGED)
    decision = Decision.APPROVED if is_approved else Decision.REFUSED
    is_first = _decide(approval, decision, actor=actor, reason=reason)
    approval.refresh_from_db()
    if not is_first:
        raise NotDecided(_too_late(approval))


def outdate(quote: Quote) -> None:
    """Let what was asked wait no longer if the quote has other prices by now."""
    if quote.price_approvals.filter(decision=Decision.WAITING).exists():
        _outdate(quote, fingerprint=fingerprint_of(priced(quote)))


@transaction.atomic
def _decide(approval: PriceApproval, decision: Decision, *, actor: User, reason: str) -> bool:
    # One conditional UPDATE is both test and claim: two managers cannot both decide.
    waiting = PriceApproval.objects.filter(pk=approval.pk, decision=Decision.WAITING)
    if not waiting.update(decision=decision, decided_by=actor, reason=reason, at=timezone.now()):
        return False
    audit.record(
        Area.WORK,
        Action.APPROVED if decision is Decision.APPROVED else Action.REFUSED,
        about=approval.quote,
        accounts=[approval.quote.account_id],
        actor=actor,
        before={"decision": str(Decision.WAITING.label)},
        after={"decision": str(decision.label), "reason": reason, **_figures(approval)},
    )
    tell_of_prices(approval_id=approval.pk)
    return True


def _figures(approval: PriceApproval) -> dict[str, str]:
    return {
        "margin_percent": str(approval.margin_percent),
        "minimum_margin": str(approval.minimum_margin),
    }


@transaction.atomic
def _outdate(quote: Quote, *, fingerprint: str) -> None:
    waiting = PriceApproval.objects.filter(quote=quote, decision=Decision.WAITING)
    outdated = list(waiting.exclude(fingerprint=fingerprint).values_list("pk", flat=True))
    if waiting.filter(pk__in=outdated).update(decision=Decision.OUTDATED, at=timezone.now()):
        notifications.settle(PRICES_WAIT.code, outdated)


def _too_late(approval: PriceApproval) -> str:
    if approval.decided_by is None:
        return PRICES_CHANGED
    return f"{approval.decided_by} was quicker: {approval.get_decision_display().lower()}."


def _kept(amount: Decimal | None) -> Decimal | None:
    # A price that no column holds is nobody's price: the question is kept without it.
    return amount if amount is not None and abs(amount) < _LARGEST else None


def _storable(text: str) -> str:
    # PostgreSQL keeps no NUL.
    return text.replace("\0", "").strip()[:500]
