"""The pages on which an order on customer hold is released, cancelled and changed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Address
from apps.orders.choices import OrderStatus
from apps.orders.models import Order
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.models import Submission
from tests.orders.things import OTHER_PART, PART, make_line, make_order

pytestmark = pytest.mark.usefixtures("at_once")

HTMX = {"HTTP_HX_REQUEST": "true"}
DEEDS = ("release", "cancel")
each_deed = pytest.mark.parametrize("deed", DEEDS)


def url(order: Order, page: str = "") -> str:
    return f"/orders/{order.ingram_order_number}/{page}"


def page_of(browser: Client, order: Order, page: str = "") -> str:
    return browser.get(url(order, page)).content.decode()


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def typed_into(page: str) -> dict[str, str]:
    """Every field of the change form as it stands."""
    boxes = re.findall(r'name="(quantity-[^"]+)" value="([^"]*)"', page)
    return {**hidden(page), **dict(boxes), "added": "", "ship_to": "", "notes": ""}


def quantity_of(fields: dict[str, str], part: str) -> str:
    return next(name for name in fields if name.startswith("quantity-") and name.endswith(part))


def ask(browser: Client, order: Order, deed: str) -> Any:
    return browser.post(url(order, f"{deed}/"), hidden(page_of(browser, order, f"{deed}/")))


# --- The order's page ---------------------------------------------------------------------


def test_the_page_of_a_held_order_says_how_long_and_what_may_be_done(
    browser: Client, held: Order
) -> None:
    Order.objects.update(hold_ends_at=timezone.now() + timedelta(hours=3, minutes=20, seconds=30))

    page = page_of(browser, held)

    assert "3 h 20 min</time> left" in page
    assert "hold--urgent" in page
    for name in (*DEEDS, "change"):
        assert f'href="{url(held, name)}/"' in page
    assert 'id="release-dialog"' in page
    assert "2 lines" in page


def test_a_viewer_sees_the_hold_and_no_button(held: Order, viewer: User, signed_in: Any) -> None:
    page = page_of(signed_in(viewer), held)

    assert "On customer hold" in page
    assert "Your role does not allow" in page
    for name in (*DEEDS, "change"):
        assert f'href="{url(held, name)}/"' not in page


def test_a_hold_that_was_not_set_here_is_explained_and_offers_nothing(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account, status=OrderStatus.ON_HOLD, hold_reason="Credit")

    page = page_of(browser, order)

    assert "only the distributor can lift it" in page
    assert "The reason: Credit." in page
    assert "/release/" not in page


def test_a_hold_that_ran_out_offers_nothing(browser: Client, held: Order) -> None:
    Order.objects.update(hold_ends_at=timezone.now() - timedelta(minutes=1))

    page = page_of(browser, held)

    assert "The customer hold ended on" in page
    assert "/release/" not in page


def test_an_order_without_a_hold_says_nothing_of_one(
    browser: Client, account: CustomerAccount
) -> None:
    assert 'id="hold"' not in page_of(browser, make_order(account))


def test_a_total_of_zero_on_hold_is_not_shown_as_a_free_order(browser: Client, held: Order) -> None:
    Order.objects.update(total=0)
    expected = sum(line.extended_price or 0 for line in held.lines.all())

    page = page_of(browser, held, "release/")

    assert f"Release 2 lines, {expected:,.2f} USD" in page


def test_the_page_takes_the_same_queries_however_often_the_order_was_changed(
    browser: Client, account: CustomerAccount, buyer: User
) -> None:
    order = make_order(
        account, status=OrderStatus.ON_HOLD, hold_ends_at=timezone.now() + timedelta(hours=9)
    )
    make_line(order)

    def queries() -> int:
        with CaptureQueriesContext(database) as captured:
            browser.get(order.get_absolute_url())
        return len(captured)

    for number in range(30):
        if number == 1:
            queries()
            for_one = queries()
        Submission.objects.create(
            kind="order.modify",
            account=account,
            actor=buyer,
            form_key=f"form {number}",
            business_key=f"{order}/{number}",
            subject=order.ingram_order_number,
            body={
                "before": {"lines": [["YN6231", 2]], "ship_to": [], "notes": ""},
                "after": {"lines": [["YN6231", 3]], "ship_to": [], "notes": ""},
            },
            state=State.COMPLETED,
        )

    assert queries() == for_one


# --- Release and cancel -------------------------------------------------------------------


@each_deed
def test_the_confirmation_says_in_words_what_will_happen(
    browser: Client, held: Order, deed: str
) -> None:
    page = page_of(browser, held, f"{deed}/")

    assert f"order {held.ingram_order_number}?" in page
    assert "2 lines" in page
    assert "This cannot be undone." in page
    assert not Submission.objects.exists()


@each_deed
def test_the_deed_is_sent_and_shown_on_the_page_until_the_fresh_order_is_there(
    browser: Client, held: Order, eager_tasks: Any, deed: str
) -> None:
    answer = ask(browser, held, deed)
    waiting = page_of(browser, held)
    nothing_new = re.search(r'hx-get="([^"]+hold/\?seen=[^"]+)"', waiting)
    assert nothing_new
    poll = browser.get(nothing_new[1], **HTMX)
    with eager_tasks():
        submissions.send(submission_id=Submission.objects.get().pk)
    ended = browser.get(nothing_new[1], **HTMX)

    assert answer.url == url(held)
    assert "/release/" not in waiting
    assert poll.status_code == 204
    assert ended["HX-Retarget"] == "#order"
    page = ended.content.decode()
    assert ("Released" if deed == "release" else "Cancelled") in page
    assert "data-focus" in page
    assert "What was changed here" in page
    held.refresh_from_db()
    assert held.hold_ends_at is None


@each_deed
def test_a_second_click_is_the_same_deed(
    browser: Client, held: Order, sandbox: Any, eager_tasks: Any, deed: str
) -> None:
    form = hidden(page_of(browser, held, f"{deed}/"))

    with eager_tasks():
        answers = [browser.post(url(held, f"{deed}/"), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Submission.objects.count() == 1


@each_deed
def test_an_order_that_changed_under_the_confirmation_is_shown_again_and_nothing_is_sent(
    browser: Client, held: Order, deed: str
) -> None:
    form = hidden(page_of(browser, held, f"{deed}/"))
    held.lines.filter(ingram_part_number=PART).update(quantity_ordered=400)

    answer = browser.post(url(held, f"{deed}/"), form)

    assert answer.status_code == 422
    assert "has changed since this page was opened" in answer.content.decode()
    assert not Submission.objects.exists()


@each_deed
def test_a_colleagues_change_stands_in_the_way_and_is_shown(
    browser: Client, held: Order, colleague: User, signed_in: Any, deed: str
) -> None:
    form = hidden(page_of(browser, held, f"{deed}/"))
    ask(signed_in(colleague), held, "release")
    first = Submission.objects.get()

    answer = browser.post(url(held, f"{deed}/"), form)
    asked = browser.get(url(held, f"{deed}/"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "colleague sent a change of this order" in page
    assert f'href="{first.get_absolute_url()}"' in page
    assert asked.url == url(held)
    assert Submission.objects.count() == 1


@each_deed
def test_when_the_hold_has_ended_it_is_said_and_the_order_is_read_again(
    browser: Client, held: Order, sandbox: Any, eager_tasks: Any, deed: str
) -> None:
    form = hidden(page_of(browser, held, f"{deed}/"))
    Order.objects.update(hold_ends_at=timezone.now() - timedelta(minutes=1))
    sandbox.advance(25 * 3600)

    with eager_tasks():
        answer = browser.post(url(held, f"{deed}/"), form)

    assert answer.status_code == 422
    assert "within 24 hours" in answer.content.decode()
    held.refresh_from_db()
    assert held.state is OrderStatus.CANCELLED


def test_what_the_distributor_refuses_is_explained_on_the_fresh_order(
    browser: Client, held: Order, sandbox: Any, eager_tasks: Any
) -> None:
    """405: voided at the distributor, while the mirror still believes in the hold."""
    sandbox.advance(25 * 3600)

    with eager_tasks():
        ask(browser, held, "cancel")

    page = page_of(browser, held)
    held.refresh_from_db()
    assert Submission.objects.get().state == State.REJECTED
    assert "The distributor refused it" in page
    assert "not on customer hold" in page
    assert held.state is OrderStatus.CANCELLED


def test_a_lost_answer_is_looked_up_and_offers_no_other_deed_meanwhile(
    browser: Client, held: Order, sandbox: Any, eager_tasks: Any
) -> None:
    sandbox.lose_answer("PUT", "/resellers/v6/orders/*")

    with eager_tasks():
        ask(browser, held, "release")

    page = page_of(browser, held)
    assert "looked up" in page
    assert "/release/" not in page


def test_what_needs_a_manager_is_named_and_not_asked_for_again_and_again(
    browser: Client, held: Order
) -> None:
    ask(browser, held, "release")
    Submission.objects.update(state=State.NEEDS_ATTENTION)

    page = page_of(browser, held)

    assert "A manager of the account has to decide" in page
    assert "hold/?seen" not in page


@pytest.mark.parametrize("page", ["hold/", "release/", "cancel/", "change/", "change/send/"])
def test_an_outsider_finds_nothing_and_sends_nothing(
    held: Order, outsider: User, signed_in: Any, page: str
) -> None:
    stranger = signed_in(outsider)

    if page != "change/send/":
        assert stranger.get(url(held, page), **HTMX).status_code == 404
    if page != "hold/":
        assert stranger.post(url(held, page), {"form_key": "a form"}).status_code == 404
    assert not Submission.objects.exists()


@pytest.mark.parametrize("page", ["release/", "cancel/", "change/"])
def test_a_viewer_is_refused(
    browser: Client, held: Order, viewer: User, signed_in: Any, page: str
) -> None:
    form = hidden(page_of(browser, held, page))
    onlooker = signed_in(viewer)

    assert onlooker.get(url(held, page)).status_code == 403
    assert onlooker.post(url(held, page), form).status_code == 403
    assert not Submission.objects.exists()


# --- The change form ----------------------------------------------------------------------


@pytest.fixture
def form(browser: Client, held: Order, ship_to: Address) -> dict[str, str]:
    """The change form as it is opened."""
    return typed_into(page_of(browser, held, "change/"))


def review(browser: Client, order: Order, form: dict[str, str]) -> Any:
    return browser.post(url(order, "change/"), form)


def test_every_single_change_is_listed_in_words_before_anything_is_sent(
    browser: Client, held: Order, form: dict[str, str], ship_to: Address
) -> None:
    form |= {
        quantity_of(form, PART): "7",
        quantity_of(form, OTHER_PART).replace("quantity", "remove"): "on",
        "added": "yn6231\t3",
        "ship_to": str(ship_to.pk),
        "notes": "Dock 4 please",
    }

    page = review(browser, held, form).content.decode()

    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert f"Order 7 instead of 4 of {PART}" in words
    assert f"Take out {OTHER_PART} : all 2" in words
    assert re.search(r"Add 3 of YN6231 at [\d,.]+ +USD each", words)
    assert "17501 W 98th Street" in words
    assert "Add the note “Dock 4 please”." in words
    assert f"Send 5 changes of {held.ingram_order_number}" in words
    assert not Submission.objects.exists()


def test_the_reviewed_change_is_sent_once(
    browser: Client, held: Order, form: dict[str, str], sandbox: Any, eager_tasks: Any
) -> None:
    form |= {quantity_of(form, PART): "7", "added": "YN6231 3", "notes": "Dock 4"}
    reviewed = hidden(review(browser, held, form).content.decode())

    with eager_tasks():
        answers = [browser.post(url(held, "change/send/"), reviewed) for _ in range(2)]

    assert {answer.url for answer in answers} == {url(held)}
    assert sandbox.calls("PUT /resellers/v6/orders/{orderNumber}") == 1
    page = page_of(browser, held)
    assert Submission.objects.get().state == State.COMPLETED
    assert f"{PART}: 4 to 7" in page
    assert "YN6231: 3 added" in page
    assert "Note: Dock 4" in page


def test_the_way_back_from_the_review_keeps_what_was_typed(
    browser: Client, held: Order, form: dict[str, str]
) -> None:
    form |= {quantity_of(form, PART): "7", "added": "YN6231 3", "notes": "Dock 4"}
    reviewed = hidden(review(browser, held, form).content.decode())

    page = browser.post(url(held, "change/"), {**reviewed, "edit": "1"}).content.decode()

    assert typed_into(page)[quantity_of(form, PART)] == "7"
    assert "YN6231 3</textarea>" in page
    assert "Dock 4</textarea>" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"added": "NO-SUCH-PART-1 2"}, "does not know NO-SUCH-PART-1"),
        ({"added": "YN6231 none"}, "YN6231"),
        ({"added": "6YE881 2"}, "change its quantity above"),
        ({"added": "hello"}, "does not know HELLO"),
        ({"notes": "x" * 133}, "Use at most 132 characters"),
        ({"notes": "<b>"}, "Leave out the signs"),
        ({"ship_to": "typed", "city": ""}, "Enter the city."),
        ({"ship_to": "999999"}, "Choose one of the addresses"),
        ({"first": "two"}, "A quantity is a whole number"),
        ({"first": "-1"}, "at least 1"),
        ({"first": ""}, "Enter a quantity."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    browser: Client, held: Order, form: dict[str, str], typed: dict[str, str], said: str
) -> None:
    first = typed.pop("first", None)
    wanted = {**form, "notes": "Kept as typed", **typed}
    if first is not None:
        wanted[quantity_of(form, PART)] = first

    answer = review(browser, held, wanted)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "error-summary" in page
    assert typed.get("notes", "Kept as typed").replace("<", "&lt;").replace(">", "&gt;") in page
    assert typed.get("added", "") in page


def test_everything_that_is_wrong_is_said_at_once(
    browser: Client, held: Order, form: dict[str, str]
) -> None:
    form |= {quantity_of(form, PART): "two", "added": "NO-SUCH-PART-1"}

    page = review(browser, held, form).content.decode()

    assert "A quantity is a whole number" in page
    assert "does not know NO-SUCH-PART-1" in page


def test_taking_every_line_out_is_pointed_to_the_cancellation(
    browser: Client, held: Order, form: dict[str, str]
) -> None:
    form |= {quantity_of(form, PART): "0", quantity_of(form, OTHER_PART): "0"}

    answer = review(browser, held, form)

    assert answer.status_code == 422
    assert "cancel the order" in answer.content.decode()


def test_a_change_of_nothing_is_refused(browser: Client, held: Order, form: dict[str, str]) -> None:
    answer = review(browser, held, form)

    assert answer.status_code == 422
    assert "This changes nothing" in answer.content.decode()


def test_the_address_as_it_is_typed_again_is_no_change(
    browser: Client, held: Order, form: dict[str, str]
) -> None:
    Order.objects.update(
        ship_to={
            "company_name": "LAKESIDE MEDICAL GROUP",
            "contact": "LAKESIDE MEDICAL GROUP",
            "address_line_1": "410 SHORE DRIVE",
            "city": "FLINT",
            "state": "MI",
            "postal_code": "48502",
            "country_code": "US",
        }
    )
    page = page_of(browser, held, "change/")
    fields = re.findall(r'name="([a-z_0-9]+)" value="([^"]*)"', page)
    wanted = {**typed_into(page), **dict(fields), "ship_to": "typed"}

    assert "This changes nothing" in review(browser, held, wanted).content.decode()


def test_an_outage_of_the_catalogue_keeps_what_was_typed(
    browser: Client, held: Order, form: dict[str, str], sandbox: Any, no_waiting: None
) -> None:
    sandbox.fault("html_maintenance", "POST", "/resellers/v6/catalog/*", times=None)

    answer = review(browser, held, {**form, "added": "YN6231 3"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "could not be looked up" in page
    assert "YN6231 3</textarea>" in page


def test_a_form_of_an_order_that_changed_is_shown_with_the_order_as_it_stands(
    browser: Client, held: Order, form: dict[str, str]
) -> None:
    reviewed = hidden(
        review(browser, held, {**form, quantity_of(form, PART): "7"}).content.decode()
    )
    held.lines.filter(ingram_part_number=OTHER_PART).update(quantity_ordered=9)

    answers = [
        review(browser, held, {**form, quantity_of(form, PART): "7"}),
        browser.post(url(held, "change/send/"), reviewed),
    ]

    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "has changed since this page was opened" in page
        assert typed_into(page)[quantity_of(form, PART)] == "7"
    assert not Submission.objects.exists()


def test_an_order_that_takes_no_change_opens_no_form(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account)

    answer = browser.get(url(order, "change/"), follow=True)

    assert answer.redirect_chain == [(url(order), 302)]
    assert "not on a customer hold that was set here" in answer.content.decode()


def test_what_was_not_done_of_a_change_is_told_on_the_page(
    browser: Client, held: Order, form: dict[str, str], eager_tasks: Any
) -> None:
    form |= {quantity_of(form, PART): "7", quantity_of(form, OTHER_PART): "3"}
    reviewed = hidden(review(browser, held, form).content.decode())
    browser.post(url(held, "change/send/"), reviewed)
    submission = Submission.objects.get()
    lines = submission.body["request"]["lines"]
    lines[1]["ingramLineNumber"] = "099"  # a line that the distributor does not know
    submission.save()

    with eager_tasks():
        submissions.send(submission_id=submission.pk)

    page = page_of(browser, held)
    assert "Changed in part" in page
    assert f"Not all of it was done: {OTHER_PART}" in page


def test_html_that_was_typed_is_text(browser: Client, held: Order, form: dict[str, str]) -> None:
    answer = review(browser, held, {**form, "added": '"><script>alert(1)</script> 2'})

    assert "<script>alert" not in answer.content.decode()
