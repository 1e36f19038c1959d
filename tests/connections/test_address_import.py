"""Addresses come from a .csv file: what is wrong is explained, what is right is written once."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.connections.forms import OfferedAddressesForm
from apps.connections.models import Address
from apps.connections.services.address_import import COLUMNS, example
from tests.factories import make_account, make_address, make_user

pytestmark = pytest.mark.django_db

URL = "/admin/connections/address/import/"


def row(nth: int, **changes: str) -> dict[str, str]:
    return {
        "kind": "ship-to",
        "label": f"Branch {nth}",
        "address_id": "",
        "company_name": "Harbor Point",
        "address_line_1": f"{nth} Main Street",
        "city": "Santa Ana",
        "state": "CA",
        "postal_code": "92705",
        "country_code": "US",
    } | changes


def file_of(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def upload(browser, account, content: bytes):
    chosen = SimpleUploadedFile("addresses.csv", content)
    return browser.post(URL, {"account": account.pk, "file": chosen})


def confirm(browser, page):
    return browser.post(URL, {"offered": page.context["confirm"].initial["offered"]}, follow=True)


@pytest.fixture
def two_hundred() -> list[dict[str, str]]:
    rows = [row(nth) for nth in range(200)]
    rows[10] = row(10, kind="sold-to")
    rows[50] = row(50, label="Branch 49")
    rows[90] = row(90, kind="bill-to")
    rows[130] = row(130, country_code="USA", postal_code="much too long a code")
    rows[199] = row(199, address_line_1="", city="")
    return rows


def test_195_of_200_are_offered_and_5_explained(admin, two_hundred):
    account = make_account()

    page = upload(admin, account, file_of(two_hundred))

    preview, words = page.context["preview"], page.content.decode()
    assert (len(preview.offered), len(preview.refused)) == (195, 5)
    assert [bad.row for bad in preview.refused] == [12, 52, 92, 132, 201]
    for reason in (
        "Kind is “sold-to”",
        "“Branch 49” stands in row 51 already.",
        "A bill-to needs the address id",
        "Postal code: Ensure this value has at most 10 characters",
        "Country code: two capital letters",
        "needs its address line 1 and city",
    ):
        assert reason in words
    assert "195 of 200 rows can be written" in words
    assert not Address.objects.exists()


def test_what_is_confirmed_is_written_once(admin, two_hundred):
    account = make_account()
    page = upload(admin, account, file_of(two_hundred))

    first = confirm(admin, page).content.decode()
    again = confirm(admin, page).content.decode()

    assert "195 addresses of" in first
    assert "0 addresses of" in again
    assert "195 had been written before" in again
    assert Address.objects.filter(account=account).count() == 195


def test_stored_addresses_stay_and_a_new_default_takes_over(admin):
    account = make_account()
    stored = make_address(account, label="Branch 1", city="Elsewhere", is_default=True)

    page = upload(admin, account, file_of([row(1), row(2, is_default="yes")]))
    confirm(admin, page)

    stored.refresh_from_db()
    assert "“Branch 1” is stored already." in page.content.decode()
    assert (stored.city, stored.is_default) == ("Elsewhere", False)
    assert Address.objects.get(is_default=True).label == "Branch 2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_delimiter_heading_and_script_is_read(admin, delimiter):
    account = make_account(country_code="DE")
    lines = [
        ["Type", "Name", "ID", "Street", "ZIP code", "City"],
        ["Ship to", "Lager Süd", "", "Straße 1", "80331", "München"],
    ]
    content = "\r\n".join(delimiter.join(line) for line in lines)

    page = upload(admin, account, b"\xef\xbb\xbf" + content.encode())
    confirm(admin, page)

    address = Address.objects.get()
    assert (address.label, address.city, address.country_code) == ("Lager Süd", "München", "DE")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The submitted file is empty"),
        (b"kind,label\n", "no address below the headings"),
        (b"label,city\nA,B\n", "there is none for kind"),
        (b"kind,label,kind\na,b,c\n", "Two columns are called kind"),
        (b"PK\x03\x04 a workbook", "This is no .csv file"),
        (b"kind,label\nship-to,\0", "This is no .csv file"),
        (b"x" * (1024 * 1024 + 1), "more than 1 MB"),
        (b"kind,label\n" + b"ship-to,a\n" * 2_001, "More than 2,000 rows"),
        (b"kind,label\nship-to," + b"a" * 200_000, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(admin, content, words):
    page = upload(admin, make_account(), content)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Address.objects.exists()


def test_what_was_not_offered_cannot_be_written(admin):
    account = make_account()
    page = upload(admin, account, file_of([row(1)]))
    sealed = page.context["confirm"].initial["offered"]

    answer = admin.post(URL, {"offered": sealed[:-2]}, follow=True)

    assert "Choose the file again" in answer.content.decode()
    assert not Address.objects.exists()


def test_the_example_can_be_imported(admin):
    account = make_account()
    downloaded = admin.get(reverse("admin:connections_address_example"))

    confirm(admin, upload(admin, account, downloaded.content))

    assert downloaded.content.decode() == example()
    assert set(Address.objects.values_list("label", flat=True)) == {"Head office", "Warehouse"}


def test_only_who_may_add_addresses_may_import_them(signed_in):
    staff = signed_in(make_user("staff", is_staff=True))

    assert staff.get(URL).status_code == 403
    assert upload(staff, make_account(), file_of([row(1)])).status_code == 403


def test_a_preview_asks_a_fixed_number_of_questions(admin, django_assert_num_queries):
    account = make_account()
    for rows in (1, 100):
        content = file_of([row(nth) for nth in range(rows)])
        with django_assert_num_queries(6):
            upload(admin, account, content)


def test_the_sealed_form_has_no_other_use():
    assert not OfferedAddressesForm({"offered": "anything"}).is_valid()
