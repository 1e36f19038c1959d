"""What each failure means: nothing was done, it is unknown, or it may be tried again."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from apps.ingram import (
    BadPayload,
    CallRecord,
    Client,
    Environment,
    Forbidden,
    IngramError,
    MemoryTokenStore,
    Misdirected,
    NotFound,
    NotOnHold,
    Operation,
    OutcomeUnknown,
    Priority,
    RateLimited,
    Rejected,
    Unauthorized,
    Unavailable,
    ValidationFailed,
)
from apps.ingram.operations import catalog, orders, quotes
from apps.ingram.schemas.prices import PriceRequest
from tests.ingram.conftest import MakeClient, make_config
from tests.ingram.test_requests import make_order, make_quote
from tests.ingram.upstream import Upstream

QUOTE = {"quoteNumber": "QUO-1", "status": "Active"}
WEB_PAGE = "<html><title>Maintenance</title><body>Back soon</body></html>"


def read(client: Client) -> str:
    return quotes.quote_details(client, "QUO-1").quote_number


def write(client: Client) -> str:
    return orders.create_order(client, make_order()).confirmation_number


# Reads


def test_a_read_is_repeated_after_a_lost_connection_and_a_500(
    client: Client, upstream: Upstream, records: list[CallRecord]
) -> None:
    upstream.drop()
    upstream.reply(500, {"errors": [{"message": "boom"}]})
    upstream.reply(200, QUOTE)

    assert read(client) == "QUO-1"

    attempts = [record for record in records if record.operation == "quotes.details"]
    assert [(record.attempt, record.status) for record in attempts] == [
        (1, None),
        (2, 500),
        (3, 200),
    ]
    assert len({record.correlation_id for record in attempts}) == 3


def test_a_read_gives_up_after_its_attempts(
    client: Client, upstream: Upstream, waits: list[float]
) -> None:
    upstream.reply(503, WEB_PAGE)

    with pytest.raises(Unavailable) as caught:
        read(client)

    assert len(upstream.calls) == client.config.read_attempts
    assert len(waits) == client.config.read_attempts - 1
    assert all(0 <= wait <= 5 for wait in waits)
    assert "html" not in caught.value.user_message


def test_price_and_availability_is_a_read_although_it_is_a_post(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(500)
    upstream.reply(200, [{"ingramPartNumber": "6YE881"}])

    offers = catalog.price_and_availability(
        client, PriceRequest.model_validate({"products": [{"ingram_part_number": "6YE881"}]})
    )

    assert [offer.ingram_part_number for offer in offers] == ["6YE881"]


def test_a_429_waits_as_long_as_the_header_says(
    client: Client, upstream: Upstream, waits: list[float]
) -> None:
    upstream.reply(
        429, {"errors": [{"field": None, "message": "too many requests"}]}, X_RateLimit_Reset="3"
    )
    upstream.reply(200, QUOTE)

    assert read(client) == "QUO-1"

    assert len(waits) == 1
    assert 3 <= waits[0] <= 3.5


def test_a_429_that_asks_for_more_than_a_person_waits_is_told_at_once(
    client: Client, upstream: Upstream, waits: list[float]
) -> None:
    upstream.reply(429, "", X_RateLimit_Reset=str(int(time.time()) + 40))

    with pytest.raises(RateLimited) as caught:
        read(client)

    assert waits == []
    assert 38 <= caught.value.retry_after <= 41


def test_background_work_waits_longer_than_a_person(
    make_client: MakeClient, upstream: Upstream, waits: list[float]
) -> None:
    upstream.reply(429, "", X_RateLimit_Reset="12")
    upstream.reply(200, QUOTE)

    assert read(make_client(priority=Priority.BACKGROUND)) == "QUO-1"

    assert waits[0] >= 12


@pytest.mark.parametrize("body", [WEB_PAGE, '{"quoteNumber": "QUO-1", "prod', '"a text"', "", "{}"])
def test_an_unreadable_answer_to_a_read_is_a_bad_payload(
    body: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, body)

    with pytest.raises(BadPayload):
        read(client)

    assert len(upstream.calls) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: catalog.search_products(client),
        lambda client: catalog.product_details(client, "A"),
        lambda client: catalog.product_details_by_vendor_part(client, vendor_part_number="A"),
        lambda client: quotes.search_quotes(client),
        lambda client: quotes.validate_quote(client, "QUO-1"),
        lambda client: orders.search_orders(client),
    ],
)
def test_an_answer_that_tells_nothing_does_not_pass_as_an_empty_result(
    ask: Callable[[Client], object], client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"unheard": "of"})

    with pytest.raises(BadPayload):
        ask(client)


def test_an_answer_is_read_up_to_a_bound(make_client: MakeClient, upstream: Upstream) -> None:
    upstream.reply(200, {"quoteNumber": "Q" * 100_000})

    with pytest.raises(BadPayload):
        read(make_client(max_answer_bytes=50_000))


def test_a_read_that_gets_no_answer_in_time_is_unavailable(
    make_client: MakeClient, upstream: Upstream
) -> None:
    upstream.hang()

    with pytest.raises(Unavailable):
        read(make_client(read_timeout=0.05, read_attempts=1))


def test_a_search_that_finds_nothing_is_empty(client: Client, upstream: Upstream) -> None:
    upstream.reply(404, {"errors": [{"id": 123, "message": "No records"}]})
    upstream.reply(404, "")
    upstream.reply(204)

    assert catalog.search_products(client, keywords=["x"]).products == ()
    assert quotes.search_quotes(client).quotes == ()
    assert orders.search_orders(client).orders == ()


def test_a_web_page_with_404_is_no_empty_result(client: Client, upstream: Upstream) -> None:
    upstream.reply(404, WEB_PAGE)

    with pytest.raises(NotFound):
        catalog.search_products(client, keywords=["x"])


@pytest.mark.parametrize(("status", "body"), [(204, ""), (200, ""), (200, "{}"), (404, "")])
def test_an_unknown_order_is_not_found_however_it_is_said(
    status: int, body: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(status, body)

    with pytest.raises(NotFound):
        orders.order_details(client, "20-AAAAA")


# Writes


@pytest.mark.parametrize(
    "happens",
    [
        lambda upstream: upstream.drop(),
        lambda upstream: upstream.hang(),
        lambda upstream: upstream.cut('{"confirmationNumber": "US-'),
        lambda upstream: upstream.reply(200, '{"confirmationNumber": "US-'),
        lambda upstream: upstream.reply(200, {"message": "Thank you"}),
        lambda upstream: upstream.reply(200, ""),
        lambda upstream: upstream.reply(200, WEB_PAGE),
        lambda upstream: upstream.reply(200, {"errors": [{"type": "InternalServerError"}]}),
        lambda upstream: upstream.reply(408, ""),
        lambda upstream: upstream.reply(500, {"errors": [{"message": "boom"}]}),
        lambda upstream: upstream.reply(503, WEB_PAGE),
        lambda upstream: upstream.reply(504, ""),
    ],
)
def test_a_sent_write_without_a_clear_answer_is_unknown_and_never_repeated(
    happens: Callable[[Upstream], None], make_client: MakeClient, upstream: Upstream
) -> None:
    happens(upstream)

    with pytest.raises(OutcomeUnknown) as caught:
        write(make_client(read_timeout=0.2))

    assert len(upstream.calls) == 1
    assert not caught.value.nothing_was_done


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ValidationFailed),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, ValidationFailed),
        (415, Rejected),
        (422, ValidationFailed),
        (429, RateLimited),
    ],
)
def test_a_refused_write_did_nothing_and_is_never_repeated(
    status: int, kind: type[IngramError], client: Client, upstream: Upstream
) -> None:
    upstream.reply(status, {"errors": [{"message": "No"}]}, X_RateLimit_Reset="1")

    with pytest.raises(kind) as caught:
        quotes.create_quote(client, make_quote())

    assert caught.value.nothing_was_done
    assert len(upstream.calls) == (2 if status == 401 else 1)


def test_a_validation_error_under_a_good_status_is_a_refusal(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"errors": [{"type": "/errors/validation-failed", "message": "No"}]})

    with pytest.raises(ValidationFailed):
        write(client)


def test_a_write_that_never_left_is_unavailable(make_client: MakeClient) -> None:
    tokens = MemoryTokenStore()
    tokens.set("token", lifetime_seconds=60)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refused
        client = make_client(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}", tokens=tokens)

        with pytest.raises(Unavailable) as caught:
            write(client)

    assert caught.value.nothing_was_done


def test_a_405_on_a_change_means_that_the_order_is_not_on_hold(
    client: Client, upstream: Upstream
) -> None:
    cancel = Operation(name="orders.cancel", method="DELETE", path="/x", is_write=True)
    upstream.reply(405, "")

    with pytest.raises(NotOnHold):
        client.call(cancel)


def test_a_500_does_not_show_the_inside_of_their_systems(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(500, {"errors": [{"message": "java.sql.SQLException: table ORDERS at db01"}]})

    with pytest.raises(OutcomeUnknown) as caught:
        write(client)

    assert "sql" not in caught.value.user_message.lower()


# Direction


@pytest.mark.parametrize(
    ("environment", "base_url"),
    [
        (Environment.DISTRIBUTOR_SANDBOX, "https://api.ingrammicro.com:443"),
        (Environment.DISTRIBUTOR_SANDBOX, "https://api.ingrammicro.com/sandbox/extra"),
        (Environment.LOCAL_SANDBOX, "https://api.ingrammicro.com"),
        (Environment.LOCAL_SANDBOX, "https://sandbox.example"),
        (Environment.PRODUCTION, "https://api.ingrammicro.com/sandbox"),
        (Environment.PRODUCTION, "https://api.ingrammicro.com:8443"),
        (Environment.PRODUCTION, "https://api.ingrammicro.com.evil.example"),
        (Environment.PRODUCTION, "https://api.ingrammicro.com@evil.example"),
        (Environment.PRODUCTION, "https://user@api.ingrammicro.com"),
        (Environment.PRODUCTION, "http://127.0.0.1:8001"),
        (Environment.PRODUCTION, "http://api.ingrammicro.com"),
        (Environment.PRODUCTION, "https://api.ingrammicro.com:port"),
        (Environment.PRODUCTION, "https://[api.ingrammicro.com"),
        (Environment.PRODUCTION, ""),
    ],
)
def test_a_write_is_refused_before_a_byte_when_host_and_environment_disagree(
    environment: Environment, base_url: str, make_client: MakeClient, records: list[CallRecord]
) -> None:
    with pytest.raises(Misdirected):
        write(make_client(environment=environment, base_url=base_url))

    assert records == []


def test_a_local_connection_declared_as_production_does_not_write(
    make_client: MakeClient, upstream: Upstream
) -> None:
    with pytest.raises(Misdirected):
        write(make_client(environment=Environment.PRODUCTION))

    assert upstream.seen == []


@pytest.mark.parametrize(
    ("environment", "base_url"),
    [
        (Environment.PRODUCTION, "https://api.ingrammicro.com:443/"),
        (Environment.DISTRIBUTOR_SANDBOX, "https://API.ingrammicro.com:443/sandbox/"),
        (Environment.LOCAL_SANDBOX, "http://localhost:8001"),
        (Environment.LOCAL_SANDBOX, "http://[::1]:8001"),
    ],
)
def test_a_fitting_host_may_be_written_to(environment: Environment, base_url: str) -> None:
    config = make_config(environment=environment, base_url=base_url)

    config.refuse_plain_text()
    config.refuse_mismatch()


def test_a_named_container_counts_as_local_sandbox() -> None:
    config = make_config(base_url="http://sandbox:8001", local_hosts=("sandbox",))

    config.refuse_plain_text()
    config.refuse_mismatch()


def test_no_secret_travels_unencrypted_to_a_foreign_host(
    make_client: MakeClient, records: list[CallRecord]
) -> None:
    client = make_client(base_url="http://api.ingrammicro.com", environment=Environment.PRODUCTION)

    with pytest.raises(Misdirected):
        read(client)

    assert records == []


@pytest.mark.parametrize(
    "base_url",
    ["https://h/sandbox", "https://h/sandbox/", "https://h/sandbox/sandbox"],
)
def test_the_sandbox_prefix_is_never_doubled(base_url: str) -> None:
    config = make_config(base_url=base_url)

    assert config.url("/resellers/v6/orders") == "https://h/sandbox/resellers/v6/orders"
    assert config.url("/sandbox/resellers/v6/orders") == "https://h/sandbox/resellers/v6/orders"
    assert config.token_url == "https://h/oauth/oauth20/token"
