"""Nobody opens pages or saves files without end."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from apps.accounts import pace
from apps.audit.choices import Action
from apps.audit.models import Event

pytestmark = pytest.mark.django_db
PAGE, FILE = "/orders/", "/orders/export.csv"


@pytest.fixture(autouse=True)
def _a_quiet_minute(monkeypatch):
    cache.clear()
    monkeypatch.setattr(pace, "time", lambda: 1_800_000_000.0)


def test_a_person_who_opens_pages_without_end_waits_and_others_do_not(
    signed_in, buyer, manager, settings
):
    settings.PAGES_PER_MINUTE = 3
    browser, other = signed_in(buyer), signed_in(manager)

    answers = [browser.get(PAGE) for _ in range(5)]
    part = browser.get(PAGE, HTTP_HX_REQUEST="true")

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert "too many pages" in answers[-1].content.decode()
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert (part.status_code, part.content.decode()) == (429, pace.PAGES)
    assert other.get(PAGE).status_code == 200


def test_the_next_minute_begins_anew(signed_in, buyer, settings, monkeypatch):
    settings.PAGES_PER_MINUTE = 1
    browser = signed_in(buyer)
    assert [browser.get(PAGE).status_code for _ in range(2)] == [200, 429]

    monkeypatch.setattr(pace, "time", lambda: 1_800_000_060.0)

    assert browser.get(PAGE).status_code == 200


def test_files_are_counted_by_the_hour_and_a_refused_one_was_not_taken(signed_in, buyer, settings):
    settings.FILES_PER_HOUR = 2
    browser, again = signed_in(buyer), signed_in(buyer)

    answers = [one.get(FILE) for one in (browser, again, browser)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "too many files" in answers[-1].content.decode()
    assert "Content-Disposition" not in answers[-1]
    assert Event.objects.filter(action=Action.EXPORTED).count() == 2
    assert browser.get(PAGE).status_code == 200


def test_what_ships_is_limited():
    from portal.settings import base

    assert 0 < base.PAGES_PER_MINUTE <= 1_000
    assert 0 < base.FILES_PER_HOUR <= 200
