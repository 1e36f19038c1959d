"""The walk can fail: what it judges by sees what is wrong."""

from __future__ import annotations

import pytest
import requests
from django.urls import path

from tests.contract import documents
from tests.walk import routes
from tests.walk.answers import Examples, RandomValues
from tests.walk.distributor import Distributor
from tests.walk.reading import read, slips

SEARCH = "/resellers/v6/orders/search"
HEADERS = {
    "IM-CustomerNumber": "20-222222",
    "IM-CountryCode": "US",
    "IM-CorrelationID": "a" * 20,
    "IM-SenderID": "Counter",
}


@pytest.fixture(autouse=True)
def _documents() -> None:
    """Skips here where they are missing, and not in a thread of the server."""
    documents.document(documents.LEGACY)


def get(distributor: Distributor, address: str, headers: dict[str, str]) -> requests.Response:
    return requests.get(f"{distributor.url}{address}", headers=headers, timeout=10)


def test_a_request_that_the_documents_forbid_is_refused_and_told() -> None:
    with Distributor(Examples()) as distributor:
        unknown = get(distributor, f"{SEARCH}?color=red", HEADERS)
        bare = get(distributor, SEARCH, {})
        nowhere = get(distributor, "/resellers/v6/parrots", HEADERS)

    assert {unknown.status_code, bare.status_code, nowhere.status_code} == {400}
    told = "\n".join(distributor.forbidden)
    for wrong in ("query color", "header IM-CustomerNumber", "in no document"):
        assert wrong in told


def test_a_request_that_keeps_to_them_gets_an_example_about_what_was_asked_for() -> None:
    with Distributor(Examples()) as distributor:
        answers = [
            get(distributor, "/resellers/v6.1/orders/20-AB12C", HEADERS).json() for _ in range(5)
        ]

    assert distributor.forbidden == []
    assert all(answer["lines"] for answer in answers)
    assert "20-AB12C" in {answer["ingramOrderNumber"] for answer in answers}


def test_random_values_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    def answers(seed: int) -> list[str]:
        with Distributor(RandomValues(seed)) as distributor:
            return [get(distributor, SEARCH, HEADERS).text for _ in range(5)]

    assert answers(1) == answers(1) != answers(2)


@pytest.mark.parametrize("words", ["Total None", "nan USD", "{{ order.total }}", "&amp;amp;"])
def test_what_is_left_over_in_a_page_is_seen(words: str) -> None:
    page = read(f"<main><p>{words}</p></main>")

    assert list(page.debris())


def test_a_page_that_is_not_well_formed_is_seen() -> None:
    text = '<div><p>One<div>Two</div></p><input type="text" type="date"></div>'

    assert len(list(slips(read(text)))) >= 2
    assert list(slips(read("<tr id=a><td>1</td></tr><p>Beside the row</p>"))) == []


def test_a_pattern_of_which_nothing_is_known_is_told_by_name() -> None:
    pattern = path("parrots/<slug:parrot>/", lambda request: None, name="parrot")

    (route,) = routes._routes([pattern], ("orders",))

    with pytest.raises(routes.NothingKnown, match="orders:parrot"):
        route.urls()
