"""Null characters: PostgreSQL takes none, and no browser sends any."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/orders/a%00b/", "/orders/new/?q=a%00b", "/?%00=1"])
def test_a_null_character_in_an_address_is_refused_in_words(buyer, signed_in, address):
    answer = signed_in(buyer).get(address)

    assert answer.status_code == 400
    assert "cannot be read" in answer.content.decode()


def test_a_null_character_in_a_form_is_refused_before_anything_is_done(buyer, signed_in):
    url = reverse("orders:start_pasted")

    answer = signed_in(buyer).post(url, {"pasted": "6YE881\x00\t2"})

    assert answer.status_code == 400


def test_a_stranger_is_refused_too_and_an_event_is_still_read_by_its_own_view():
    url = reverse("webhooks:ingram", args=["nobody"])

    assert Client().get("/accounts/oidc/a%00b/login/").status_code == 400
    assert Client().post(url, '{"eventId": "\\u0000"}', "application/json").status_code == 404


@pytest.mark.parametrize("event_id", ["\\ud800", "\\u0000", "9" * 400])
def test_an_event_whose_id_no_database_keeps_is_not_theirs(connection, event_id):
    url = reverse("webhooks:ingram", args=[connection.key])
    body = f'{{"topic": "resellers/orders", "event": "x", "eventId": "{event_id}", "resource": []}}'

    answer = Client().post(url, body, "application/json", headers={"x-hub-signature": "none"})

    assert answer.status_code == 404
