"""Keys of the administration that are no numbers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.accounts.models import SecondFactorRule
from tests.factories import make_address, make_user

pytestmark = pytest.mark.django_db


def test_an_action_on_a_key_that_is_no_number_is_refused(account, signed_in):
    boss = make_user("boss", is_staff=True, is_superuser=True)
    make_address(account)
    url = reverse("admin:connections_address_changelist")

    answer = signed_in(boss).post(url, {"action": "delete_selected", "_selected_action": "null"})

    assert answer.status_code == 400


def test_a_form_with_a_key_that_is_no_number_is_refused(signed_in):
    boss = make_user("boss", is_staff=True, is_superuser=True)
    url = reverse("admin:accounts_secondfactorrule_add")

    answer = signed_in(boss).post(url, {"role": "rep", "account": "Acme"})

    assert answer.status_code == 400
    assert not SecondFactorRule.objects.exists()
