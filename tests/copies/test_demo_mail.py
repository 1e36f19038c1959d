"""The demo's mail, read in the portal."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from apps.accounts.logos import remade
from apps.accounts.models import Branding
from apps.copies import services
from apps.copies.choices import CopyKind
from tests.connections.test_branding import picture
from tests.copies.things import letter


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def write(subject="Your quote", html="<p>Hello</p>"):
    message = EmailMultiAlternatives(
        subject=subject, body="Hello\n\nyou", to=["ann@customer.example"]
    )
    message.attach_alternative(html, "text/html")
    message.attach("quote.pdf", b"%PDF-1.7\n\x00\xff", "application/pdf")
    message.send()


def place_of(folder, number=1):
    [path] = folder.iterdir()
    return [path.name, number]


def test_mails_are_listed_and_read(folder, buyer, signed_in):
    write()
    browser = signed_in(buyer)

    listed = browser.get(reverse("mail:list")).content.decode()
    read = browser.get(reverse("mail:detail", args=place_of(folder))).content.decode()
    attached = browser.get(reverse("mail:attachment", args=[*place_of(folder), 1]))

    assert "Your quote" in listed
    assert "ann@customer.example" in read
    assert "<p>you</p>" in read
    assert attached.content == b"%PDF-1.7\n\x00\xff"
    assert attached["Content-Disposition"] == 'attachment; filename="quote.pdf"'


def test_what_a_mail_brings_is_shown_and_not_run(folder, buyer, signed_in):
    write(
        subject="<script>alert(1)</script>",
        html='<script>alert(2)</script><img src=x onerror=alert(3)><a href="javascript:x">k</a>'
        '<form action="/"><input></form><style>body{}</style><p onclick="x">Fine</p>',
    )

    page = signed_in(buyer).get(reverse("mail:detail", args=place_of(folder))).content.decode()

    for danger in (
        "alert(1)</script>",
        "alert(2)",
        "onerror",
        "javascript:",
        "<style",
        "onclick",
        "src=x",
    ):
        assert danger not in page
    assert "<p>Fine</p>" in page


def test_a_logo_that_came_along_is_shown(folder, quote, buyer, signed_in, eager_tasks):
    Branding.objects.create(account=quote.account, logo=remade(picture()))
    with eager_tasks():
        services.send_copy(
            quote=quote, kind=CopyKind.CUSTOMER, actor=buyer, letter=letter(), form_key="key"
        )

    page = signed_in(buyer).get(reverse("mail:detail", args=place_of(folder))).content.decode()

    assert '<img src="data:image/png;base64,' in page
    assert page.count("<dd>buyer@customer.example</dd>") == 1


def test_no_other_file_is_read(folder, buyer, signed_in):
    write()
    (folder / "secret.txt").write_text("secret")
    browser = signed_in(buyer)

    for file in ("secret.txt", "..", "20260101-000000-1.log", place_of_any(folder) + "x"):
        assert browser.get(reverse("mail:detail", args=[file, 1])).status_code == 404
    assert browser.get(reverse("mail:detail", args=[place_of_any(folder), 7])).status_code == 404


def place_of_any(folder) -> str:
    return next(path.name for path in folder.iterdir() if path.suffix == ".log")


def test_nothing_is_there_without_the_demo(folder, buyer, signed_in, settings):
    write()
    settings.DEMO = False

    assert signed_in(buyer).get(reverse("mail:list")).status_code == 404


def test_who_is_not_signed_in_reads_no_mail(folder, client):
    write()

    assert client.get(reverse("mail:list")).status_code == 302
    assert client.get(reverse("mail:detail", args=place_of(folder))).status_code == 302
