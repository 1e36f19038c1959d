"""Into the mirror: odd spellings, news, nothing forgotten, sums by month that stay true."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.connections.services import client_for
from apps.ingram.schemas.renewals import RenewalDetails, RenewalPage
from apps.renewals import services, sync_resource
from apps.renewals.choices import DayKind, RenewalState, RenewalStatus, TermKind
from apps.renewals.mapping import state_of, status_of
from apps.renewals.models import Renewal, RenewalMonth, Term
from apps.renewals.services.mirror import save_summaries
from apps.sync import services as sync
from apps.sync.models import SyncState
from tests.renewals.things import make_renewal


def rows(*told: dict[str, Any]) -> Any:
    return RenewalPage.read({"renewals": list(told)}).renewals


def test_the_first_filling_reads_all_renewals_of_the_account(account: CustomerAccount) -> None:
    cursor, pages = None, 0
    with client_for(account) as client:
        while True:
            page = sync_resource.read_page(client, account, cursor)
            pages += 1
            cursor = page.next_cursor
            if cursor is None:
                break

    assert Renewal.objects.filter(account=account).count() == page.total == page.done
    assert pages == -(-page.done // sync_resource.PAGE_SIZE)
    assert Renewal.objects.filter(state=RenewalState.OPEN).exists()
    assert Renewal.objects.filter(status=RenewalStatus.EXPIRED).exists()
    assert (
        not Renewal.objects.filter(status=RenewalStatus.OTHER).exclude(status_text="Other").exists()
    )


def test_a_filling_that_broke_off_goes_on_where_it_stopped(
    account: CustomerAccount, sandbox: Any, eager_tasks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_resource, "PAGE_SIZE", 20)
    state = SyncState.objects.create(account=account, resource="renewals")
    with client_for(account) as client:
        first = sync_resource.read_page(client, account, None)
    SyncState.objects.filter(pk=state.pk).update(cursor=first.next_cursor, done=first.done)
    sandbox.fault("status", "POST", "*/renewals/search", status=400)

    sync.step(state_id=state.pk)
    state.refresh_from_db()
    assert state.last_error
    assert Renewal.objects.count() == 20

    SyncState.objects.filter(pk=state.pk).update(next_step_at=timezone.now())
    with eager_tasks():
        sync.step(state_id=state.pk)

    state.refresh_from_db()
    assert state.filled_at
    assert Renewal.objects.count() == state.total


def test_details_bring_products_numbers_and_days(account: CustomerAccount) -> None:
    with client_for(account) as client:
        sync_resource.read_page(client, account, None)
        known = Renewal.objects.exclude(quote_number="").first()
        assert known is not None

        renewal = services.read_renewal(client, account, known.renewal_id)

    assert renewal.pk == known.pk
    assert renewal.lines.count() > 0
    assert renewal.starts_from == renewal.starts_to is not None
    assert renewal.end_user["contact"] == renewal.end_user["contact"].strip()
    assert not renewal.end_customer_order_number.endswith(".0")
    serial = next(a["value"] for a in renewal.attributes if a["name"] == "SerialNumber")
    assert renewal.terms.filter(kind=TermKind.SERIAL, text=serial).exists()


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2026-12-31T00:00:00", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("20261231", date(2026, 12, 31)),
        ("2026-12-31T23:30:00-08:00", date(2026, 12, 31)),
        ("", None),
        ("soon", None),
        (None, None),
    ],
)
def test_days_are_read_however_they_are_spelt(
    account: CustomerAccount, day: Any, meant: date | None
) -> None:
    save_summaries(account, rows({"renewalId": 1, "expirationDate": day, "status": "Future"}))

    assert Renewal.objects.get().expires_on == meant


@pytest.mark.parametrize(
    ("told", "status", "state"),
    [
        ("Ready to order", RenewalStatus.READY, RenewalState.OPEN),
        ("READY TO ORDER ", RenewalStatus.READY, RenewalState.OPEN),
        ("Lost to competitior", RenewalStatus.LOST, RenewalState.CLOSED),
        ("Lost to competitor", RenewalStatus.LOST, RenewalState.CLOSED),
        ("Quote closed contact sales desk", RenewalStatus.QUOTE_CLOSED, RenewalState.CLOSED),
        ("Transition to new/upsell", RenewalStatus.TRANSITION, RenewalState.CLOSED),
        ("Open", RenewalStatus.OTHER, RenewalState.OPEN),
        ("Frozen", RenewalStatus.OTHER, RenewalState.CLOSED),
        ("", RenewalStatus.OTHER, RenewalState.CLOSED),
    ],
)
def test_a_status_is_understood_however_it_is_written(
    told: str, status: RenewalStatus, state: RenewalState
) -> None:
    assert (status_of(told), state_of(told)) == (status, state)


def test_what_a_row_leaves_blank_is_not_forgotten(account: CustomerAccount) -> None:
    make_renewal(account, renewal_id="7", customer_order_number="PO-7", value=Decimal(5))

    save_summaries(account, rows({"renewalId": 7, "renewalValue": None, "customerOrderNumber": ""}))

    renewal = Renewal.objects.get()
    assert (renewal.customer_order_number, renewal.value) == ("PO-7", Decimal(5))


def test_a_renewal_that_is_told_no_more_stays(account: CustomerAccount) -> None:
    make_renewal(account, renewal_id="GONE-1")

    with client_for(account) as client:
        sync_resource.read_page(client, account, None)
        sync_resource.read_recent(client, account)

    assert Renewal.objects.filter(renewal_id="GONE-1").exists()


def test_news_in_a_row_has_the_renewal_read_in_full_again(account: CustomerAccount) -> None:
    make_renewal(account, renewal_id="7", status=RenewalStatus.READY, status_text="Ready to order")
    make_renewal(account, renewal_id="8", status=RenewalStatus.READY, status_text="Ready to order")

    news = save_summaries(
        account,
        rows(
            {"renewalId": 7, "status": "Ordered"},
            {"renewalId": 8, "status": "Ready to order"},
        ),
    )

    assert news == 1
    assert Renewal.objects.get(renewal_id="7").details_at is None
    assert Renewal.objects.get(renewal_id="8").details_at is not None


def test_months_hold_what_adding_up_all_renewals_gives(account: CustomerAccount) -> None:
    with client_for(account) as client:
        sync_resource.read_page(client, account, None)
        sync_resource.read_recent(client, account)
        renewal = Renewal.objects.filter(state=RenewalState.OPEN).earliest("pk")
        services.read_renewal(client, account, renewal.renewal_id)
    moved = {
        "renewalId": renewal.renewal_id,
        "status": "Ordered",
        "renewalValue": "9,999.99",
        "expirationDate": "2031-01-31",
    }
    save_summaries(account, rows(moved))
    save_summaries(account, rows(moved))

    told = {
        (row.month, row.state): (row.count, row.value, row.count_untold)
        for row in RenewalMonth.objects.exclude(count=0)
    }

    added = (
        Renewal.objects.annotate(month=TruncMonth("expires_on"))
        .values("month", "state")
        .annotate(count=Count("pk"), value=Sum("value"))
    )
    assert told == {(r["month"], r["state"]): (r["count"], r["value"], 0) for r in added}
    assert told[date(2031, 1, 1), "closed"] == (1, Decimal("9999.99"), 0)


def test_a_value_that_is_not_told_is_counted_and_never_added(account: CustomerAccount) -> None:
    day = "2027-03-05"
    save_summaries(
        account,
        rows(
            {"renewalId": 1, "status": "Future", "expirationDate": day, "renewalValue": "decimal"},
            {"renewalId": 2, "status": "Future", "expirationDate": day, "renewalValue": "10.5"},
            {"renewalId": 3, "status": "Future", "expirationDate": day, "renewalValue": 10**15},
        ),
    )

    month = RenewalMonth.objects.get()
    assert (month.count, month.count_untold, month.value) == (3, 2, Decimal("10.5"))


def test_rows_without_an_id_are_passed_over(account: CustomerAccount) -> None:
    assert save_summaries(account, rows({"status": "Future"}, {"renewalId": None})) == 0

    assert not Renewal.objects.exists()


def test_an_answer_for_a_span_of_days_tells_that_the_day_lies_within(
    account: CustomerAccount,
) -> None:
    spring, march = (date(2026, 3, 1), date(2026, 5, 31)), (date(2026, 2, 1), date(2026, 3, 31))
    told = rows({"renewalId": 1, "status": "Future"})

    save_summaries(account, told, found_by={DayKind.INVOICED: spring})
    save_summaries(account, told, found_by={DayKind.INVOICED: march})

    renewal = Renewal.objects.get()
    assert renewal.invoiced_from == date(2026, 3, 1)
    assert renewal.invoiced_to == date(2026, 3, 31)


def test_a_page_is_written_in_a_fixed_number_of_statements(
    account: CustomerAccount, django_assert_max_num_queries: Any
) -> None:
    many = [
        {"renewalId": n, "status": "Future", "expirationDate": "2027-01-01", "vendor": f"V{n}"}
        for n in range(100)
    ]

    with django_assert_max_num_queries(14):
        save_summaries(account, rows(*many))
    with django_assert_max_num_queries(5):
        assert save_summaries(account, rows(*many)) == 0


def test_details_are_as_tolerant_as_the_documents_are_vague(account: CustomerAccount) -> None:
    details = RenewalDetails.read(
        {
            "renewalId": "A/B 7",
            "referenceNumber": "QUO-1-A2",
            "renewalValue": "5594",
            "endUserInfo": None,
            "products": [{"quantity": "4"}, {"ingramPartNumber": "08NM78", "quantity": None}],
            "additionalAttributes": {"attributeName": "SerialNumber", "attributeValue": "S\0-1"},
        }
    )

    renewal = services.save_details(account, "A/B 7", details)

    assert renewal.quote_number == "QUO-1-A2"
    assert [line.quantity for line in renewal.lines.all()] == [4, None]
    assert Term.objects.filter(subject=renewal, kind=TermKind.SERIAL, text="S-1").exists()


def test_open_renewals_are_read_in_full_by_and_by_the_next_to_expire_first(
    account: CustomerAccount,
) -> None:
    with client_for(account) as client:
        sync_resource.read_page(client, account, None)

        page = sync_resource.DETAILS.read_page(client, account, None)

    read = Renewal.objects.exclude(details_at=None)
    assert read.count() == sync_resource.DETAILS.a_run
    soonest = Renewal.objects.filter(state=RenewalState.OPEN).order_by("lasts_until", "pk")
    assert {r.pk for r in read} == {r.pk for r in soonest[: sync_resource.DETAILS.a_run]}
    assert page.next_cursor is not None
    assert page.pause >= timedelta(minutes=1)


def test_one_renewal_that_cannot_be_read_does_not_hold_up_the_others(
    account: CustomerAccount,
) -> None:
    gone = make_renewal(account, renewal_id="UNKNOWN-1", details_at=None)

    with client_for(account) as client:
        sync_resource.DETAILS.read_some(client, account)

    gone.refresh_from_db()
    assert gone.details_at is not None
