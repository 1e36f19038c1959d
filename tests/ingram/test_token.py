"""The token: posted for, shared, kept for at most a day, renewed once."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import parse_qs

import pytest

from apps.ingram import (
    AuthFailed,
    CallRecord,
    Client,
    MemoryTokenStore,
    RateLimited,
    Unauthorized,
    Unavailable,
)
from apps.ingram.operations import orders, quotes
from tests.ingram.conftest import MakeClient
from tests.ingram.test_requests import make_order
from tests.ingram.upstream import TOKEN_PATH, Upstream

QUOTE = {"quoteNumber": "QUO-1"}


class RecordingStore(MemoryTokenStore):
    lifetime = 0

    def set(self, token: str, *, lifetime_seconds: int) -> None:
        self.lifetime = lifetime_seconds
        super().set(token, lifetime_seconds=lifetime_seconds)


def read(client: Client) -> None:
    quotes.quote_details(client, "QUO-1")


def test_the_secret_is_posted_as_a_form_and_never_stands_in_the_address(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, QUOTE)

    read(client)

    asked = upstream.seen[0]
    assert (asked.method, asked.path, asked.query) == ("POST", TOKEN_PATH, [])
    assert parse_qs(asked.content.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["the-client-id"],
        "client_secret": ["the-client-secret"],
    }


def test_one_token_serves_all_clients_of_a_connection(
    make_client: MakeClient, upstream: Upstream
) -> None:
    tokens = MemoryTokenStore()
    upstream.reply(200, QUOTE)

    read(make_client(tokens=tokens))
    read(make_client(tokens=tokens, customer_number="20-333333"))

    assert upstream.tokens_given == 1


def test_many_threads_without_a_token_fetch_one(
    make_client: MakeClient, upstream: Upstream
) -> None:
    client = make_client()
    upstream.reply(200, QUOTE)
    threads = [threading.Thread(target=read, args=(client,)) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert upstream.tokens_given == 1
    assert len(upstream.calls) == 8


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2592000", 86_400 - 300),
        (86_400, 86_400 - 300),
        (3600, 3300),
        (60, 30),
        (None, 3300),
    ],
)
def test_a_token_is_kept_for_a_day_at_most_less_five_minutes(
    told: Any, kept: int, make_client: MakeClient, upstream: Upstream
) -> None:
    tokens = RecordingStore()
    upstream.reply_token(200, {"access_token": "t", "token_type": "Bearer", "expires_in": told})
    upstream.reply(200, QUOTE)

    read(make_client(tokens=tokens))

    assert tokens.lifetime == kept


def test_a_401_in_mid_session_renews_the_token_once(
    client: Client, upstream: Upstream, records: list[CallRecord]
) -> None:
    upstream.reply(200, QUOTE)
    read(client)
    upstream.answers.clear()
    upstream.reply(401, "")
    upstream.reply(200, QUOTE)

    read(client)

    assert [call.headers["Authorization"] for call in upstream.calls] == [
        "Bearer token-1",
        "Bearer token-1",
        "Bearer token-2",
    ]
    assert [record.attempt for record in records if record.operation != "token"] == [1, 1, 2]


def test_a_write_too_is_sent_again_after_a_401_since_nothing_was_done(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(401, "")
    upstream.reply(200, {"confirmationNumber": "US-1"})

    accepted = orders.create_order(client, make_order(), correlation_id="c" * 32)

    assert accepted.confirmation_number == "US-1"
    assert upstream.calls[0].json == upstream.calls[1].json


def test_a_second_401_is_told(client: Client, upstream: Upstream) -> None:
    upstream.reply(401, {"errors": [{"message": "Invalid token token-2"}]})

    with pytest.raises(Unauthorized) as caught:
        read(client)

    assert len(upstream.calls) == 2
    assert "token-2" not in str(caught.value)


def test_a_token_that_another_process_has_renewed_is_used_not_fetched_again(
    make_client: MakeClient, upstream: Upstream
) -> None:
    class Renewed(MemoryTokenStore):
        """The other process renews while we hold the old token."""

        def lock(self) -> Any:
            super().set("token-of-another", lifetime_seconds=60)
            return super().lock()

    tokens = Renewed()
    tokens.set("old", lifetime_seconds=60)
    upstream.reply(401, "")
    upstream.reply(200, QUOTE)

    read(make_client(tokens=tokens))

    assert upstream.tokens_given == 0
    assert upstream.calls[1].headers["Authorization"] == "Bearer token-of-another"


@pytest.mark.parametrize("status", [400, 401, 403])
def test_refused_credentials_send_nothing_and_name_no_secret(
    status: int, client: Client, upstream: Upstream
) -> None:
    upstream.reply_token(status, {"message": "bad client the-client-id the-client-secret"})

    with pytest.raises(AuthFailed) as caught:
        orders.create_order(client, make_order())

    assert upstream.calls == []
    assert "the-client" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"fault": {"faultstring": "x", "detail": {"errorcode": "y"}}}),
        (200, "<html>"),
        (200, {"token": "none"}),
        (200, {"access_token": "two\nlines"}),
        (200, []),
    ],
)
def test_a_token_that_cannot_be_had_means_that_nothing_was_sent(
    status: int, body: Any, client: Client, upstream: Upstream
) -> None:
    upstream.reply_token(status, body)

    with pytest.raises(Unavailable) as caught:
        orders.create_order(client, make_order())

    assert caught.value.nothing_was_done
    assert upstream.calls == []


def test_a_limited_token_endpoint_is_told_as_such(client: Client, upstream: Upstream) -> None:
    upstream.reply_token(429, "", Retry_After="7")

    with pytest.raises(RateLimited) as caught:
        orders.create_order(client, make_order())

    assert caught.value.retry_after == 7
