"""A list is priced by a worker, portion by portion, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.accounts.exceptions import NotPermitted
from apps.catalog import tasks
from apps.catalog.choices import LineOutcome, PriceCheckState
from apps.catalog.models import PriceCheck, PriceCheckLine, Product
from apps.catalog.priced_lines import discounts_of, quantity_breaks_of, warehouses_of
from apps.catalog.services import asking_parts, price_check_steps, price_checks
from tests.catalog.things import GOODS, SOLD, a_product, make_price_check

PRICES = "/resellers/v6/catalog/priceandavailability"
SEARCH = "/resellers/v6/catalog"
PARTS = [sold.part_number for sold in GOODS if sold.is_authorized]

pytestmark = pytest.mark.usefixtures("no_waiting")


def stepped(check):
    price_check_steps.step(check_id=check.pk)
    check.refresh_from_db()
    return check


def outcomes(check):
    return {line.part_number: line.status for line in check.lines.all()}


def later(check):
    """Its alarm has rung."""
    PriceCheck.objects.filter(pk=check.pk).update(
        next_step_at=timezone.now() - timedelta(seconds=1)
    )


def test_a_list_stands_before_any_call_is_made(account, buyer, sandbox):
    check = make_price_check(account, buyer, "6YE881 3", "1.23E+15", "??")

    assert outcomes(check) == {
        "6YE881": LineOutcome.WAITING,
        "1.23E+15": LineOutcome.UNREADABLE,
        "??": LineOutcome.UNREADABLE,
    }
    assert (check.lines_total, check.lines_done, check.is_moving) == (3, 2, True)
    assert check.expires_at - check.created_at == timedelta(days=30)
    assert sandbox.calls(PRICES) == 0


def test_a_step_prices_by_any_number_and_tells_what_is_unknown(account, buyer):
    upc = a_product(lambda sold: sold.upc and sold.is_authorized)
    check = make_price_check(account, buyer, "6YE881 3", "tsxml3-test", "NOPE99", upc.upc)

    stepped(check)

    first, by_vendor, unknown, by_upc = check.lines.all()
    assert check.status is PriceCheckState.DONE
    assert (first.outcome, first.currency) == (LineOutcome.FOUND, "USD")
    assert (first.customer_price, first.extended_price) == (
        Decimal("389.43"),
        Decimal("1168.29"),
    )
    assert first.available == sum(place["available"] for place in first.warehouses) == 80
    assert by_vendor.ingram_part_number == "TSXML3"
    assert unknown.outcome == LineOutcome.NOT_FOUND
    assert unknown.customer_price is None
    assert unknown.problem == "The distributor knows no such part number."
    assert by_upc.ingram_part_number == upc.part_number
    assert (check.lines_done, check.lines_found, check.next_step_at) == (4, 3, None)
    assert Product.objects.get(ingram_part_number="6YE881").customer_price == Decimal("389.43")


def test_what_is_no_part_number_is_never_asked_for(account, buyer, sandbox):
    stepped(make_price_check(account, buyer, "6YE881", "1.23E+15", "=1+1"))

    [asked] = [call for call in sandbox.requests() if call["path"] == PRICES]
    assert [item["ingramPartNumber"] for item in asked["body"]["products"]] == ["6YE881"]


def test_a_wrong_quantity_is_told_and_the_part_is_priced_all_the_same(account, buyer):
    check = make_price_check(account, buyer, "6YE881;0")

    stepped(check)

    (line,) = check.lines.all()
    assert line.outcome == LineOutcome.FOUND
    assert line.customer_price == Decimal("389.43")
    assert line.extended_price is None
    assert line.quantity_problem == "Enter a quantity of at least 1."


def test_many_parts_are_asked_50_a_call(account, buyer, sandbox):
    check = make_price_check(account, buyer, *PARTS[:120])

    stepped(check)

    assert sandbox.calls(PRICES) == 3
    assert set(outcomes(check).values()) == {LineOutcome.FOUND}


def test_a_task_prices_a_list_when_it_was_stored(account, buyer, eager_tasks):
    with eager_tasks():
        check = make_price_check(account, buyer, *PARTS[:60])

    check.refresh_from_db()
    assert check.status is PriceCheckState.DONE
    assert check.lines_found == 60


def test_a_long_list_is_handed_from_step_to_step(account, buyer, eager_tasks, monkeypatch, sandbox):
    monkeypatch.setattr(price_check_steps, "STEP_SECONDS", -1.0)

    with eager_tasks():
        check = make_price_check(account, buyer, *PARTS[:120])

    check.refresh_from_db()
    assert check.status is PriceCheckState.DONE
    assert (check.lines_done, check.lines_found) == (120, 120)


def test_two_workers_do_not_price_the_same_list(account, buyer, sandbox):
    check = make_price_check(account, buyer)
    stepped(check)
    PriceCheck.objects.filter(pk=check.pk).update(
        next_step_at=timezone.now() + timedelta(minutes=3), step_started_at=timezone.now()
    )

    price_check_steps.step(check_id=check.pk)

    assert sandbox.calls(PRICES) == 1


def test_a_killed_worker_leaves_what_it_had_and_another_goes_on(
    account, buyer, sandbox, monkeypatch
):
    check = make_price_check(account, buyer, *PARTS[:100])
    kept = price_check_steps._keep

    def killed(check, lines, told):
        monkeypatch.setattr(price_check_steps, "_keep", dies)
        kept(check, lines, told)

    def dies(*_):
        raise SystemExit

    monkeypatch.setattr(price_check_steps, "_keep", killed)
    with pytest.raises(SystemExit):
        stepped(check)
    check.refresh_from_db()
    left = check.lines.filter(outcome=LineOutcome.WAITING).count()
    monkeypatch.setattr(price_check_steps, "_keep", kept)
    stepped(check)
    held_by_the_lease = check.lines_done
    later(check)
    stepped(check)

    assert left == 50
    assert held_by_the_lease == 50
    assert check.status is PriceCheckState.DONE
    assert check.lines_done == check.lines_found == 100
    asked = [call for call in sandbox.requests() if call["path"] == PRICES]
    assert len(asked) == 3


def test_the_sweep_finds_what_no_worker_heard_of(account, buyer, eager_tasks):
    check = make_price_check(account, buyer)

    with eager_tasks():
        tasks.run_due_price_checks()

    check.refresh_from_db()
    assert check.status is PriceCheckState.DONE


def test_an_outage_in_the_middle_keeps_what_was_priced_and_the_rest_is_resumed(
    account, buyer, sandbox, monkeypatch
):
    check = make_price_check(account, buyer, *PARTS[:60])
    with monkeypatch.context() as quick:
        quick.setattr(price_check_steps, "STEP_SECONDS", -1.0)
        stepped(check)
    priced = check.lines_done
    sandbox.fault("maintenance", "POST", PRICES, times=None)
    later(check)

    stepped(check)
    interrupted = (check.status, check.lines_done, check.last_error, check.last_correlation_id)
    again_at = check.next_step_at
    sandbox.control(faults=[])
    later(check)
    stepped(check)

    assert 0 < priced < 60
    assert interrupted[:2] == (PriceCheckState.INTERRUPTED, priced)
    assert all(interrupted[2:])
    assert again_at > timezone.now()
    assert check.status is PriceCheckState.DONE
    assert (check.lines_done, check.last_error, check.failures) == (60, "", 0)


def test_a_used_up_allowance_is_waited_for_and_is_no_failure(account, buyer, sandbox):
    sandbox.fault("rate_limited", "POST", PRICES, times=None)
    check = make_price_check(account, buyer)

    stepped(check)

    assert check.status is PriceCheckState.PRICING
    assert (check.failures, check.last_error) == (0, "")
    assert check.is_held_up


def test_a_call_that_is_refused_as_a_whole_costs_only_the_part_that_spoils_it(
    account, buyer, sandbox
):
    # Twice: the call of all, and that of one half; each of their parts is then asked again.
    sandbox.fault("status", "POST", PRICES, status=400, times=2)
    check = make_price_check(account, buyer, *PARTS[:8])

    stepped(check)

    assert set(outcomes(check).values()) == {LineOutcome.FOUND}
    assert check.status is PriceCheckState.DONE


def test_refusals_without_end_are_told_on_the_lines(account, buyer, sandbox):
    sandbox.fault("status", "POST", PRICES, status=400, times=None)
    check = make_price_check(account, buyer, *PARTS[:50])

    stepped(check)

    assert set(outcomes(check).values()) == {LineOutcome.NOT_FOUND}
    assert all(line.problem for line in check.lines.all())
    assert sandbox.calls(PRICES) <= 3 * asking_parts.MOST_CALLS


def test_a_switched_off_connection_is_told(account, buyer):
    check = make_price_check(account, buyer)
    account.connection.is_active = False
    account.connection.save()

    stepped(check)

    assert check.status is PriceCheckState.INTERRUPTED
    assert check.last_error


def test_a_token_that_ended_is_renewed_without_a_word(account, buyer, sandbox):
    sandbox.fault("unauthorized", "POST", PRICES, times=1)
    check = make_price_check(account, buyer, *PARTS[:120])

    stepped(check)

    assert check.status is PriceCheckState.DONE
    assert check.lines_found == 120


def test_a_check_that_is_deleted_while_it_is_priced_is_let_go(account, buyer, monkeypatch):
    check = make_price_check(account, buyer)
    asked = price_check_steps.ask_for

    def deleted_meanwhile(*more):
        PriceCheck.objects.all().delete()
        return asked(*more)

    monkeypatch.setattr(price_check_steps, "ask_for", deleted_meanwhile)
    price_check_steps.step(check_id=check.pk)

    assert not PriceCheck.objects.exists()
    assert not PriceCheckLine.objects.exists()


def test_trying_now_resets_the_pause(account, buyer, sandbox, eager_tasks):
    sandbox.fault("maintenance", "POST", PRICES, times=None)
    check = stepped(make_price_check(account, buyer))
    sandbox.control(faults=[])

    with eager_tasks():
        assert price_checks.go_on(check=check, actor=buyer)

    check.refresh_from_db()
    assert check.status is PriceCheckState.DONE
    assert not price_checks.go_on(check=check, actor=buyer)


def test_the_replacement_of_a_discontinued_part_is_named_and_priced_by_one_click(
    account, buyer, eager_tasks, sandbox
):
    old = a_product(lambda sold: sold.replacement and sold.is_authorized)
    with eager_tasks():
        check = make_price_check(account, buyer, f"{old.part_number} 4")
    line = check.lines.get()

    with eager_tasks():
        added = price_checks.check_replacement(check=check, line_id=line.pk, actor=buyer)
    with eager_tasks():
        twice = price_checks.check_replacement(check=check, line_id=line.pk, actor=buyer)

    check.refresh_from_db()
    added.refresh_from_db()
    assert line.is_discontinued
    assert line.replacement_part_number == old.replacement
    assert added.part_number == old.replacement
    assert (added.quantity, added.outcome) == (4, LineOutcome.FOUND)
    assert added.replaces_part_number == old.part_number
    assert twice is None
    assert (check.status, check.lines_total, check.lines_done) == (PriceCheckState.DONE, 2, 2)
    assert sandbox.calls(f"GET {SEARCH}") == 1


def test_a_search_that_fails_leaves_the_replacement_unknown(account, buyer, sandbox):
    old = a_product(lambda sold: sold.replacement and sold.is_authorized)
    sandbox.fault("maintenance", "GET", SEARCH, times=None)

    check = stepped(make_price_check(account, buyer, old.part_number))

    assert check.status is PriceCheckState.DONE
    assert check.lines.get().replacement_part_number == ""


def test_what_discounts_and_warehouses_tell_survives_the_database(account, buyer):
    offered = next(
        line
        for line in stepped(
            make_price_check(account, buyer, *[sold.part_number for sold in SOLD[:150]])
        ).lines.all()
        if line.discounts and line.quantity_breaks
    )

    assert all(isinstance(step.amount, Decimal) for step in quantity_breaks_of(offered))
    assert any(isinstance(price.discount, Decimal) for price in discounts_of(offered))
    assert sum(place.available or 0 for place in warehouses_of(offered)) == offered.available


def test_checking_again_makes_a_new_check_and_keeps_the_old_one(account, buyer):
    check = stepped(make_price_check(account, buyer, "6YE881 3", "1.23E+15", name="For Ada"))

    other = price_checks.check_again(check=check, actor=buyer)

    assert other.pk != check.pk
    assert other.name == "For Ada"
    assert [(line.part_number, line.quantity) for line in other.lines.all()] == [
        ("6YE881", 3),
        ("1.23E+15", 1),
    ]
    assert check.lines.first().outcome == LineOutcome.FOUND
    assert other.lines.first().outcome == LineOutcome.WAITING


def test_expired_checks_go_and_others_stay(account, buyer):
    old, young = (make_price_check(account, buyer) for _ in range(2))
    PriceCheck.objects.filter(pk=old.pk).update(expires_at=timezone.now())

    tasks.delete_expired_price_checks()

    assert list(PriceCheck.objects.all()) == [young]
    assert not PriceCheckLine.objects.filter(price_check_id=old.pk).exists()


def test_a_viewer_starts_repeats_and_deletes_nothing(account, buyer, viewer):
    check = make_price_check(account, buyer)

    for deed in (
        lambda: make_price_check(account, viewer),
        lambda: price_checks.check_again(check=check, actor=viewer),
        lambda: price_checks.go_on(check=check, actor=viewer),
        lambda: price_checks.delete_price_check(check=check, actor=viewer),
        lambda: price_checks.check_replacement(
            check=check, line_id=check.lines.get().pk, actor=viewer
        ),
    ):
        with pytest.raises(NotPermitted):
            deed()

    assert list(PriceCheck.objects.all()) == [check]


@pytest.mark.parametrize("count", [1, 25])
def test_a_portion_costs_the_same_statements_whatever_it_holds(
    account, buyer, count, django_assert_num_queries
):
    sold = [x.part_number for x in GOODS if x.is_authorized and not x.is_discontinued]
    stepped(make_price_check(account, buyer))
    check = make_price_check(account, buyer, *sold[:count])

    # Claim, the check; lines, known numbers; token, record of the call, its good end; lease and
    # lines in a savepoint, mirror; replacements; end, two looks for more and done in a savepoint.
    with django_assert_num_queries(19):
        price_check_steps.step(check_id=check.pk)
