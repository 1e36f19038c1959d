"""Mails of sign-in speak our language: none leads to an open sign-up, none greets from a host."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


def ask_for_a_link(email: str) -> mail.EmailMessage:
    Client().post("/accounts/password/reset/", {"email": email})
    return mail.outbox[-1]


def test_the_link_to_a_new_password_comes_with_what_it_is_and_how_long_it_works() -> None:
    rep = make_user("rep")

    sent = ask_for_a_link(rep.email)

    assert sent.subject == "Trade Counter: Choose a new password"
    assert "/accounts/password/reset/key/" in sent.body
    assert "It works once, for an hour" in sent.body
    assert "Your user name is rep." in sent.body
    assert "Hello from" not in sent.body


def test_an_unknown_address_is_told_to_ask_for_an_invitation() -> None:
    sent = ask_for_a_link("nobody@reseller.example")

    assert sent.subject == "Trade Counter: Nobody has this address"
    assert "ask an administrator of your customer account to invite you" in sent.body
    assert "http" not in sent.body


def test_a_changed_password_is_told_with_when_and_from_where() -> None:
    rep = make_user("rep")
    rep.set_password("an-old-pass-phrase")
    rep.save()
    client = Client(headers={"user-agent": FIREFOX})
    client.post("/accounts/login/", {"login": "rep", "password": "an-old-pass-phrase"})
    new = "quiet-harbour-lantern"

    client.post(
        "/accounts/password/change/",
        {"oldpassword": "an-old-pass-phrase", "password1": new, "password2": new},
    )

    sent = mail.outbox[-1]
    assert sent.subject == "Trade Counter: Your password was changed"
    assert "127.0.0.1, Firefox on Linux" in sent.body
    assert "UTC" in sent.body
    assert "tell an administrator" in sent.body
