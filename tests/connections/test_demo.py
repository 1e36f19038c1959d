"""The demo can be loaded again and again, and only where it is wanted."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from apps.accounts.models import CustomerAccount, Membership, User
from apps.accounts.selectors import accounts_for
from apps.connections.choices import AddressKind
from apps.connections.models import Address, Connection
from apps.connections.selectors import addresses_for

pytestmark = pytest.mark.django_db


def load_demo() -> None:
    call_command("load_demo", verbosity=0)


def test_the_demo_has_its_people_and_accounts(monkeypatch):
    monkeypatch.setenv("SANDBOX_PORT", "8123")

    load_demo()

    connection = Connection.objects.get()
    rep, manager, admin = (User.objects.get(username=n) for n in ("rep", "manager", "admin"))
    assert (connection.base_url, connection.key) == ("http://127.0.0.1:8123", "local-sandbox")
    assert {a.currency for a in accounts_for(rep)} == {"USD", "CAD"}
    assert accounts_for(manager).count() == accounts_for(admin).count() == 3
    assert (admin.is_superuser, admin.is_staff, manager.is_staff) == (True, True, False)
    assert authenticate(username="rep", password="demo-counter") == rep


def test_each_account_has_a_bill_to_and_a_default_ship_to():
    load_demo()

    for account in CustomerAccount.objects.all():
        assert [a.address_id for a in addresses_for(account, AddressKind.BILL_TO)] == ["000"]
        ship_to = list(addresses_for(account, AddressKind.SHIP_TO))
        assert [a.is_default for a in ship_to] == [True, *[False] * (len(ship_to) - 1)]
        assert len(ship_to) >= 2


def test_loading_it_again_changes_nothing_that_people_changed(monkeypatch):
    load_demo()
    User.objects.filter(username="rep").update(first_name="Renamed")
    Address.objects.filter(label="Phoenix branch").delete()
    counts = [m.objects.count() for m in (User, Membership, CustomerAccount, Address)]

    monkeypatch.setenv("SANDBOX_PORT", "8124")
    load_demo()

    assert [m.objects.count() for m in (User, Membership, CustomerAccount, Address)] == counts
    assert User.objects.get(username="rep").first_name == "Renamed"
    assert Connection.objects.get().base_url == "http://127.0.0.1:8124"


def test_the_demo_is_refused_unless_it_is_switched_on(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=on"):
        load_demo()

    assert not User.objects.exists()
