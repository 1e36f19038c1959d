"""The head of a draft: each wrong field has a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from apps.quotes.header import read_header

TODAY = date(2026, 11, 23)
END_USER = {
    "company_name": "Harbour Clinic",
    "address_line_1": "1 Quay",
    "city": "Flint",
    "state": "mi",
    "postal_code": "48502",
    "country_code": "us",
    "phone_number": "(810) 555-0100",
}


def test_a_right_header_is_read_and_put_in_order():
    entered = {
        "name": " Clinic ",
        "expires_on": "2026-12-31",
        "recipients": "a@b.example, c@d.example\nA@b.example",
    } | END_USER

    header = read_header(entered, today=TODAY)

    assert header.problems == {}
    assert header.expires_on == date(2026, 12, 31)
    assert header.recipients == ("A@b.example", "c@d.example")
    assert header.values["state"] == "MI"
    assert header.values["phone_number"] == "8105550100"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "Give the quote a name"),
        ("name", "x" * 101, "at most 100"),
        ("name", "<script>alert(1)</script>", "HTML"),
        ("expires_on", "2026-11-22", "past"),
        ("expires_on", "tomorrow", "2026-12-31"),
        ("customer_need", "<img src=x onerror=alert(1)>", "HTML"),
        ("deal_id", "9" * 37, "at most 36"),
        ("recipients", "not-an-address", "not an e-mail address"),
        ("recipients", "\n".join(f"p{n}@b.example" for n in range(11)), "At most 10"),
        ("email", "clinic@", "not an e-mail address"),
        ("phone_number", "call me", "digits"),
        ("country_code", "USA", "at most 2"),
        ("company_name", "x" * 41, "at most 40"),
    ],
)
def test_a_wrong_field_has_a_sentence_of_its_own(name, typed, said):
    header = read_header({"name": "Clinic"} | END_USER | {name: typed}, today=TODAY)

    assert list(header.problems) == [name]
    assert said in header.problems[name]


def test_an_address_is_wanted_whole_or_not_at_all():
    header = read_header({"name": "Clinic", "city": "Flint"}, today=TODAY)

    assert {"company_name", "address_line_1", "postal_code", "country_code"} == set(header.problems)
