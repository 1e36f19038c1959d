"""Trouble upstream that no view caught: words and a correlation id, never a 5xx."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from apps.connections.exceptions import ConnectionInactive
from apps.connections.middleware import UpstreamTroubleMiddleware
from apps.ingram import AuthFailed, Unavailable
from tests.factories import make_user


@pytest.fixture
def answer(db):
    def handle(trouble: Exception, **headers: str):
        request = RequestFactory().get("/quotes/?page=2", headers=headers)
        request.user, request.session = make_user(), {}
        request.htmx = HtmxDetails(request)
        middleware = UpstreamTroubleMiddleware(lambda request: None)
        return middleware.process_exception(request, trouble)

    return handle


def test_the_page_says_what_happened_and_what_to_quote(answer):
    page = answer(Unavailable(correlation_id="c0ffee", detail="connect to 10.0.0.1 failed"))

    assert page.status_code == 424
    assert "Nothing was sent" in page.content.decode()
    assert "c0ffee" in page.content.decode()
    assert "10.0.0.1" not in page.content.decode()
    assert 'href="/quotes/?page=2"' in page.content.decode()


@pytest.mark.parametrize("trouble", [ConnectionInactive("Till"), AuthFailed()])
def test_htmx_gets_the_words_alone(answer, trouble):
    part = answer(trouble, **{"HX-Request": "true"})

    assert (part.status_code, part.content.decode()) == (424, trouble.user_message)


def test_our_own_faults_are_not_hidden(answer):
    assert answer(ValueError("a bug")) is None
