"""The page of a quote's copies, and what it lets whom do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.copies import services
from apps.copies.choices import CopyKind
from apps.copies.models import CopyMail
from tests.copies.things import letter, make_priced_quote, text_of


def page_of(quote):
    return reverse("copies:page", args=[quote.quote_number])


def typed(**changes):
    return {
        "kind": "customer",
        "recipients": "ann@customer.example",
        "subject": "Your quote",
        "message": "",
        "form_key": "key-of-a-form",
    } | changes


def sent(quote, actor, key="key", kind=CopyKind.CUSTOMER, to="ann@customer.example"):
    return services.send_copy(quote=quote, kind=kind, actor=actor, letter=letter(to), form_key=key)


def test_a_rep_sends_a_copy_and_sees_what_became_of_it(quote, buyer, signed_in, smtp, eager_tasks):
    browser = signed_in(buyer)
    smtp.refused["gone@customer.example"] = "550 No such person"

    with eager_tasks():
        answer = browser.post(
            page_of(quote), typed(recipients="gone@customer.example, ann@customer.example")
        )

    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    assert "550 No such person" in page
    assert "gone@customer.example" in page
    assert "Send again to those refused" in page


def test_the_sender_may_have_one_too_and_only_once(quote, buyer, signed_in):
    signed_in(buyer).post(page_of(quote), typed(to_me="on", recipients=buyer.email.upper()))
    signed_in(buyer).post(page_of(quote), typed(to_me="on", form_key="other"))

    first, second = CopyMail.objects.order_by("pk")
    assert first.deliveries.count() == 1
    assert set(second.deliveries.values_list("address", flat=True)) == {
        "ann@customer.example",
        buyer.email,
    }


def test_what_was_typed_stays_beside_what_is_wrong(quote, buyer, signed_in):
    answer = signed_in(buyer).post(
        page_of(quote), typed(recipients="ann@customer.example, nobody", message="Dear Ann")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“nobody” is no address" in page
    assert "Dear Ann" in page
    assert not CopyMail.objects.exists()


def test_a_margin_below_the_minimum_is_told_in_the_form(quote, account, buyer, signed_in):
    account.minimum_margin = 50
    account.save()

    answer = signed_in(buyer).post(page_of(quote), typed())

    assert answer.status_code == 422
    assert "manager" in answer.content.decode()
    assert not CopyMail.objects.exists()


def test_no_link_leads_to_a_copy_that_cannot_leave(quote, account, buyer, signed_in):
    customer = reverse("copies:customer", args=[quote.quote_number])
    internal = reverse("copies:internal", args=[quote.quote_number])
    before = signed_in(buyer).get(page_of(quote)).content.decode()
    account.minimum_margin = 50
    account.save()

    after = signed_in(buyer).get(page_of(quote)).content.decode()

    assert customer in before
    assert customer not in after
    assert internal in after
    assert "Go to sell prices" in after


def test_the_document_that_left_is_read_again_to_the_byte(quote, buyer, signed_in):
    mail = sent(quote, buyer)
    quote.sell_rules.update(figure=30)

    answer = signed_in(buyer).get(reverse("copies:kept", args=[quote.quote_number, mail.copy.pk]))

    assert answer.content == bytes(mail.copy.pdf)
    assert "5,558.46 USD" in text_of(answer.content)


def test_one_click_sends_it_again(quote, buyer, signed_in, smtp, eager_tasks):
    mail = sent(quote, buyer)
    address = reverse("copies:again", args=[quote.quote_number, mail.pk])

    with eager_tasks():
        for _ in range(2):
            answer = signed_in(buyer).post(address, {"form_key": "again-1"})

    assert answer.status_code == 302
    assert len(smtp.received) == 1


def test_an_outsider_finds_nothing_and_changes_nothing(quote, buyer, outsider, signed_in):
    mail = sent(quote, buyer)
    browser, number = signed_in(outsider), quote.quote_number

    answers = [
        browser.get(page_of(quote)),
        browser.post(page_of(quote), typed()),
        browser.get(reverse("copies:log", args=[number]), headers={"HX-Request": "true"}),
        browser.get(reverse("copies:kept", args=[number, mail.copy.pk])),
        browser.post(reverse("copies:again", args=[number, mail.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert CopyMail.objects.count() == 1


def test_a_viewer_sees_what_was_sent_and_sends_nothing(quote, buyer, viewer, signed_in):
    mail = sent(quote, buyer)
    browser = signed_in(viewer)

    page = browser.get(page_of(quote))
    refused = [
        browser.post(page_of(quote), typed()),
        browser.post(reverse("copies:again", args=[quote.quote_number, mail.pk])),
        browser.get(reverse("copies:kept", args=[quote.quote_number, mail.copy.pk])),
    ]

    assert "ann@customer.example" in page.content.decode()
    assert "Your role does not allow copies" in page.content.decode()
    assert [answer.status_code for answer in refused] == [422, 403, 403]
    assert CopyMail.objects.count() == 1


def test_the_log_is_polled_while_something_is_to_come(quote, buyer, signed_in, smtp):
    mail = sent(quote, buyer)
    browser = signed_in(buyer)
    log = reverse("copies:log", args=[quote.quote_number])

    waiting = browser.get(log, headers={"HX-Request": "true"}).content.decode()
    services.deliver(delivery_id=mail.deliveries.get().pk)
    done = browser.get(log, headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in waiting
    assert "hx-trigger" not in done
    assert browser.get(log).status_code == 302


@pytest.mark.parametrize("sign", ["HX-Boosted", "HX-History-Restore-Request"])
def test_who_wants_a_whole_page_is_led_from_the_log_to_its_page(quote, buyer, signed_in, sign):
    log = reverse("copies:log", args=[quote.quote_number])

    answer = signed_in(buyer).get(log, headers={"HX-Request": "true", sign: "true"})

    assert (answer.status_code, answer["location"]) == (
        302,
        reverse("copies:page", args=[quote.quote_number]),
    )


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_makes_as_many_queries_for_one_mail_as_for_thirty(
    account, buyer, signed_in, count, django_assert_max_num_queries
):
    quote = make_priced_quote(account)
    first = sent(quote, buyer)
    for number in range(1, count):
        services.send_again(mail=first, actor=buyer, form_key=f"again-{number}")
    browser = signed_in(buyer)

    with django_assert_max_num_queries(18) as made:
        browser.get(page_of(quote))

    quotes_of_made = [query["sql"] for query in made.captured_queries]
    assert not any('"copies_quotecopy"."pdf"' in sql for sql in quotes_of_made)
