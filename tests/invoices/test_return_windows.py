"""How long goods may go back: the most special rule counts."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from apps.accounts.models import CustomerAccount, User
from apps.invoices.models import ReturnWindow
from apps.invoices.return_windows import ReturnTime, return_window, return_windows
from tests.conftest import SignedIn
from tests.invoices.things import make_window

TODAY = date(2026, 11, 23)


def time_for(account: CustomerAccount, vendor_name: str, invoiced_on: date | None) -> ReturnTime:
    windows = return_windows(account)
    return windows.time_for(vendor_name=vendor_name, invoiced_on=invoiced_on, today=TODAY)


def test_without_rules_nothing_is_said(account: CustomerAccount) -> None:
    time = return_window(account, vendor_name="Cisco", invoiced_on=TODAY)

    assert (time.words, time.is_open) == ("", True)


@pytest.mark.parametrize(
    ("vendor", "days_left"), [("CISCO", 5), ("HP INC", 12), ("LENOVO", 25), ("Other", 25)]
)
def test_the_most_special_rule_counts(
    account: CustomerAccount, vendor: str, days_left: int
) -> None:
    make_window(days=30)
    make_window(country_code="US", days=35)
    make_window(vendor_name="Cisco", days=20)
    make_window(vendor_name="Cisco", country_code="US", days=15)
    make_window(vendor_name="HP Inc", days=22)
    make_window(vendor_name="Lenovo", country_code="DE", days=1)
    ReturnWindow.objects.filter(country_code="US", vendor_name="").delete()
    ReturnWindow.objects.filter(country_code="", vendor_name="").update(days=35)

    assert time_for(account, vendor, date(2026, 11, 13)).days_left == days_left


def test_a_rule_of_another_country_does_not_count(account: CustomerAccount) -> None:
    make_window(country_code="DE", days=14)

    assert time_for(account, "Cisco", TODAY).days_left is None


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("Hewlett Packard Enterprise", "HEWLETT PACKARD"),
        ("adobe commercial", "ADOBE COMMERCIA"),
        ("Cisco", "CISCO SYSTEMS"),
        ("cisco  systems", "Cisco Systems"),
    ],
)
def test_names_that_invoices_cut_or_lengthen_are_known(
    account: CustomerAccount, rule: str, told: str
) -> None:
    make_window(vendor_name=rule, days=10)

    assert time_for(account, told, TODAY).days_left == 10


@pytest.mark.parametrize("told", ["CISCOVERY", "HP", ""])
def test_names_that_only_begin_alike_are_others(account: CustomerAccount, told: str) -> None:
    make_window(vendor_name="Cisco", days=10)

    assert time_for(account, told, TODAY).days_left is None


@pytest.mark.parametrize(
    ("invoiced_on", "words", "is_open"),
    [
        (date(2026, 11, 23), "30 days left", True),
        (date(2026, 10, 25), "1 day left", True),
        (date(2026, 10, 24), "Last day today", True),
        (date(2026, 10, 23), "Ended on 22 Nov 2026", False),
    ],
)
def test_it_says_the_days_left_or_since_when_it_is_too_late(
    account: CustomerAccount, invoiced_on: date, words: str, *, is_open: bool
) -> None:
    make_window(days=30)

    time = time_for(account, "Cisco", invoiced_on)

    assert (time.words, time.is_open) == (words, is_open)


def test_what_never_goes_back_says_so_with_its_note(account: CustomerAccount) -> None:
    make_window(vendor_name="Adobe", days=None, is_returnable=False, note="Licences stay.")

    time = time_for(account, "ADOBE", TODAY)

    assert (time.words, time.note, time.is_open) == ("Cannot go back", "Licences stay.", False)


def test_an_invoice_without_a_day_has_no_days_left(account: CustomerAccount) -> None:
    make_window(days=30)

    assert time_for(account, "Cisco", None).words == ""


@pytest.mark.django_db
def test_one_rule_for_a_vendor_and_country() -> None:
    make_window(vendor_name="Cisco", country_code="US")

    with pytest.raises(ValidationError, match="already"):
        ReturnWindow(vendor_name="CISCO", country_code="us", days=3).full_clean()


def test_the_admin_explains_the_columns(signed_in: SignedIn, buyer: User) -> None:
    buyer.is_staff = buyer.is_superuser = True
    buyer.save()
    browser: Client = signed_in(buyer)

    page = browser.get(reverse("admin:invoices_returnwindow_add")).content.decode()

    assert "most" in page
    assert "after the day of the invoice" in page
