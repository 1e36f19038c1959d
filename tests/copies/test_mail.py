"""Copies by mail, through a real mail server in this process."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.accounts.exceptions import NotPermitted
from apps.copies import services
from apps.copies.addresses import addresses_in
from apps.copies.choices import CopyKind, DeliveryState
from apps.copies.exceptions import CopyError, NeedsApproval, TooManyMails
from apps.copies.models import CopyMail, Delivery, QuoteCopy
from apps.copies.services import delivering
from apps.core import mailing
from tests.copies.things import letter, text_of

CUSTOMER, INTERNAL = CopyKind.CUSTOMER, CopyKind.INTERNAL


def send(quote, actor, *recipients, kind=CUSTOMER, key="key-1", **words):
    return services.send_copy(
        quote=quote, kind=kind, actor=actor, letter=letter(*recipients, **words), form_key=key
    )


def read(envelope):
    return message_from_bytes(envelope.content, policy=default)


def only_delivery():
    return Delivery.objects.get()


def come_due(**changes):
    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1), **changes)


def test_a_copy_reaches_each_recipient_with_words_and_the_exact_document(
    quote, buyer, smtp, eager_tasks
):
    with eager_tasks():
        mail = send(quote, buyer, "ann@customer.example", "bob@customer.example")

    assert sorted(envelope.rcpt_tos[0] for envelope in smtp.received) == [
        "ann@customer.example",
        "bob@customer.example",
    ]
    message = read(smtp.received[0])
    assert message["To"] == smtp.received[0].rcpt_tos[0]
    assert message["Reply-To"] == f"{buyer} <{buyer.email}>"
    assert "Counter Supply US" in message["From"]
    assert message["Subject"] == "Your quote"
    assert "As we said." in message.get_body(("plain",)).get_content()
    assert "<p>As we said.</p>" in message.get_body(("html",)).get_content()
    [attached] = message.iter_attachments()
    assert attached.get_filename() == f"{quote.quote_number}.pdf"
    assert attached.get_content() == bytes(mail.copy.pdf)
    assert quote.quote_number in text_of(attached.get_content())
    for delivery in mail.deliveries.all():
        assert delivery.state == DeliveryState.SENT
        assert delivery.sent_at is not None
        assert delivery.attempts == 1


def test_a_second_click_sends_nothing_more(quote, buyer, smtp, eager_tasks):
    with eager_tasks():
        first = send(quote, buyer)
        second = send(quote, buyer)

    assert first == second
    assert len(smtp.received) == 1
    assert QuoteCopy.objects.count() == 1


def test_one_refused_recipient_keeps_nobody_else_from_theirs(quote, buyer, smtp, eager_tasks):
    smtp.refused["gone@customer.example"] = "550 5.1.1 No such person here"

    with eager_tasks():
        mail = send(quote, buyer, "gone@customer.example", "ann@customer.example")

    refused, sent = mail.deliveries.order_by("-address")
    assert (refused.state, refused.said) == ("refused", "550 5.1.1 No such person here")
    assert sent.state == "sent"


def test_a_server_that_refuses_the_mail_is_quoted_and_not_asked_again(
    quote, buyer, smtp, eager_tasks
):
    smtp.data_answer = "554 5.7.1 Looks like spam"

    with eager_tasks():
        send(quote, buyer)
    services.sweep()

    delivery = only_delivery()
    assert (delivery.state, delivery.said) == ("refused", "554 5.7.1 Looks like spam")
    assert delivery.attempts == 1


def test_a_server_that_delays_is_tried_again_with_growing_pauses(quote, buyer, smtp, eager_tasks):
    smtp.refused["*"] = "451 4.7.1 Greylisted, come back later"
    pauses = []

    with eager_tasks():
        send(quote, buyer)
    for _ in range(3):
        delivery = only_delivery()
        assert (delivery.state, delivery.said) == (
            "waiting",
            "451 4.7.1 Greylisted, come back later",
        )
        pauses.append(delivery.next_try_at - timezone.now())
        come_due()
        with eager_tasks():
            services.sweep()

    assert pauses == sorted(pauses)
    assert pauses[2] > 2 * pauses[0]
    smtp.refused.clear()
    come_due()
    with eager_tasks():
        services.sweep()
    delivery = only_delivery()
    assert (delivery.state, delivery.said, delivery.attempts) == ("sent", "", 5)
    assert len(smtp.received) == 1


def test_nothing_is_tried_before_its_time(quote, buyer, smtp, eager_tasks):
    smtp.refused["*"] = "451 later"
    with eager_tasks():
        send(quote, buyer)

    with eager_tasks():
        services.sweep()
        services.deliver(delivery_id=only_delivery().pk)

    assert only_delivery().attempts == 1


def test_after_the_last_try_the_mail_counts_as_refused(quote, buyer, smtp, eager_tasks):
    smtp.refused["*"] = "451 later"
    with eager_tasks():
        send(quote, buyer)

    come_due(attempts=len(mailing.PAUSES))
    with eager_tasks():
        services.sweep()

    delivery = only_delivery()
    assert delivery.state == "refused"
    assert delivery.said.startswith("451 later")


def test_a_dropped_connection_is_tried_again_under_the_same_message_id(
    quote, buyer, smtp, eager_tasks
):
    smtp.drops = True
    with eager_tasks():
        send(quote, buyer)
    delivery = only_delivery()
    assert delivery.state == "waiting"
    assert "could not be reached" in delivery.said

    smtp.drops = False
    come_due()
    with eager_tasks():
        services.sweep()

    assert only_delivery().state == "sent"
    assert read(smtp.received[0])["Message-ID"] == delivery.message_id


def test_a_server_that_is_away_is_waited_for(quote, buyer, settings, eager_tasks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with eager_tasks():
        send(quote, buyer)

    assert only_delivery().state == "waiting"


def test_a_password_that_the_server_refuses_is_no_fault_of_the_mail(
    quote, buyer, monkeypatch, eager_tasks
):
    def refuse(message):
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 Wrong password")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)

    with eager_tasks():
        send(quote, buyer)

    assert (only_delivery().state, only_delivery().said) == ("waiting", "535 5.7.8 Wrong password")


def test_a_worker_that_died_after_the_servers_yes_sends_once_more_under_the_same_id(
    quote, buyer, smtp, eager_tasks, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    send(quote, buyer)
    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_move", die)
        with pytest.raises(Killed):
            services.deliver(delivery_id=only_delivery().pk)
    assert only_delivery().state == "sending"
    services.deliver(delivery_id=only_delivery().pk)
    assert len(smtp.received) == 1

    come_due()
    with eager_tasks():
        services.sweep()

    assert only_delivery().state == "sent"
    first, second = (read(envelope)["Message-ID"] for envelope in smtp.received)
    assert first == second


def test_two_workers_hand_a_mail_over_once(quote, buyer, smtp):
    send(quote, buyer)
    delivery = only_delivery()

    services.deliver(delivery_id=delivery.pk)
    services.deliver(delivery_id=delivery.pk)

    assert len(smtp.received) == 1


def test_a_late_word_of_an_overtaken_try_changes_nothing(quote, buyer):
    send(quote, buyer)
    Delivery.objects.update(state=DeliveryState.SENDING, attempts=2)
    overtaken = SimpleNamespace(pk=only_delivery().pk, attempts=1)

    delivering._move(overtaken, DeliveryState.REFUSED, said="550 no")

    assert only_delivery().state == "sending"


def test_the_very_same_document_is_sent_again(quote, buyer, smtp, eager_tasks):
    smtp.refused["gone@customer.example"] = "550 gone"
    with eager_tasks():
        mail = send(quote, buyer, "gone@customer.example", "ann@customer.example")
    quote.sell_rules.update(figure=30)
    smtp.refused.clear()

    with eager_tasks():
        again = services.send_again(mail=mail, actor=buyer, form_key="again", only_refused=True)
        services.send_again(mail=mail, actor=buyer, form_key="again", only_refused=True)

    assert again.copy == mail.copy
    assert [row.address for row in again.deliveries.all()] == ["gone@customer.example"]
    assert len(smtp.received) == 2
    ids = {read(envelope)["Message-ID"] for envelope in smtp.received}
    bodies = {next(read(envelope).iter_attachments()).get_content() for envelope in smtp.received}
    assert (len(ids), len(bodies)) == (2, 1)


def test_prices_below_the_minimum_are_not_sent_again(quote, account, buyer):
    mail = send(quote, buyer)
    account.minimum_margin = 50
    account.save()
    mail = CopyMail.objects.get(pk=mail.pk)

    with pytest.raises(NeedsApproval):
        services.send_again(mail=mail, actor=buyer, form_key="again")


def test_nothing_is_stored_or_sent_below_the_minimum_margin(quote, account, buyer, smtp):
    account.minimum_margin = 50
    account.save()
    quote.account = account

    with pytest.raises(NeedsApproval):
        send(quote, buyer)

    assert not QuoteCopy.objects.exists()


def test_nobody_sends_more_than_the_limit_of_an_hour(quote, buyer, colleague, settings):
    settings.COPIES_PER_HOUR = 3
    send(quote, buyer, "a@customer.example", "b@customer.example")

    with pytest.raises(TooManyMails, match="1 are left"):
        send(quote, buyer, "c@customer.example", "d@customer.example", key="key-2")

    send(quote, colleague, "c@customer.example", "d@customer.example", key="key-3")
    CopyMail.objects.filter(sent_by=buyer).update(asked_at=timezone.now() - timedelta(hours=2))
    send(quote, buyer, "c@customer.example", "d@customer.example", key="key-4")


def test_who_may_not_send_stores_nothing(quote, viewer, outsider, buyer):
    mail = send(quote, buyer)
    for person in (viewer, outsider):
        with pytest.raises(NotPermitted):
            send(quote, person, key="theirs")
        with pytest.raises(NotPermitted):
            services.send_again(mail=mail, actor=person, form_key="theirs")

    assert CopyMail.objects.count() == 1


def test_an_internal_copy_goes_to_nobody_outside(quote, buyer, manager):
    with pytest.raises(CopyError, match=r"x@customer\.example"):
        send(quote, buyer, manager.email, "x@customer.example", kind=INTERNAL)
    assert not Delivery.objects.exists()

    mail = send(quote, buyer, manager.email.upper(), kind=INTERNAL)

    assert mail.copy.file_name.endswith("-internal.pdf")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a@x.example", ["a@x.example"]),
        ("a@x.example, A@X.example;a@x.EXAMPLE\n b@x.example", ["a@x.example", "b@x.example"]),
        ('Ann Lee <ann@x.example>; "Bob" <bob@x.example>', ["ann@x.example", "bob@x.example"]),
        ("ann@bücher.example", ["ann@xn--bcher-kva.example"]),
        ("a+tag@x.example,,\r\n;", ["a+tag@x.example"]),
    ],
)
def test_addresses_are_read_as_people_write_them(typed, expected):
    assert addresses_in(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " , ; ",
        "ann",
        "ann@",
        "@x.example",
        "ann@x.example\nBcc: eve@x.example",
        "ann@x.example%0aBcc:eve@x.example",
        "ann@x.example\x00",
        "ann\x0b@x.example",
        "ann@x.example\u2028Bcc: eve",
        "ann@x.example <eve@x.example> x",
        "änn@x.example",
        "ann@x.example>",
        '"a\nb"@x.example',
        '"a b"@x.example',
        "a" * 65 + "@x.example",
        "a@" + "b" * 250 + ".example",
        "a@x..example",
        "ann@[127.0.0.1]",
        ",".join(f"p{number}@x.example" for number in range(21)),
    ],
)
def test_what_is_no_address_is_refused_with_words(typed):
    with pytest.raises(ValidationError) as refusal:
        addresses_in(typed)

    assert all(refusal.value.messages)


def test_no_header_takes_what_was_written_into_a_subject_or_name(
    quote, account, buyer, smtp, eager_tasks, signed_in
):
    buyer.first_name, buyer.last_name = 'Ann"\r\nBcc: eve@x.example', "Ärger <x>"
    buyer.save()
    page = reverse("copies:page", args=[quote.quote_number])

    with eager_tasks():
        answer = signed_in(buyer).post(
            page,
            {
                "kind": "customer",
                "recipients": "ann@customer.example",
                "subject": "Hello\r\nBcc: eve@x.example",
                "message": "Line\n\n<script>alert(1)</script>",
                "form_key": "k",
            },
        )

    assert answer.status_code == 302
    [envelope] = smtp.received
    message = read(envelope)
    assert envelope.rcpt_tos == ["ann@customer.example"]
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: eve@x.example"
    assert "<script>" not in message.get_body(("html",)).get_content()
