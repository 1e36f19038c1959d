"""The company's logo in the mail that carries a copy."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

from apps.accounts.logos import remade
from apps.accounts.models import Branding
from apps.copies import services
from apps.copies.choices import CopyKind
from tests.connections.test_branding import picture
from tests.copies.things import letter


def received(smtp):
    return message_from_bytes(smtp.received[0].content, policy=default)


def test_the_company_logo_stands_in_the_mail_and_is_no_attachment(
    quote, account, buyer, smtp, eager_tasks
):
    logo = remade(picture())
    Branding.objects.create(account=account, company_name="Harbor <Point>", logo=logo)

    with eager_tasks():
        services.send_copy(
            quote=quote, kind=CopyKind.CUSTOMER, actor=buyer, letter=letter(), form_key="key"
        )

    message = received(smtp)
    html = message.get_body(("html",))
    [pictured] = [part for part in message.walk() if part["Content-ID"] == "<logo>"]
    assert '<img src="cid:logo" alt="Harbor &lt;Point&gt;"' in html.get_content()
    assert pictured.get_content() == logo
    assert pictured.get_content_disposition() == "inline"
    assert message.get_body(("related",)).get_content_type() == "multipart/related"
    assert [part.get_content_type() for part in message.iter_attachments()] == ["application/pdf"]
    assert "As we said." in message.get_body(("plain",)).get_content()


def test_without_a_logo_the_mail_holds_no_picture(quote, buyer, smtp, eager_tasks):
    with eager_tasks():
        services.send_copy(
            quote=quote, kind=CopyKind.CUSTOMER, actor=buyer, letter=letter(), form_key="key"
        )

    assert "<img" not in received(smtp).get_body(("html",)).get_content()
