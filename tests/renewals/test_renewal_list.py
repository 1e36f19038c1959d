"""The list of renewals: filters in the URL, no upstream call, a pinned number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.renewals.choices import RenewalStatus
from apps.sync.models import SyncState
from tests.renewals.things import make_line, make_renewal

HTMX = {"HTTP_HX_REQUEST": "true"}


def ids_in(answer: Any) -> list[str]:
    return [renewal.renewal_id for renewal in answer.context["page"]]


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_the_list_asks_the_same_number_of_queries_for_1_and_for_30_rows(
    browser: Client, account: CustomerAccount, sandbox: Any
) -> None:
    make_renewal(account)
    browser.get("/renewals/")
    with CaptureQueriesContext(database) as for_one:
        browser.get("/renewals/?size=50")

    for _ in range(29):
        make_renewal(account)
    with CaptureQueriesContext(database) as for_thirty:
        assert len(ids_in(browser.get("/renewals/?size=50"))) == 30

    assert len(for_thirty) == len(for_one) == 11
    assert sandbox.state()["calls"] == {}


def test_the_whole_page_and_the_fragment_hold_the_same_list(
    browser: Client, account: CustomerAccount
) -> None:
    renewal = make_renewal(account)

    page = browser.get("/renewals/").content.decode()
    fragment = browser.get("/renewals/", **HTMX).content.decode()

    assert all('<div id="renewals"' in text for text in (page, fragment))
    assert all(renewal.renewal_id in text for text in (page, fragment))
    assert "<html" not in fragment


@pytest.mark.parametrize(
    "query",
    [
        "q=R-FOUND", "q=ntf-9", "q=my-po", "q=my-po&term=po", "q=harbour+clin", "q=cisco",
        "q=SN-77", "q=SN-77&term=serial", "q=5XC4", "q=IM-5&term=ingram_po", "q=END-1",
        "q=QUO-1&term=quote", "vendor=CISCO", "status=ready", "tab=30", "tab=open",
        "expires_from={soon}&expires_to={soon}", "starts_from=2025-01-01&starts_to=2025-01-31",
        "ends_from=2026-12-01&ends_to=2026-12-31", "invoiced_from=2025-02-01",
        "invoiced_to=2025-02-28", "tab=60&vendor=CISCO&status=ready&q=harbour",
    ],
)  # fmt: skip
def test_filters_in_the_url_find_the_renewal_and_hide_the_other(
    browser: Client, account: CustomerAccount, query: str
) -> None:
    wanted = make_renewal(
        account,
        renewal_id="R-FOUND",
        reference_number="NTF-9",
        customer_order_number="My-PO-1",
        end_customer_order_number="END-1",
        ingram_purchase_order_number="IM-5",
        quote_number="QUO-1",
        expires_on=in_days(9),
        starts_from=date(2025, 1, 10),
        starts_to=date(2025, 1, 20),
        ends_from=date(2026, 12, 31),
        ends_to=date(2026, 12, 31),
        invoiced_from=date(2025, 2, 3),
        invoiced_to=date(2025, 2, 3),
        attributes=[{"name": "SerialNumber", "value": "SN-77", "starts_on": "", "expires_on": ""}],
    )
    make_line(wanted, ingram_part_number="5XC432")
    make_renewal(
        account,
        status=RenewalStatus.EXPIRED,
        vendor_name="HP INC",
        end_user_name="School",
        expires_on=in_days(-40),
        invoiced_from=date(2025, 1, 1),
        invoiced_to=date(2025, 12, 31),
    )

    answer = browser.get(f"/renewals/?{query.format(soon=in_days(9))}")

    assert ids_in(answer) == ["R-FOUND"]


def test_tabs_count_what_expires_soon_and_what_is_closed(
    browser: Client, account: CustomerAccount
) -> None:
    for days in (0, 30, 31, 60, 89, 91, -1):
        make_renewal(account, expires_on=in_days(days))
    make_renewal(account, expires_on=in_days(5), status=RenewalStatus.ORDERED)
    make_renewal(account, expires_on=None)

    answer = browser.get("/renewals/?tab=90")

    counts = {tab.label: tab.count for tab in answer.context["tabs"]}
    assert counts == {
        "All": 9,
        "Open": 8,
        "Next 30 days": 2,
        "Next 60 days": 4,
        "Next 90 days": 5,
        "Closed": 1,
    }
    days = [renewal.days_left for renewal in answer.context["page"]]
    assert days == [0, 30, 31, 60, 89]


def test_no_filter_by_a_day_finds_what_tells_no_day(
    browser: Client, account: CustomerAccount
) -> None:
    make_renewal(account, expires_on=None)

    for name in ("expires", "starts", "ends", "invoiced"):
        assert ids_in(browser.get(f"/renewals/?{name}_from=2020-01-01")) == []


def test_the_list_opens_with_what_can_be_renewed_the_next_to_expire_first(
    browser: Client, account: CustomerAccount
) -> None:
    later = make_renewal(account, expires_on=in_days(90), vendor_name="CISCO")
    sooner = make_renewal(account, expires_on=in_days(9), vendor_name="CISCO")
    closed = make_renewal(account, expires_on=in_days(40), status=RenewalStatus.ORDERED)
    both = [sooner.renewal_id, later.renewal_id]

    page = browser.get("/renewals/")

    assert ids_in(page) == ids_in(browser.get("/renewals/?vendor=CISCO")) == both
    assert [tab.label for tab in page.context["tabs"] if tab.is_current] == ["Open"]
    (everything,) = (tab.href for tab in page.context["tabs"] if tab.label == "All")
    assert set(ids_in(browser.get(f"/renewals/{everything}"))) == {*both, closed.renewal_id}


def test_what_is_looked_for_is_found_whether_open_or_closed(
    browser: Client, account: CustomerAccount
) -> None:
    closed = make_renewal(account, expires_on=in_days(40), status=RenewalStatus.ORDERED)

    for query in (f"q={closed.renewal_id}", "status=ordered", f"expires_from={in_days(1)}"):
        assert ids_in(browser.get(f"/renewals/?{query}")) == [closed.renewal_id]


def test_a_list_without_anything_to_renew_leads_to_the_closed_ones(
    browser: Client, account: CustomerAccount
) -> None:
    make_renewal(account, status=RenewalStatus.ORDERED)
    SyncState.objects.update_or_create(
        account=account, resource="renewals", defaults={"last_success_at": timezone.now()}
    )

    page = browser.get("/renewals/").content.decode()

    assert "Nothing can be renewed now" in page
    assert 'href="?tab=all"' in page


@pytest.mark.parametrize(
    "sort", ["number", "po", "end_user", "vendor", "status", "expires", "value"]
)
def test_every_head_sorts_both_ways(browser: Client, account: CustomerAccount, sort: str) -> None:
    for number in range(3):
        make_renewal(
            account,
            renewal_id=f"R-{number}",
            customer_order_number=f"PO-{number}",
            end_user_name=f"End user {number}",
            vendor_name=f"VENDOR {number}",
            status=sorted(RenewalStatus)[number],
            expires_on=in_days(number),
            value=None if number == 0 else Decimal(number),
        )

    rising = ids_in(browser.get(f"/renewals/?tab=all&sort={sort}"))
    falling = ids_in(browser.get(f"/renewals/?tab=all&sort=-{sort}"))

    assert rising == ["R-0", "R-1", "R-2"]
    assert falling == rising[::-1]


@pytest.mark.parametrize(
    "query",
    ["page=99", "sort=nonsense", "status=nonsense", "tab=nonsense", "vendor=Nobody", "size=7",
     "expires_from=soon", "invoiced_from=9999-12-31", "starts_to=0001-01-01",
     "q=" + "x" * 200],
)  # fmt: skip
def test_nonsense_in_the_url_still_gives_a_list(
    browser: Client, account: CustomerAccount, query: str
) -> None:
    make_renewal(account)

    assert browser.get(f"/renewals/?{query}").status_code == 200


def test_a_span_of_days_that_is_turned_round_is_told_beside_the_list(
    browser: Client, account: CustomerAccount
) -> None:
    make_renewal(account)

    page = browser.get("/renewals/?invoiced_from=2026-05-01&invoiced_to=2026-04-01")

    assert "Turn the two round" in page.content.decode()


def test_an_unknown_value_is_unknown_and_never_zero(
    browser: Client, account: CustomerAccount
) -> None:
    make_renewal(account, value=None)

    page = browser.get("/renewals/").content.decode()

    assert "unknown" in page
    assert "0.00" not in page


def test_an_empty_list_says_why(browser: Client, account: CustomerAccount) -> None:
    assert "Renewals are being read" in browser.get("/renewals/").content.decode()

    again = timezone.now() + timedelta(minutes=5)
    SyncState.objects.create(
        account=account, resource="renewals", last_error="Away.", next_step_at=again
    )
    unread = browser.get("/renewals/").content.decode()
    assert "Renewals could not be read yet" in unread
    assert "are being read" not in unread

    make_renewal(account)
    assert "No renewal matches" in browser.get("/renewals/?q=zzz").content.decode()


def test_the_list_and_its_files_hold_the_renewals_of_the_own_account_only(
    browser: Client, account: CustomerAccount, other_account: CustomerAccount
) -> None:
    mine = make_renewal(account)
    theirs = make_renewal(other_account)

    text = b"".join(browser.get("/renewals/export.csv")).decode()

    assert ids_in(browser.get("/renewals/")) == [mine.renewal_id]
    assert mine.renewal_id in text
    assert theirs.renewal_id not in text


def test_files_hold_what_is_shown_and_run_no_formula(
    browser: Client, account: CustomerAccount
) -> None:
    shown = make_renewal(account, end_user_name='=HYPERLINK("http://x")')
    make_line(shown, ingram_part_number="5XC432", quantity=None)
    hidden = make_renewal(account, status=RenewalStatus.ORDERED)

    text = b"".join(browser.get("/renewals/export.csv?tab=open")).decode()
    lines = b"".join(browser.get("/renewals/export.csv?rows=lines")).decode()
    workbook = b"".join(browser.get("/renewals/export.xlsx"))

    assert "'=HYPERLINK" in text
    assert "381.50" in text
    assert hidden.renewal_id not in text
    assert "5XC432" in lines
    assert workbook.startswith(b"PK")


def test_staff_read_the_mirror_in_the_admin(admin_client: Client, account: CustomerAccount) -> None:
    renewal = make_renewal(account)

    assert admin_client.get("/admin/renewals/renewal/?q=41").status_code == 200
    assert admin_client.get(f"/admin/renewals/renewal/{renewal.pk}/change/").status_code == 200
    assert admin_client.get("/admin/renewals/renewal/add/").status_code == 403


def test_nobody_reads_renewals_without_signing_in(client: Client, db: None) -> None:
    for path in ("", "months/", "export.csv", "4100000/"):
        assert client.get(f"/renewals/{path}").status_code == 302


def test_a_view_of_the_list_can_be_saved(
    browser: Client, buyer: User, account: CustomerAccount
) -> None:
    make_renewal(account)
    browser.post(
        "/accounts/views/renewals:list/", {"name": "Cisco soon", "query": "vendor=CISCO&tab=30"}
    )

    page = browser.get("/renewals/?vendor=CISCO&tab=30").content.decode()

    assert "Cisco soon" in page


def test_the_picture_tells_a_viewer_no_value(
    account: CustomerAccount, viewer: User, signed_in: Any
) -> None:
    make_renewal(account, expires_on=timezone.localdate(), value=Decimal("7654.32"))

    page = signed_in(viewer).get("/renewals/").content.decode()

    assert "7,654" not in page


def test_the_list_shows_how_far_the_reading_of_details_is(
    browser: Client, account: CustomerAccount
) -> None:
    make_renewal(account)
    SyncState.objects.update_or_create(
        account=account, resource="renewal-details", defaults={"cursor": {}, "done": 2, "total": 5}
    )

    page = browser.get("/renewals/").content.decode()

    assert "2 of 5 renewals" in page
