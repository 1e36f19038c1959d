"""Secrets out of files, as a vault's agent or a container engine hands them over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

#: Each may be named as `<name>_FILE` instead: the file's content, without white space around it.
SECRETS = (
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "DATABASE_URL",
    "CACHE_URL",
    "LIMITER_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
    "OIDC_CLIENT_SECRET",
    "METRICS_TOKEN",
)


def with_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """What is named and not empty. A file comes before a value; one that is missing is an error."""
    named = {name: value for name, value in environment.items() if value.strip()}
    for name in SECRETS:
        if path := named.get(f"{name}_FILE"):
            named[name] = Path(path).read_text(encoding="utf-8").strip()
    return {name: value for name, value in named.items() if value.strip()}
