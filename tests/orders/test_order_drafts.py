"""An order without a quote: how it starts, and its lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.orders.line_details import LineDetails, LineEndUser, read_price
from apps.orders.models import OrderDraft, OrderDraftLine
from apps.orders.services import drafting
from tests.orders.drafts import KNOWN_PART, make_own_draft, typed, url
from tests.orders.things import make_line, make_order

HTMX = {"HX-Request": "true"}


# --- How it starts --------------------------------------------------------------------------


def test_an_empty_order_is_made_once_and_gone_on_with(browser):
    first = browser.post(reverse("orders:start_empty"))
    second = browser.post(reverse("orders:start_empty"))

    assert first.url == second.url == OrderDraft.objects.get().get_absolute_url()


def test_pasted_parts_become_a_draft_with_prices(browser, account):
    answer = browser.post(
        reverse("orders:start_pasted"), {"pasted": "6ye881 2\nNOSUCHPART9\t1"}, follow=True
    )

    draft = OrderDraft.objects.get()
    page = answer.content.decode()
    assert typed(draft) == [(KNOWN_PART, "2"), ("NOSUCHPART9", "1")]
    assert "389.43" in page
    assert "778.86" in page
    assert "knows no such part" in page


def test_a_text_without_parts_starts_nothing_and_stays_in_its_field(browser):
    answer = browser.post(reverse("orders:start_pasted"), {"pasted": " ; \n,"})

    assert answer.status_code == 422
    assert "No part number was found" in answer.content.decode()
    assert not OrderDraft.objects.exists()


def test_a_thousand_lines_are_taken_and_one_more_is_refused(browser):
    text = "\n".join(f"PART{n} 1" for n in range(1001))

    refused = browser.post(reverse("orders:start_pasted"), {"pasted": text})
    taken = browser.post(reverse("orders:start_pasted"), {"pasted": text.rpartition("\n")[0]})

    assert refused.status_code == 422
    assert "at most 1,000 lines" in refused.content.decode()
    assert "PART1000 1" in refused.content.decode()
    assert taken.status_code == 302
    assert OrderDraft.objects.get().lines.count() == 1000


def test_an_order_is_ordered_again_with_its_lines_and_addresses(browser, account):
    address = {"company_name": "Lakeside Medical Group", "city": "Flint", "state": "MI"}
    order = make_order(account, ship_to=address, end_user=address | {"email": None})
    make_line(order, ingram_part_number="6ye881", quantity_ordered=3)
    make_line(order, quantity_ordered=0)
    make_line(order, ingram_part_number="AB12", status="cancelled")

    browser.post(reverse("orders:order_again", args=[order.ingram_order_number]))

    draft = OrderDraft.objects.get()
    assert typed(draft) == [(KNOWN_PART, "3")]
    assert draft.entered == {
        "ship_to": "typed",
        "company_name": "Lakeside Medical Group",
        "city": "Flint",
        "state": "MI",
        "end_user": "typed",
        "end_user-company_name": "Lakeside Medical Group",
        "end_user-city": "Flint",
        "end_user-state": "MI",
    }


def test_the_copied_addresses_stand_in_the_form_that_follows(browser, account):
    order = make_order(
        account,
        ship_to={"company_name": "Lakeside Stores", "city": "Flint"},
        end_user={"company_name": "Lakeside Clinic"},
    )
    make_line(order, ingram_part_number="6ye881")
    browser.post(reverse("orders:order_again", args=[order.ingram_order_number]))

    page = browser.get(url("draft_details", OrderDraft.objects.get())).content.decode()

    assert 'value="Lakeside Stores"' in page
    assert 'value="Lakeside Clinic"' in page


def test_an_order_that_was_voided_as_a_whole_is_ordered_again_too(browser, account):
    order = make_order(account, status="cancelled")
    make_line(order, ingram_part_number="AB12", status="cancelled", quantity_ordered=4)

    browser.post(reverse("orders:order_again", args=[order.ingram_order_number]))

    assert typed(OrderDraft.objects.get()) == [("AB12", "4")]


def test_an_order_whose_lines_were_never_read_says_so(browser, account):
    order = make_order(account)

    answer = browser.post(reverse("orders:order_again", args=[order.ingram_order_number]))

    assert answer.url == order.get_absolute_url()
    assert "not known here yet" in browser.get(answer.url).content.decode()
    assert not OrderDraft.objects.exists()


def test_the_catalogue_adds_to_the_latest_draft(browser, account, buyer):
    make_own_draft(account, buyer, ("AB12", "1"))
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))

    answer = browser.post(
        reverse("orders:add_to_draft"), {"part_number": "6ye881", "quantity": "4"}, headers=HTMX
    )

    assert answer.status_code == 204
    assert f"Added 1 part to Order draft {draft.pk}" in answer.headers["HX-Trigger"]
    assert typed(draft) == [(KNOWN_PART, "5")]


def test_the_start_shows_own_drafts_and_finds_earlier_orders(browser, account, buyer, colleague):
    mine = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    theirs = make_own_draft(account, colleague, (KNOWN_PART, "1"))
    found = make_order(account, customer_order_number="PO-FIND-ME")
    other = make_order(account, customer_order_number="PO-OTHER")

    page = browser.get(reverse("orders:new")).content.decode()
    part = browser.get(reverse("orders:new"), {"order": "PO-FIND"}, headers=HTMX).content.decode()

    assert mine.get_absolute_url() in page
    assert theirs.get_absolute_url() not in page
    assert found.ingram_order_number in part
    assert other.ingram_order_number not in part
    assert "<html" not in part


# --- Lines ----------------------------------------------------------------------------------


def test_pasted_lines_join_lines_without_details_only(account, buyer, browser):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"), ("AB12", "1"))
    draft.lines.filter(part_number="AB12").update(entered={"notes": "for the branch"})

    answer = browser.post(
        url("paste_lines", draft), {"pasted": "6ye881\t2\nab12 4\n"}, headers=HTMX
    )

    assert answer.status_code == 200
    assert typed(draft) == [(KNOWN_PART, "3"), ("AB12", "1"), ("AB12", "4")]


@pytest.mark.parametrize("quantity", ["0", "2.5", "<b>2</b>"])
def test_a_wrong_quantity_is_kept_told_on_its_line_and_stops_the_way_on(
    account, buyer, browser, quantity
):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()

    shown = browser.post(
        url("edit_line", draft, line.pk), {f"quantity-{line.pk}": quantity}, headers=HTMX
    )
    stopped = browser.post(url("go_on", draft))

    line.refresh_from_db()
    assert line.quantity_text == quantity
    assert line.quantity_problem in shown.content.decode()
    assert stopped.status_code == 422
    assert "no valid quantity" in stopped.content.decode()
    assert "<b>2" not in stopped.content.decode()


def test_without_a_script_quantities_are_saved_on_the_way_on(account, buyer, browser):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()

    answer = browser.post(url("go_on", draft), {f"quantity-{line.pk}": "7"})

    assert answer.status_code == 302
    assert answer.url == url("draft_details", draft)
    assert typed(draft) == [(KNOWN_PART, "7")]


def test_all_quantities_of_the_largest_draft_are_sent_on_the_way_on(account, buyer, browser):
    draft = make_own_draft(account, buyer, *((f"PART{n}", "1") for n in range(1000)))

    browser.post(url("go_on", draft), {f"quantity-{x.pk}": "2" for x in draft.lines.all()})

    assert {quantity for _, quantity in typed(draft)} == {"2"}


def test_a_line_is_taken_out_and_taking_it_out_again_does_no_harm(account, buyer, browser):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"), ("AB12", "1"))
    line = draft.lines.get(part_number="AB12")

    answers = [browser.post(url("remove_line", draft, line.pk)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert typed(draft) == [(KNOWN_PART, "1")]


def test_an_unknown_part_stops_the_way_on(account, buyer, browser):
    draft = make_own_draft(account, buyer, ("NOSUCHPART9", "1"))
    drafting.price_lines(draft=draft, actor=buyer)

    answer = browser.post(url("go_on", draft))

    assert answer.status_code == 422
    assert "unknown part number" in answer.content.decode()


def test_a_part_that_needs_an_end_user_says_so(account, buyer, browser):
    draft = make_own_draft(account, buyer, ("YN6231", "1"))

    answer = browser.post(url("price_lines", draft), headers=HTMX)

    assert "has to name the end user" in answer.content.decode()


def test_more_lines_than_one_order_takes_are_told_beside_the_total(account, buyer, browser):
    draft = make_own_draft(account, buyer, *((f"PART{n}", "1") for n in range(886)))

    page = browser.get(url("draft", draft)).content.decode()
    stopped = browser.post(url("go_on", draft))

    assert "at most 884 lines an order: take out 2" in page
    assert stopped.status_code == 422


def test_an_outage_is_told_and_the_lines_stay(account, buyer, browser, sandbox, no_waiting):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    sandbox.fault("maintenance", "*", "*priceandavailability", times=None)

    answer = browser.post(url("price_lines", draft), headers=HTMX)

    assert answer.status_code == 200
    assert "Try again" in answer.content.decode()
    assert typed(draft) == [(KNOWN_PART, "1")]


# --- Details of a line ----------------------------------------------------------------------


def test_details_of_a_line_are_kept_and_read_back(account, buyer, browser):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"), ("AB12", "1"))
    hardware, warranty = draft.lines.all()

    answer = browser.post(
        url("line_details", draft, warranty.pk),
        {
            "requested_price": "1,234.50",
            "special_bid_number": " BID-1 ",
            "notes": "for\nthe branch",
            "warehouse_id": "10",
            "warranty_for": str(hardware.pk),
            "end_user_company_name": "Lakeside",
            "end_user_address_line_1": "410 Shore Drive",
            "end_user_city": "Flint",
            "end_user_state": "mi",
            "end_user_postal_code": "48502",
            "end_user_country_code": "us",
            "end_user_phone_number": "+1 (810) 555-0144",
            "end_user_email": "It@Lakeside.example",
        },
    )

    details = draft.lines.get(pk=warranty.pk).details
    assert answer.status_code == 302
    assert details == LineDetails(
        requested_price=Decimal("1234.50"),
        special_bid_number="BID-1",
        notes="for the branch",
        warehouse_id="10",
        warranty_for=hardware.pk,
        end_user=LineEndUser(
            company_name="Lakeside",
            address_line_1="410 Shore Drive",
            city="Flint",
            state="MI",
            postal_code="48502",
            country_code="US",
            phone_number="18105550144",
            email="it@lakeside.example",
        ),
    )
    assert LineDetails.from_json(details.to_json()) == details


@pytest.mark.parametrize(
    ("typed_in", "sentence"),
    [
        ({"requested_price": "cheap"}, "Enter an amount such as 1,234.50."),
        ({"requested_price": "-3"}, "Enter an amount such as 1,234.50."),
        ({"requested_price": "1.23456"}, "At most 4 decimals."),
        ({"special_bid_number": "X" * 37}, "Use at most 36 characters; these are 37."),
        ({"notes": "x" * 133}, "Use at most 132 characters"),
        ({"notes": "a <b>"}, "plain text only"),
        ({"warranty_for": "999999"}, "no longer there"),
        ({"warranty_for": "nine"}, "Choose a line of this order."),
        ({"end_user_city": "Flint"}, "company"),
        ({"end_user_company_name": "L", "end_user_city": "Flint"}, "Enter the postal code"),
        ({"end_user_company_name": "L", "end_user_email": "who"}, "Enter an e-mail address"),
        ({"end_user_company_name": "L", "end_user_country_code": "USA"}, "US, not USA"),
    ],
)
def test_wrong_details_are_kept_told_beside_the_field_and_stop_the_way_on(
    account, buyer, browser, typed_in, sentence
):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()

    answer = browser.post(url("line_details", draft, line.pk), typed_in)

    line.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert line.entered == typed_in
    assert "details need mending" in browser.get(url("draft", draft)).content.decode()
    assert browser.post(url("go_on", draft)).status_code == 422


def test_a_warranty_whose_line_was_taken_out_has_to_be_mended(account, buyer, browser):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"), ("AB12", "1"))
    hardware, warranty = draft.lines.all()
    OrderDraftLine.objects.filter(pk=warranty.pk).update(entered={"warranty_for": str(hardware.pk)})

    browser.post(url("remove_line", draft, hardware.pk))

    assert browser.post(url("go_on", draft)).status_code == 422
    assert (
        "no longer there" in browser.get(url("line_details", draft, warranty.pk)).content.decode()
    )


def test_the_dialog_brings_the_row_back_and_stays_open_when_something_is_wrong(
    account, buyer, browser
):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()
    drafting.price_lines(draft=draft, actor=buyer)

    opened = browser.get(url("line_details", draft, line.pk), headers=HTMX)
    wrong = browser.post(url("line_details", draft, line.pk), {"notes": "<"}, headers=HTMX)
    good = browser.post(url("line_details", draft, line.pk), {"notes": "Door 2"}, headers=HTMX)

    assert "<dialog" in opened.content.decode()
    assert "Mira Loma, CA" in opened.content.decode()
    assert wrong.status_code == 422
    assert "<dialog" in wrong.content.decode()
    assert good.headers["HX-Retarget"] == f"#line-{line.pk}"
    assert "Door 2" in good.content.decode()


def test_in_an_outage_the_warehouse_is_typed(account, buyer, browser, sandbox, no_waiting):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()
    OrderDraftLine.objects.filter(pk=line.pk).update(ingram_part_number=KNOWN_PART)
    sandbox.fault("maintenance", "*", "*priceandavailability", times=None)

    page = browser.get(url("line_details", draft, line.pk)).content.decode()

    assert '<input type="text" name="warehouse_id"' in page


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", "12"),
        ("12.5", "12.5"),
        ("1,234.50", "1234.50"),
        ("12,50", "12.50"),
        ("1.234,5", "1234.5"),
        ("$ 7.00", "7.00"),
        (".5", "0.5"),
        ("12,345", "12345"),
        ("", None),
        ("1,23,4", None),
        ("1e5", None),
        ("nan", None),
        ("١٢", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert read_price(text) == (None if amount is None else Decimal(amount))


# --- Who may do it --------------------------------------------------------------------------

STEPS = [
    ("save_draft", False),
    ("paste_lines", False),
    ("edit_line", True),
    ("remove_line", True),
    ("line_details", True),
    ("price_lines", False),
    ("upload", False),
    ("go_on", False),
    ("discard_draft", False),
]


@pytest.mark.parametrize(("name", "of_line"), STEPS)
def test_an_outsider_finds_nothing_and_changes_nothing(
    account, buyer, outsider, signed_in, name, of_line
):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()
    address = url(name, draft, *([line.pk] if of_line else []))

    answer = signed_in(outsider).post(address, {"pasted": "AB1 1", f"quantity-{line.pk}": "5"})

    assert answer.status_code == 404
    assert signed_in(outsider).get(url("draft", draft)).status_code == 404
    assert typed(draft) == [(KNOWN_PART, "1")]


@pytest.mark.parametrize(
    ("name", "of_line"), [step for step in STEPS if step[0] not in ("price_lines", "upload")]
)
def test_a_viewer_sees_the_draft_and_may_not_change_it(
    account, buyer, viewer, signed_in, name, of_line
):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()
    address = url(name, draft, *([line.pk] if of_line else []))
    browser = signed_in(viewer)

    answer = browser.post(address, {"pasted": "AB1 1", f"quantity-{line.pk}": "5"})
    page = browser.get(url("draft", draft))

    assert answer.status_code == 403
    assert page.status_code == 200
    assert "Go on" not in page.content.decode()
    assert typed(draft) == [(KNOWN_PART, "1")]


def test_an_outsider_cannot_order_again_what_is_not_theirs(account, outsider, signed_in):
    order = make_order(account)
    make_line(order)

    answer = signed_in(outsider).post(
        reverse("orders:order_again", args=[order.ingram_order_number])
    )

    assert answer.status_code == 404
    assert not OrderDraft.objects.exists()


def test_a_colleague_goes_on_with_the_draft(account, buyer, colleague, signed_in):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))

    signed_in(colleague).post(url("paste_lines", draft), {"pasted": "AB12 2"})

    assert typed(draft) == [(KNOWN_PART, "1"), ("AB12", "2")]


def test_a_draft_that_was_placed_is_changed_no_more(account, buyer, browser):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"), is_placed=True)
    line = draft.lines.get()

    browser.post(url("paste_lines", draft), {"pasted": "AB12 2"})
    browser.post(url("edit_line", draft, line.pk), {f"quantity-{line.pk}": "9"})
    browser.post(url("remove_line", draft, line.pk))
    browser.post(url("line_details", draft, line.pk), {"notes": "x"})
    browser.post(url("discard_draft", draft))

    line.refresh_from_db()
    assert typed(draft) == [(KNOWN_PART, "1")]
    assert line.entered == {}


def test_a_draft_is_discarded_after_a_question(account, buyer, browser):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))

    asked = browser.get(url("discard_draft", draft))
    browser.post(url("discard_draft", draft))

    assert "gone for good" in asked.content.decode()
    assert not OrderDraft.objects.exists()


# --- Cost -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_cost_the_same_queries_whatever_they_hold(
    account, buyer, browser, django_assert_max_num_queries, count
):
    draft = make_own_draft(account, buyer, *((f"PART{n}", "1") for n in range(count)))
    draft.lines.update(entered={"notes": "Door 2"})
    for _ in range(count):
        order = make_order(account)
        make_own_draft(account, buyer, (order.ingram_order_number, "1"))

    with django_assert_max_num_queries(12):
        browser.get(url("draft", draft))
    with django_assert_max_num_queries(18):
        browser.get(reverse("orders:new"))


def test_a_page_of_a_draft_makes_no_call(account, buyer, browser, sandbox):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))

    browser.get(url("draft", draft))
    browser.get(reverse("orders:new"))

    assert sandbox.requests() == []
