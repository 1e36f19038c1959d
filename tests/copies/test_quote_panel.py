"""What a quote's own page tells of its copies."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.copies import services
from apps.copies.choices import CopyKind
from apps.copies.models import CopyMail, QuoteCopy
from tests.copies.things import letter

HTMX = {"HX-Request": "true"}


def send(quote, actor, *, key="key", kind=CopyKind.CUSTOMER, to=("ann@customer.example",)):
    return services.send_copy(quote=quote, kind=kind, actor=actor, letter=letter(*to), form_key=key)


def page_of(quote, browser):
    return browser.get(quote.get_absolute_url()).content.decode()


def again_url(mail):
    return reverse("copies:again", args=[mail.copy.quote.quote_number, mail.pk])


def test_the_quote_tells_to_whom_its_copy_went_and_with_what_outcome(
    quote, buyer, signed_in, smtp, eager_tasks
):
    smtp.refused["gone@customer.example"] = "550 No such person"
    with eager_tasks():
        mail = send(quote, buyer, to=("ann@customer.example", "gone@customer.example"))

    page = page_of(quote, signed_in(buyer))

    assert "ann@customer.example" in page
    assert "The mail server said: 550 No such person" in page
    assert reverse("copies:kept", args=[quote.quote_number, mail.copy.pk]) in page
    assert "Send again to those refused" in page


def test_nothing_sent_is_told_with_a_way_to_send(quote, buyer, signed_in):
    page = page_of(quote, signed_in(buyer))

    assert "Nothing has been sent to anybody yet." in page
    assert "Send a copy</a>" in page


def test_one_click_on_the_quote_sends_again_and_comes_back_to_it(quote, buyer, signed_in):
    mail = send(quote, buyer)

    answer = signed_in(buyer).post(again_url(mail), {"form_key": "again", "back": "quote"})

    assert answer.url == quote.get_absolute_url()
    assert CopyMail.objects.filter(copy=mail.copy).count() == 2
    assert QuoteCopy.objects.count() == 1


def test_a_viewer_sees_to_whom_it_went_without_document_or_deed(quote, buyer, viewer, signed_in):
    mail = send(quote, buyer)

    page = page_of(quote, signed_in(viewer))

    assert "ann@customer.example" in page
    assert reverse("copies:kept", args=[quote.quote_number, mail.copy.pk]) not in page
    assert again_url(mail) not in page


def test_the_latest_three_stand_there_and_the_way_to_the_rest(quote, buyer, signed_in):
    first = send(quote, buyer, to=("first@customer.example",))
    for number in range(3):
        services.send_again(mail=first, actor=buyer, form_key=f"again-{number}")

    page = page_of(quote, signed_in(buyer))

    assert page.count("first@customer.example") == 3
    assert "All that was sent" in page


def test_the_panel_is_asked_for_again_while_something_is_to_come(quote, buyer, signed_in, smtp):
    mail = send(quote, buyer)
    browser = signed_in(buyer)
    log = reverse("copies:log", args=[quote.quote_number]) + "?on=quote"

    waiting = page_of(quote, browser)
    services.deliver(delivery_id=mail.deliveries.get().pk)
    done = browser.get(log, headers=HTMX).content.decode()

    assert f'hx-get="{log}"' in waiting
    assert 'id="quote-copies"' in done
    assert "hx-get" not in done


def test_a_document_that_is_no_longer_kept_is_not_offered(quote, buyer, signed_in):
    mail = send(quote, buyer)
    QuoteCopy.objects.update(pdf=b"", pdf_deleted_at=mail.asked_at)
    browser = signed_in(buyer)

    page = page_of(quote, browser)
    kept = browser.get(reverse("copies:kept", args=[quote.quote_number, mail.copy.pk]))
    again = browser.post(again_url(mail), {"form_key": "again"}, follow=True)

    assert "The document is no longer kept" in page
    assert "Send again" not in page
    assert kept.status_code == 404
    assert "Send a new copy." in again.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_panel_asks_the_same_for_one_mail_as_for_thirty(
    quote, buyer, signed_in, count, django_assert_num_queries
):
    first = send(quote, buyer)
    for number in range(1, count):
        services.send_again(mail=first, actor=buyer, form_key=f"again-{number}")
    browser = signed_in(buyer)
    url = reverse("copies:log", args=[quote.quote_number]) + "?on=quote"

    with django_assert_num_queries(7) as made:
        browser.get(url, headers=HTMX)

    assert not any('"copies_quotecopy"."pdf",' in query["sql"] for query in made.captured_queries)
