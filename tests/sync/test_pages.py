from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.sync import registry
from apps.sync.models import SyncState
from tests.sync.shelf import CODE

HTMX = {"HX-Request": "true"}
STATUS, REFRESH = f"/sync/{CODE}/", f"/sync/{CODE}/refresh/"


@pytest.fixture
def filled(account, shelf) -> SyncState:
    now = timezone.now()
    return SyncState.objects.create(
        account=account,
        resource=CODE,
        filled_at=now,
        last_success_at=now - timedelta(minutes=5),
        next_step_at=now + timedelta(minutes=5),
    )


def test_a_fresh_mirror_tells_its_time_and_stops_the_polling(filled, buyer, signed_in):
    answer = signed_in(buyer).get(STATUS, headers=HTMX)

    assert answer.status_code == 286
    assert "as of" in answer.content.decode()
    assert "hx-trigger" not in answer.content.decode()
    assert answer["HX-Trigger"] == f"{CODE}-refreshed"


def test_a_filling_shows_its_progress_and_goes_on_polling(account, shelf, buyer, signed_in):
    SyncState.objects.create(account=account, resource=CODE, cursor={"page": 2}, done=10, total=30)

    answer = signed_in(buyer).get(STATUS, headers=HTMX)

    assert answer.status_code == 200
    assert 'max="30" value="10"' in answer.content.decode()
    assert "every 2s" in answer.content.decode()


def test_a_slow_filling_is_asked_for_seldom_and_shown_without_a_refresh(
    account, shelf, buyer, signed_in, monkeypatch
):
    shelf.is_slow = True
    monkeypatch.setitem(registry._resources, CODE, shelf.resource())
    SyncState.objects.create(account=account, resource=CODE, cursor={"left": 20}, done=10, total=30)

    page = signed_in(buyer).get(STATUS, headers=HTMX).content.decode()

    assert 'max="30" value="10"' in page
    assert "every 30s" in page
    assert "Refresh" not in page


def test_a_viewer_is_told_the_time_and_not_offered_a_refresh(filled, viewer, buyer, signed_in):
    for_viewer = signed_in(viewer).get(STATUS, headers=HTMX).content.decode()
    for_buyer = signed_in(buyer).get(STATUS, headers=HTMX).content.decode()

    assert "as of" in for_viewer
    assert "Refresh" not in for_viewer
    assert "Refresh" in for_buyer


def test_a_failure_is_shown_with_its_correlation_id(filled, buyer, signed_in):
    SyncState.objects.update(last_error="It is down.", last_correlation_id="abc123")

    page = signed_in(buyer).get(STATUS, headers=HTMX).content.decode()

    assert "It is down." in page
    assert "abc123" in page


def test_refreshing_works_without_a_script(filled, buyer, signed_in):
    answer = signed_in(buyer).post(REFRESH, headers={"referer": "http://testserver/quotes/?a=1"})

    filled.refresh_from_db()
    assert answer.url == "http://testserver/quotes/?a=1"
    assert filled.next_step_at <= timezone.now()


def test_nobody_is_sent_to_another_site(filled, buyer, signed_in):
    answer = signed_in(buyer).post(REFRESH, headers={"referer": "https://elsewhere.example/"})

    assert answer.url == "/"


def test_refreshing_by_htmx_answers_with_the_moving_part(filled, buyer, signed_in):
    answer = signed_in(buyer).post(REFRESH, headers=HTMX)

    assert "Refreshing" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_one_sees_and_refreshes_ones_own_account_only(filled, outsider, signed_in):
    answer = signed_in(outsider).get(STATUS, headers=HTMX)
    signed_in(outsider).post(REFRESH)

    filled.refresh_from_db()
    assert "not read yet" in answer.content.decode() or "Reading" in answer.content.decode()
    assert filled.next_step_at > timezone.now()


def test_an_unknown_resource_is_not_found(shelf, account, buyer, signed_in):
    assert signed_in(buyer).get("/sync/pets/").status_code == 404
    assert signed_in(buyer).post("/sync/pets/refresh/").status_code == 404
