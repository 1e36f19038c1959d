"""Limits of sign-in hold over several web processes, whichever cache they share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, ATTEMPTS, ALLOWED = 2, 12, 5
# What one web process does with attempts to sign in as the same person, as allauth counts them.
ATTEMPT = f"""
import django
django.setup()
from allauth.core.internal import ratelimit
from django.test import RequestFactory
request = RequestFactory().post("/accounts/login/")
print(sum(
    bool(ratelimit.consume(
        request, app="allauth.account", action="login_failed", key="rep",
        config={{"login_failed": "{ALLOWED}/300s/key"}},
    ))
    for _ in range({ATTEMPTS})
))
"""


def allowed_in_all(tmp_path: Path, **environment: str) -> int:
    """Start all processes at once; how many attempts were allowed among them."""
    settings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-tests",
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        **environment,
    }
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ATTEMPT],
            env=settings,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
        )
        for _ in range(PROCESSES)
    ]
    return sum(int(process.communicate(timeout=180)[0]) for process in running)


def test_the_cache_in_files_counts_over_all_processes(tmp_path):
    assert allowed_in_all(tmp_path) == ALLOWED


def test_the_cache_adds_a_key_for_one_process_only(tmp_path):
    race = """
import django
django.setup()
from django.core.cache import cache
print(sum(cache.add(f"key-{n}", 1) for n in range(200)))
"""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", race],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "portal.settings.base",
                "VAR_DIR": str(tmp_path),
                "SECRET_KEY": "only-for-tests",
                "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            },
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]

    assert sum(int(process.communicate(timeout=180)[0]) for process in running) == 200


def test_attempts_are_limited_while_redis_is_away_by_each_process(tmp_path):
    # Nothing listens there: each process counts for itself, so no more than that get through.
    allowed = allowed_in_all(tmp_path, CACHE_URL="redis://127.0.0.1:1/0", LOG_LEVEL="ERROR")

    assert allowed == PROCESSES * ALLOWED
