"""Settings that are worked out from others."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from portal.settings.secret_files import with_secrets


def test_without_a_mail_server_mail_is_kept_with_the_rest_of_the_state():
    assert Path(settings.EMAIL_FILE_PATH) == settings.VAR_DIR / "mail"


def test_links_in_mail_begin_with_the_first_host_that_is_allowed():
    assert f"http://{settings.ALLOWED_HOSTS[0]}" == settings.SITE_URL


def test_a_worker_that_was_away_does_not_find_every_alarm_since_then():
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["options"]["expires"] <= 2 * entry["schedule"], name


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "key").write_text("from a vault\n")
    (tmp_path / "none").write_text("\n")
    named = {
        "SECRET_KEY": "",
        "SECRET_KEY_FILE": str(tmp_path / "key"),
        "EMAIL_URL": "smtp://old.example.com",
        "EMAIL_URL_FILE": str(tmp_path / "none"),
        "LOG_LEVEL": "INFO",
        "LOG_LEVEL_FILE": "/nowhere",  # no secret: left alone
    }

    told = with_secrets(named)

    assert (told["SECRET_KEY"], told["LOG_LEVEL"]) == ("from a vault", "INFO")
    assert "EMAIL_URL" not in told
    with pytest.raises(FileNotFoundError):
        with_secrets({"METRICS_TOKEN_FILE": str(tmp_path / "missing")})
