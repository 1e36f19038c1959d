"""Prices below the minimum margin: a manager decides, once, of exactly these prices."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core import mail

from apps.accounts.exceptions import NotPermitted
from apps.audit.choices import Action, Area
from apps.audit.models import Event
from apps.notifications import services as notifications
from apps.notifications.choices import MailState
from apps.notifications.models import Notification
from apps.quotes import services
from apps.quotes.choices import Decision
from apps.quotes.exceptions import ApprovalNotNeeded, NotDecided
from apps.quotes.models import PriceApproval, Quote
from apps.quotes.sell_prices import approval_of, priced, why_not_to_customer
from tests.factories import make_membership, make_user
from tests.quotes.factories import make_quote
from tests.quotes.test_sell_prices import add_line, set_rule, typed


@pytest.fixture
def quote(account):
    """It earns 5 %, and the account wants 10."""
    account.minimum_margin = Decimal(10)
    account.save()
    quote = make_quote(account)
    add_line(quote, unit_price=Decimal(95), extended_price=Decimal(285))
    set_rule(quote, 5)
    return quote


@pytest.fixture
def asked(quote, buyer):
    return services.ask_approval(quote=quote, actor=buyer, note="They buy more\0 next week ")


def fresh(approval):
    return PriceApproval.objects.select_related("quote__account").get(pk=approval.pk)


def test_prices_below_the_minimum_go_to_no_customer_until_they_are_approved(quote, buyer, manager):
    before = why_not_to_customer(quote, priced(quote))
    asked = services.ask_approval(quote=quote, actor=buyer)
    waiting = why_not_to_customer(quote, priced(quote))
    services.decide_approval(approval=asked, actor=manager, is_approved=True)

    assert "below the minimum" in before
    assert "wait for a manager" in waiting
    assert why_not_to_customer(quote, priced(quote)) == ""
    assert approval_of(quote, priced(quote)).decided_by == manager


def test_what_was_asked_is_kept_with_its_amounts(asked, buyer):
    asked = fresh(asked)

    assert (asked.sell, asked.cost) == (Decimal("300.00"), Decimal("285.00"))
    assert (asked.margin_percent, asked.minimum_margin) == (Decimal("5.00"), Decimal("10.00"))
    assert (asked.asked_by, asked.note) == (buyer, "They buy more next week")


def test_asking_twice_asks_once(asked, quote, colleague):
    again = services.ask_approval(quote=quote, actor=colleague)

    assert again.pk == asked.pk
    assert PriceApproval.objects.count() == 1


def test_nobody_is_asked_of_prices_that_reach_the_minimum(quote, buyer):
    services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("10")])

    with pytest.raises(ApprovalNotNeeded, match="reach the minimum"):
        services.ask_approval(quote=quote, actor=buyer)


def test_nobody_is_asked_of_prices_that_are_not_there(quote, buyer):
    services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("")])

    with pytest.raises(ApprovalNotNeeded, match="no sell price"):
        services.ask_approval(quote=quote, actor=buyer)


@pytest.mark.parametrize(
    "change",
    [lambda quote, buyer: services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("6")]),
     lambda quote, buyer: quote.lines.update(extended_price=Decimal("285.01")),
     lambda quote, buyer: quote.lines.update(quantity=4, extended_price=Decimal(380)),
     lambda quote, buyer: quote.lines.update(ingram_part_number="OTHER")],
    ids=["sell price", "cost", "quantity", "part"],
)  # fmt: skip
def test_an_approval_is_good_for_exactly_these_prices(asked, quote, buyer, manager, change):
    services.decide_approval(approval=asked, actor=manager, is_approved=True)

    change(quote, buyer)

    quote = Quote.objects.get(pk=quote.pk)
    assert "Ask a manager" in why_not_to_customer(quote, priced(quote))
    assert services.ask_approval(quote=quote, actor=buyer).pk != asked.pk


def test_reading_the_same_prices_again_keeps_the_approval(asked, quote, manager):
    services.decide_approval(approval=asked, actor=manager, is_approved=True)
    quote.lines.all().delete()
    add_line(quote, unit_price=Decimal("95.0000"), extended_price=Decimal("285.0000"))

    assert why_not_to_customer(quote, priced(quote)) == ""


def test_a_change_of_prices_ends_the_waiting(asked, quote, buyer):
    services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("6")])

    assert fresh(asked).state is Decision.OUTDATED


def test_a_manager_decides_only_of_prices_that_still_stand(asked, quote, manager):
    quote.lines.update(unit_price=Decimal(96), extended_price=Decimal(288))

    with pytest.raises(NotDecided, match="prices have changed"):
        services.decide_approval(approval=fresh(asked), actor=manager, is_approved=True)

    assert fresh(asked).state is Decision.OUTDATED


def test_two_managers_at_once_decide_once(asked, account, manager):
    other = make_user("other-manager")
    make_membership(other, account, "manager")
    seen_by_one, seen_by_other = fresh(asked), fresh(asked)

    services.decide_approval(approval=seen_by_one, actor=manager, is_approved=True)
    with pytest.raises(NotDecided, match="was quicker: approved"):
        services.decide_approval(
            approval=seen_by_other, actor=other, is_approved=False, reason="Too cheap"
        )

    asked = fresh(asked)
    assert (asked.state, asked.decided_by, asked.reason) == (Decision.APPROVED, manager, "")


def test_a_refusal_says_why_and_may_be_asked_again(asked, quote, buyer, manager):
    with pytest.raises(NotDecided, match="Say why"):
        services.decide_approval(approval=asked, actor=manager, is_approved=False, reason=" \0")
    services.decide_approval(approval=asked, actor=manager, is_approved=False, reason="Too cheap")

    assert fresh(asked).reason == "Too cheap"
    assert "refused" in why_not_to_customer(quote, priced(quote))
    again = services.ask_approval(quote=quote, actor=buyer)
    assert again.pk != asked.pk
    assert again.state is Decision.WAITING


def test_who_may_not_decide_decides_nothing(asked, buyer, viewer, outsider):
    for person in (buyer, viewer, outsider):
        with pytest.raises(NotPermitted):
            services.decide_approval(approval=asked, actor=person, is_approved=True)

    assert fresh(asked).state is Decision.WAITING


def test_a_viewer_and_an_outsider_ask_nothing(quote, viewer, outsider):
    for person in (viewer, outsider):
        with pytest.raises(NotPermitted):
            services.ask_approval(quote=quote, actor=person)

    assert not PriceApproval.objects.exists()


def test_managers_are_told_that_prices_wait_and_who_asked_what_was_decided(
    quote, buyer, manager, viewer, outsider, eager_tasks
):
    with eager_tasks():
        asked = services.ask_approval(quote=quote, actor=buyer, note="They buy\nmore")
    with eager_tasks():
        services.decide_approval(approval=asked, actor=manager, is_approved=False, reason="No")

    waiting, decided = mail.outbox
    assert waiting.to == [manager.email]
    assert f"{quote.quote_number} wait for your approval" in waiting.subject
    assert quote.get_absolute_url() in waiting.body
    assert "They buy" in waiting.body
    assert decided.to == [buyer.email]
    assert "refused" in decided.subject
    assert "No" in decided.body
    assert not any(amount in waiting.body + decided.body for amount in ("285", "300.00", "5 %"))


def test_nobody_is_told_of_their_own_deed_or_of_outdated_prices(quote, buyer, manager, eager_tasks):
    with eager_tasks():
        asked = services.ask_approval(quote=quote, actor=manager)
        services.decide_approval(approval=asked, actor=manager, is_approved=True)
        services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("6")])
        asked = services.ask_approval(quote=quote, actor=buyer)
        services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("7")])

    assert mail.outbox == []


def test_a_mail_server_that_is_away_takes_nothing_from_the_question(
    quote, buyer, manager, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    asked = services.ask_approval(quote=quote, actor=buyer)

    assert notifications.send_due() == 0

    assert fresh(asked).state is Decision.WAITING
    told = Notification.objects.get(person=manager)
    assert told.mail_state == MailState.WAITING
    assert "could not be reached" in told.said


def test_the_audit_tells_who_asked_who_decided_and_why(asked, quote, buyer, manager):
    services.decide_approval(approval=asked, actor=manager, is_approved=False, reason="Too cheap")
    again = services.ask_approval(quote=quote, actor=buyer)
    services.ask_approval(quote=quote, actor=buyer)
    services.decide_approval(approval=again, actor=manager, is_approved=True)

    told = list(Event.objects.filter(area=Area.WORK).order_by("pk"))
    assert [(event.action, event.actor, event.after["reason"]) for event in told] == [
        (Action.ASKED, buyer, "They buy more next week"),
        (Action.REFUSED, manager, "Too cheap"),
        (Action.ASKED, buyer, ""),
        (Action.APPROVED, manager, ""),
    ]
    assert {event.account for event in told} == {quote.account}
    assert {event.after["margin_percent"] for event in told} == {"5.00"}


def test_a_decision_that_is_not_taken_leaves_nothing_in_the_audit(asked, manager, monkeypatch):
    def breaks(*, approval_id: int) -> None:
        raise RuntimeError("the telling breaks")

    monkeypatch.setattr("apps.quotes.services.approvals.tell_of_prices", breaks)

    with pytest.raises(RuntimeError):
        services.decide_approval(approval=asked, actor=manager, is_approved=True)

    assert fresh(asked).state is Decision.WAITING
    assert not Event.objects.filter(action=Action.APPROVED).exists()
