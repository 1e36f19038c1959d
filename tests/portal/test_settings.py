"""Settings that are worked out from others."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def test_without_a_mail_server_mail_is_kept_with_the_rest_of_the_state():
    assert Path(settings.EMAIL_FILE_PATH) == settings.VAR_DIR / "mail"


def test_links_in_mail_begin_with_the_first_host_that_is_allowed():
    assert f"http://{settings.ALLOWED_HOSTS[0]}" == settings.SITE_URL


def test_a_worker_that_was_away_does_not_find_every_alarm_since_then():
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["options"]["expires"] <= 2 * entry["schedule"], name
