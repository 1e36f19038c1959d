"""The mail that carries a copy. Headers are made of clean texts only."""

from __future__ import annotations

from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from apps.copies.models import Delivery
from apps.core.mailing import one_line

LOGO = "logo"
"""The content id by which the HTML names the picture."""


class LogoMail(EmailMultiAlternatives):
    """A mail whose HTML shows a logo that travels with it, as mail programs block far pictures."""

    logo: bytes = b""

    def message(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's; the HTML and its picture are one part (RFC 2387)."""
        message = super().message(*args, **kwargs)
        if self.logo:
            for part in message.walk():
                if part.get_content_type() == "multipart/alternative":
                    part.set_payload([*map(self._with_logo, part.get_payload())])
        return message

    def _with_logo(self, part: Message) -> Message:
        if part.get_content_type() != "text/html":
            return part
        picture = MIMEImage(self.logo, "png")
        picture["Content-ID"] = f"<{LOGO}>"
        picture["Content-Disposition"] = 'inline; filename="logo.png"'
        related = MIMEMultipart("related", type="text/html")
        related.attach(part)
        related.attach(picture)
        return related


def message_of(delivery: Delivery) -> EmailMultiAlternatives:
    """Plain text, HTML with the logo, and the PDF, to one address.

    The same delivery gives the same mail.

    It comes from the portal's own address, in the name of the person and their company; answers
    go to the person. No query when mail, copy, quote and account are loaded.
    """
    mail = delivery.mail
    quote, sender = mail.copy.quote, mail.sent_by
    branding = getattr(quote.account, "branding", None)
    company = (branding and branding.company_name) or quote.account.name
    context = {
        "quote": quote,
        "message": mail.message,
        "sender": sender,
        "company": company,
        "copy": mail.copy,
        "logo": LOGO if branding and branding.logo else "",
    }
    message = LogoMail(
        subject=one_line(mail.subject),
        body=render_to_string("copies/mail/copy.txt", context),
        from_email=formataddr(
            (one_line(f"{sender} ({company})"), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        ),
        to=[delivery.address],
        reply_to=[formataddr((one_line(str(sender)), sender.email))],
        headers={"Message-ID": delivery.message_id},
    )
    message.attach_alternative(render_to_string("copies/mail/copy.html", context), "text/html")
    message.logo = bytes(branding.logo) if branding else b""
    message.attach(mail.copy.file_name, bytes(mail.copy.pdf), "application/pdf")
    return message
