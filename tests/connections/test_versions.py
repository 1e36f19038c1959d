"""A connection says for each resource which version of the API its country has."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from apps.connections.choices import VersionChoice
from apps.connections.models import ApiCall, Connection
from apps.connections.services import client_for
from apps.ingram import NotOffered
from apps.ingram.config import VERSIONS, ApiVersion, Resource
from apps.ingram.operations.catalog import search_products
from apps.ingram.operations.orders import iter_orders, order_details, search_orders
from apps.ingram.operations.quotes import search_quotes
from apps.ingram.schemas.orders import OrderPage
from tests.connections.test_admin import connection_form, url_of
from tests.factories import make_connection

pytestmark = pytest.mark.django_db


def path_called(sandbox) -> str:
    return sandbox.requests()[-1]["path"].partition("?")[0]


def test_a_connection_speaks_the_current_versions_unless_told_otherwise(account):
    with client_for(account) as client:
        assert {client.config.version_of(r) for r in Resource} == {ApiVersion.CURRENT}


def test_every_choice_is_a_version_of_the_client():
    assert set(VersionChoice.values) == {version.value for version in ApiVersion}
    for resource, versions in VERSIONS.items():
        field = Connection._meta.get_field(f"{resource}_version")
        assert {value for value, _ in field.choices} == {version.value for version in versions}


@pytest.mark.parametrize("name", ["catalog_version", "quotes_version"])
def test_there_is_no_early_v6_of_catalogue_and_quotes(name):
    connection = make_connection()
    setattr(connection, name, VersionChoice.V6)

    with pytest.raises(ValidationError) as refused:
        connection.full_clean()

    assert set(refused.value.message_dict) == {name}


def test_an_order_search_over_v5_calls_v5_and_gives_the_same_kind_of_page(account, sandbox):
    with client_for(account) as client:
        current = search_orders(client, page_size=50)
    account.connection.orders_version = VersionChoice.V5

    with client_for(account) as client:
        page = search_orders(client, page_size=50)

    assert path_called(sandbox) == "/resellers/v5/Orders/search"
    assert isinstance(page, OrderPage)
    assert page.records_found == current.records_found
    shared = {order.ingram_order_number for order in page.orders} & {
        order.ingram_order_number for order in current.orders
    }
    assert shared
    assert {order.status for order in page.orders if order.status} <= {
        "ON HOLD",
        "PROCESSING",
        "SHIPPED",
        "CANCELLED",
        "BACKORDERED",
    }


def test_all_orders_are_walked_through_over_v5(account):
    account.connection.orders_version = VersionChoice.V5

    with client_for(account) as client:
        pages = list(iter_orders(client, page_size=100))

    numbers = [order.ingram_order_number for page in pages for order in page.orders]
    assert len(numbers) == pages[0].records_found
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("version", "path"),
    [
        (VersionChoice.CURRENT, "/resellers/v6.1/orders/"),
        (VersionChoice.V6, "/resellers/v6/orders/"),
        (VersionChoice.V5, "/resellers/v5/Orders/"),
    ],
)
def test_order_details_are_the_same_order_in_every_version(account, sandbox, version, path):
    with client_for(account) as client:
        number = search_orders(client, page_size=1).orders[0].ingram_order_number
        current = order_details(client, number)
    account.connection.orders_version = version

    with client_for(account) as client:
        order = order_details(client, number)

    assert path_called(sandbox).startswith(path)
    assert order.ingram_order_number == number
    assert order.customer_order_number.upper() == current.customer_order_number.upper()
    assert order.ordered_on == current.ordered_on
    assert [line.ingram_part_number for line in order.lines] == [
        line.ingram_part_number for line in current.lines
    ]
    assert [line.quantity_ordered for line in order.lines] == [
        line.quantity_ordered for line in current.lines
    ]


def test_a_resource_is_chosen_for_itself(account, sandbox):
    account.connection.orders_version = VersionChoice.V5

    with client_for(account) as client:
        search_quotes(client)

    assert path_called(sandbox) == "/resellers/v6/quotes/search"


def test_v5_is_told_no_account_in_headers(account, sandbox):
    account.connection.orders_version = VersionChoice.V5

    with client_for(account) as client:
        search_orders(client)

    sent = sandbox.requests()[-1]
    assert not [name for name in sent["headers"] if name.lower().startswith("im-")]
    call = ApiCall.objects.get(operation="orders.search_v5")
    assert call.correlation_id


def test_what_v5_cannot_do_is_refused_in_words_and_not_sent(account, sandbox):
    account.connection.catalog_version = VersionChoice.V5

    with client_for(account) as client, pytest.raises(NotOffered) as refused:
        search_products(client, keywords=["laptop"], category="Computers")

    assert "category" in refused.value.user_message
    assert sandbox.requests() == []


def test_the_versions_are_chosen_in_the_admin(admin):
    connection = make_connection()

    answer = admin.post(
        url_of(connection),
        connection_form(
            base_url="http://127.0.0.1:8001",
            environment="",
            new_client_secret="",
            orders_version="v5",
            invoices_version="v6",
        ),
    )

    connection.refresh_from_db()
    assert answer.status_code == 302
    assert (connection.orders_version, connection.invoices_version) == ("v5", "v6")
    assert (connection.catalog_version, connection.quotes_version) == ("current", "current")


def test_the_admin_tells_what_v5_cannot_do(admin):
    page = admin.get(reverse("admin:connections_connection_add")).content.decode()

    assert "API versions" in page
    assert "no search of invoices" in page


def test_running_add_connection_again_keeps_the_versions():
    words = {
        "name": "Till",
        "base_url": "http://127.0.0.1:8001",
        "client_id": "sandbox",
        "client_secret": "sandbox-secret",
        "customer_number": "20-222222",
        "country": "US",
        "verbosity": 0,
    }
    call_command("add_connection", **words)
    Connection.objects.update(quotes_version=VersionChoice.V5)

    call_command("add_connection", **words)

    assert Connection.objects.get().quotes_version == VersionChoice.V5
