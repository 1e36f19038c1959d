"""Whether the parts that the portal hangs on answer, each with words that hold no secret."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from apps.operations import selectors
from apps.operations.services import pulses

PATIENCE = 2
TOO_LITTLE_ROOM = 64 * 2**20
"""Bytes free under VAR_DIR, below which it counts as full: some minutes of work."""
_A_BLOCK = b"\0" * 4096


@dataclass(frozen=True, kw_only=True)
class Part:
    name: str
    is_ok: bool
    why: str = ""


def parts() -> list[Part]:
    """Database, broker, cache, storage, beat, worker; waits at most some seconds for each."""
    database = _part("database", _ask_database)
    others = (("broker", ask_broker), ("cache", ask_cache), ("storage", ask_storage))
    return [database, *(_part(name, ask) for name, ask in others), *_processes(database)]


def ask_cache() -> str:
    """Why the cache does not keep what it is given, or nothing."""
    word = secrets.token_hex(8)
    try:
        cache.set(f"readyz-{word}", word, 10)
        kept = cache.get(f"readyz-{word}")
        cache.delete(f"readyz-{word}")
    except (OSError, RedisError) as exc:
        return f"It does not answer ({type(exc).__name__})."
    return "" if kept == word else "It does not answer, or does not keep what it is given."


def ask_broker() -> str:
    """Why a message cannot be handed over, or nothing."""
    if settings.CELERY_BROKER_URL.startswith("filesystem"):
        folder = settings.VAR_DIR / "broker" / "queue"
        return "" if os.access(folder, os.W_OK) else "Its folder cannot be written."
    try:
        with current_app.connection_for_write(connect_timeout=PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
    except (OSError, OperationalError, RedisError) as exc:
        return f"It does not answer ({type(exc).__name__})."
    return ""


def ask_storage() -> str:
    """Why nothing can be kept under VAR_DIR, or nothing."""
    try:
        with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
            file.write(_A_BLOCK)
            file.flush()
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError as exc:
        return f"It cannot be written: {os.strerror(exc.errno or 0)}."
    return "" if free > TOO_LITTLE_ROOM else f"Only {free // 2**20} MB are free."


def is_silent(last: datetime) -> bool:
    """Whether the last sign of life is older than beat and workers leave between two."""
    return timezone.now() - last > timedelta(seconds=settings.SILENT_AFTER)


def silence(name: str, last: datetime | None) -> str:
    """Why a kind of process counts as away, or nothing."""
    if last is None:
        return f"No {name} has been seen yet."
    if is_silent(last):
        return f"No {name} has been seen since {last:%Y-%m-%d %H:%M:%S} UTC."
    return ""


def _ask_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as exc:
        return f"It does not answer ({type(exc).__name__})."
    return ""


def _processes(database: Part) -> list[Part]:
    names = (pulses.BEAT, pulses.WORKER)
    if not database.is_ok:
        return [Part(name=n, is_ok=False, why="Only the database knows.") for n in names]
    try:
        seen = selectors.pulses()
    except Error:
        return [Part(name=n, is_ok=False, why="The database is not migrated.") for n in names]
    return [_part(name, partial(silence, name, seen.get(name))) for name in names]


def _part(name: str, ask: Callable[[], str]) -> Part:
    why = ask()
    return Part(name=name, is_ok=not why, why=why)
