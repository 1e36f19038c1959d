"""What a call carries, and what is kept of it."""

from __future__ import annotations

from datetime import date

import pytest

from apps.ingram import (
    CallRecord,
    Client,
    NotFound,
    Rejected,
    Unavailable,
    new_correlation_id,
    session_for,
)
from apps.ingram.operations import catalog, orders, quotes
from tests.ingram.conftest import MakeClient, make_config
from tests.ingram.test_requests import make_order, make_quote
from tests.ingram.upstream import Upstream

QUOTE = {"quoteNumber": "QUO-1", "status": "Active"}


def test_a_call_carries_every_header_the_distributor_may_want(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, QUOTE)

    quotes.quote_details(client, "QUO-1")

    headers = upstream.calls[0].headers
    assert headers["Authorization"] == "Bearer token-1"
    assert headers["IM-CustomerNumber"] == "20-222222"
    assert headers["IM-CountryCode"] == "US"
    assert headers["IM-SenderID"] == "TradeCounter"
    assert headers["IM-ApplicationID"] == "TradeCounter"
    assert headers["Content-Type"] == "application/json"
    assert "IM-CustomerContact" not in headers


def test_quote_search_carries_the_persons_address(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"quotes": []})

    quotes.search_quotes(client)

    assert upstream.calls[0].headers["IM-CustomerContact"] == "rep@reseller.example"


def test_a_sender_id_is_sent_even_when_none_is_configured(
    make_client: MakeClient, upstream: Upstream
) -> None:
    upstream.reply(200, QUOTE)

    quotes.quote_details(make_client(sender_id=""), "QUO-1")

    assert upstream.calls[0].headers["IM-SenderID"]


def test_a_correlation_id_has_at_most_32_characters_and_is_fresh() -> None:
    first, second = new_correlation_id(), new_correlation_id()

    assert len(first) == 32
    assert first != second


def test_a_write_carries_the_given_correlation_id(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"quoteNumber": "QUO-9", "message": "in progress"})

    accepted = quotes.create_quote(client, make_quote(), correlation_id="c" * 32)

    assert upstream.calls[0].headers["IM-CorrelationID"] == "c" * 32
    assert (accepted.quote_number, accepted.correlation_id) == ("QUO-9", "c" * 32)
    assert accepted.raw == {"quoteNumber": "QUO-9", "message": "in progress"}


@pytest.mark.parametrize("correlation_id", ["", "c" * 33])
def test_a_correlation_id_that_would_be_refused_is_not_sent(
    correlation_id: str, client: Client, upstream: Upstream
) -> None:
    with pytest.raises(ValueError, match="correlation id"):
        quotes.create_quote(client, make_quote(), correlation_id=correlation_id)

    assert upstream.seen == []


def test_a_record_of_each_call_is_kept_without_secrets(
    client: Client, upstream: Upstream, records: list[CallRecord]
) -> None:
    upstream.reply(200, {"catalog": []})

    catalog.search_products(client, keywords=["laptop"])

    token, search = records
    assert (token.operation, token.status) == ("token", 200)
    assert (search.operation, search.method, search.status) == ("catalog.search", "GET", 200)
    assert search.path == "/resellers/v6/catalog"
    assert search.customer_number == "20-222222"
    assert search.correlation_id == upstream.calls[0].headers["IM-CorrelationID"]
    assert "the-client-secret" not in repr(records)
    assert "token-1" not in repr(records)


def test_a_record_that_cannot_be_kept_does_not_change_what_the_call_meant(
    make_client: MakeClient, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    def full(record: CallRecord) -> None:
        raise OSError("disk full")

    upstream.reply(200, {"confirmationNumber": "US-I-T-1", "message": "ok"})

    accepted = orders.create_order(make_client(on_call=full), make_order())

    assert accepted.confirmation_number == "US-I-T-1"
    assert "could not be kept" in caplog.text


def test_the_path_is_quoted_and_dots_cannot_name_another_operation(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(404, {"errors": [{"message": "no such quote"}]})

    for number in ("", " ", ".", ".."):
        with pytest.raises(NotFound):
            quotes.quote_details(client, number)
    with pytest.raises(NotFound):
        quotes.quote_details(client, "QUO 1/../search?x")

    assert [call.path for call in upstream.calls] == [
        "/resellers/v6/quotes/QUO%201%2F..%2Fsearch%3Fx"
    ]


def test_ranges_and_lists_repeat_their_key_and_blanks_are_left_out(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"orders": []})

    orders.search_orders(
        client,
        ordered_between=(date(2026, 1, 2), date(2026, 2, 3)),
        statuses=["SHIPPED", "ON HOLD"],
    )

    assert upstream.calls[0].query == [
        ("orderStatus-in", "SHIPPED"),
        ("orderStatus-in", "ON HOLD"),
        ("ingramOrderDate-bt", "2026-01-02"),
        ("ingramOrderDate-bt", "2026-02-03"),
        ("pageNumber", "1"),
        ("pageSize", "25"),
    ]


def test_one_session_serves_a_connection_and_another_connection_has_its_own() -> None:
    here, there = make_config(), make_config(key="other")

    assert session_for(here) is session_for(make_config(customer_number="20-333333"))
    assert session_for(here) is not session_for(there)


def test_no_cookie_of_one_account_reaches_the_call_of_another(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, QUOTE, Set_Cookie="customer=20-222222; Path=/")

    quotes.quote_details(client, "QUO-1")
    quotes.quote_details(client, "QUO-1")

    assert "Cookie" not in upstream.calls[1].headers


def test_a_redirect_is_not_followed(client: Client, upstream: Upstream) -> None:
    upstream.reply(302, "", Location="http://127.0.0.1:9/elsewhere")

    with pytest.raises(Unavailable) as caught:
        quotes.quote_details(client, "QUO-1")

    assert caught.value.status == 302
    assert len(upstream.calls) == 1


def test_an_error_names_status_path_and_correlation_id_but_no_secret(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(400, {"errors": [{"message": "bad the-client-secret"}]})

    with pytest.raises(Rejected) as caught:
        quotes.quote_details(client, "QUO-1")

    error = caught.value
    assert (error.status, error.path) == (400, "/resellers/v6/quotes/QUO-1")
    assert error.correlation_id == upstream.calls[0].headers["IM-CorrelationID"]
    assert "the-client-secret" not in str(error)
    assert "the-client-secret" not in repr(client.config)
