"""What is wrong with a set-up, in plain words; nothing here shows a secret."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.mail import get_connection
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from apps.accounts.choices import Role
from apps.accounts.models import SecondFactorRule, User
from apps.connections.models import AccessToken, Connection
from apps.core.ciphers import cipher_of
from apps.core.encryption import Undecipherable
from apps.ingram.config import LOOPBACK
from apps.operations import health, selectors
from apps.operations.services import pulses

GIGABYTE = 2**30
LITTLE_SPACE, NO_SPACE = 2 * GIGABYTE, GIGABYTE // 4
DRIFT = 5
"""Seconds between this machine's clock and the database's."""
PLAIN = ("postgres", "redis", "amqp", "smtp")
FILES = "django.core.mail.backends.filebased.EmailBackend"


class Level(StrEnum):
    GOOD = "good"
    MIND = "mind"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True)
class Finding:
    level: Level
    about: str
    words: str


Findings = Iterator[Finding]


def examine() -> list[Finding]:
    """Look at keys, hosts, proxies, database, broker, cache, mail, webhooks, clock and the like.

    What hangs on the database is left out when it does not answer or is not migrated.
    """
    found = [finding for look in _WITHOUT_DATABASE for finding in look()]
    database = list(_database())
    found += database
    if all(finding.level is not Level.WRONG for finding in database):
        found += [finding for look in _WITH_DATABASE for finding in look()]
    return found


def _keys() -> Findings:
    if len(settings.SECRET_KEY) < 40:
        yield _wrong("keys", "SECRET_KEY is shorter than 40 characters: make a long random one.")
    try:
        for key in settings.FIELD_ENCRYPTION_KEYS:
            cipher_of(key)
    except ValueError:
        yield _wrong("keys", "FIELD_ENCRYPTION_KEYS holds a word that is no key.")
    else:
        yield _good("keys", f"{len(settings.FIELD_ENCRYPTION_KEYS)} for secrets at rest.")


def _hosts() -> Findings:
    site = urlsplit(settings.SITE_URL)
    if not settings.ALLOWED_HOSTS:
        yield _wrong("hosts", "ALLOWED_HOSTS is empty: every page is refused.")
    elif "*" in settings.ALLOWED_HOSTS:
        yield _wrong("hosts", "ALLOWED_HOSTS is *: name the hosts, or links can be forged.")
    elif not _is_allowed(site.hostname or ""):
        yield _wrong("hosts", f"SITE_URL leads to {site.hostname}, which ALLOWED_HOSTS lacks.")
    else:
        yield _good("hosts", f"People come to {settings.SITE_URL}.")
    if settings.DEBUG:
        yield _wrong("hosts", "DEBUG is on: error pages show settings and data to anybody.")
    if not settings.DEMO and (not settings.HTTPS or site.scheme != "https"):
        yield _wrong("hosts", "HTTPS is off or SITE_URL has none: sign-ins travel unencrypted.")


def _is_allowed(host: str) -> bool:
    return any(
        host == allowed or (allowed.startswith(".") and f".{host}".endswith(allowed))
        for allowed in settings.ALLOWED_HOSTS
    )


def _proxies() -> Findings:
    """With TLS there is nearly always a proxy, which then stands for everybody."""
    if settings.HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        words = (
            "TRUSTED_PROXIES is 0. Behind a proxy all people share its address: one who forges "
            "webhooks or guesses passwords shuts out the others."
        )
        yield _mind("proxies", words)


def _broker() -> Findings:
    if why := health.ask_broker():
        yield _wrong("broker", f"{why} Check CELERY_BROKER_URL.")
    elif settings.CELERY_BROKER_URL.startswith(("filesystem", "memory")):
        yield _mind("broker", "Files: well for one machine. Name Redis or RabbitMQ for several.")
    else:
        yield _good("broker", "It answers.")


def _cache() -> Findings:
    backend = settings.CACHES["default"]["BACKEND"]
    if why := health.ask_cache():
        yield _wrong("cache", f"{why} Check CACHE_URL.")
    elif backend.endswith(("LocMemCache", "DummyCache")):
        yield _wrong("cache", "Each process has its own, so limits on sign-in count in none.")
    elif backend.endswith(("FileBasedCache", "SharedFileCache")):
        yield _mind("cache", "Files: well for one machine. Name Redis for several.")
    else:
        yield _good("cache", "It keeps what it is given, for all processes.")
    if settings.LIMITER_URL.startswith("sqlite"):
        yield _mind("allowance", "A file: well for one machine. LIMITER_URL may name Redis.")


def _mail() -> Findings:
    if settings.EMAIL_BACKEND == FILES:
        level = _good if settings.DEMO else _wrong
        yield level("mail", "It is put into files and reaches nobody. EMAIL_URL names a server.")
        return
    server = get_connection()
    try:
        server.open()
        server.close()
    except (OSError, SMTPException) as exc:
        yield _wrong("mail", f"The server refused ({type(exc).__name__}). Check EMAIL_URL.")
    else:
        yield _good("mail", "The server takes the sign-in.")


def plain_lines() -> Findings:
    """What leads to another machine without TLS."""
    database, cache = settings.DATABASES["default"], settings.CACHES["default"]
    verified = database.get("OPTIONS", {}).get("sslmode") == "verify-full"
    by_tls = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    by_mail = settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend") and not by_tls
    addresses = {
        "DATABASE_URL": "" if verified else f"postgres://{database.get('HOST', '')}",
        "CACHE_URL": str(cache.get("LOCATION", "")),
        "LIMITER_URL": settings.LIMITER_URL,
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}" if by_mail else "",
    }
    for name, address in addresses.items():
        told = urlsplit(address)
        if told.scheme in PLAIN and told.hostname and told.hostname not in LOOPBACK:
            yield _mind("encryption", f"{name} leads to another machine without TLS.")


def _storage() -> Findings:
    if why := health.ask_storage():
        yield _wrong("storage", f"{why} Make room under {settings.VAR_DIR}, or mount it anew.")
        return
    free = shutil.disk_usage(settings.VAR_DIR).free
    words = f"{free / GIGABYTE:.1f} GB free under {settings.VAR_DIR}."
    level = _wrong if free < NO_SPACE else _mind if free < LITTLE_SPACE else _good
    yield level("storage", words)
    try:
        staticfiles_storage.url("css/tokens.css")
    except ValueError:
        yield _wrong("storage", "Style sheets are not collected: run manage.py collectstatic.")


def _database() -> Findings:
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as exc:
        yield _wrong("database", f"It does not answer ({type(exc).__name__}). Check DATABASE_URL.")
        return
    if missing:
        yield _wrong("database", f"{len(missing)} migrations are missing: run manage.py migrate.")
    elif connection.vendor == "sqlite":
        yield _mind("database", "SQLite: well for one machine. Name PostgreSQL for several.")
    else:
        yield _good("database", "It answers and is migrated.")


def _clock() -> Findings:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone() or (None,)
    drift = abs((datetime.now(UTC) - theirs).total_seconds()) if theirs else 0.0
    if drift > DRIFT:
        yield _wrong("clock", f"This machine and the database are {drift:.0f} s apart: use NTP.")
    else:
        yield _good("clock", "This machine and the database agree.")


def _processes() -> Findings:
    seen = selectors.pulses()
    for name in (pulses.BEAT, pulses.WORKER):
        why = health.silence(name, seen.get(name))
        yield _wrong(name, f"{why} Start it.") if why else _good(name, "It runs.")


def _connections() -> Findings:
    active = Connection.objects.filter(is_active=True)
    try:
        with transaction.atomic():
            connections = list(active)
            list(AccessToken.objects.all())
    except Undecipherable:
        words = "No key of FIELD_ENCRYPTION_KEYS opens a stored secret: put the old key back."
        yield _wrong("keys", words)
        return
    except ValueError:
        return  # a word that is no key: said above
    if not connections:
        yield _mind("connections", "There is none yet: add one in the admin site.")
    for one in connections:
        if not one.webhook_secret:
            yield _mind("webhooks", f"{one.name} has no webhook secret: every event is refused.")
        elif one.is_production and not settings.SITE_URL.startswith("https://"):
            yield _wrong("webhooks", "The distributor posts to https addresses only: see SITE_URL.")
        else:
            yield _good("webhooks", f"{one.name} has a secret and an address.")


def _demo() -> Findings:
    is_production = Connection.objects.filter(is_active=True, environment="production").exists()
    people = User.objects.filter(is_active=True, username__in=("rep", "manager", "admin"))
    known = [person.username for person in people if person.check_password("demo-counter")]
    if settings.DEMO and is_production:
        yield _wrong("demo", "DEMO is on beside a production connection: turn it off.")
    if known and not settings.DEMO:
        words = f"Anybody knows the password of {', '.join(known)}: deactivate them."
        yield _wrong("demo", words)


def _second_factors() -> Findings:
    """A new portal asks everybody for one; an older one whom a superuser chose."""
    rules = SecondFactorRule.objects.filter(account=None)
    required = set(rules.values_list("role", flat=True))
    roles = [*Role.choices, (SecondFactorRule.STAFF, "whoever may open the admin site")]
    without = [label.lower() for role, label in roles if role not in required]
    if without and not settings.DEMO:
        words = f"A password is enough for: {', '.join(without)}, unless an account asks for more."
        yield _mind("sign-in", f"{words} See Required second factors in the admin site.")


def _good(about: str, words: str) -> Finding:
    return Finding(level=Level.GOOD, about=about, words=words)


def _mind(about: str, words: str) -> Finding:
    return Finding(level=Level.MIND, about=about, words=words)


def _wrong(about: str, words: str) -> Finding:
    return Finding(level=Level.WRONG, about=about, words=words)


_WITHOUT_DATABASE: tuple[Callable[[], Findings], ...] = (
    _keys,
    _hosts,
    _proxies,
    _broker,
    _cache,
    _mail,
    plain_lines,
    _storage,
)
_WITH_DATABASE: tuple[Callable[[], Findings], ...] = (
    _clock,
    _processes,
    _connections,
    _demo,
    _second_factors,
)
