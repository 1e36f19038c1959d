"""Settings by environment: the embedded default and production run the same code.

Every variable is read here and nowhere else; `.env.example` lists them all.
"""

from __future__ import annotations

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_guid.integrations import CeleryIntegration

from portal.settings.logs import logging_config
from portal.settings.secret_files import with_secrets
from portal.settings.sign_in import *  # noqa: F403 - all of it is settings

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
# The environment wins over .env (an operator's file), which wins over the file that
# `make run` writes for its own embedded demo.
for env_file in (BASE_DIR / ".env", BASE_DIR / "var" / "portal.env"):
    if env_file.exists():
        env.read_env(env_file)
# Empty counts as not named: most lines of .env.example stay as they are.
env.ENVIRON = with_secrets(os.environ)

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECRET_KEY = env.str("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
if not FIELD_ENCRYPTION_KEYS:
    raise ImproperlyConfigured(
        "FIELD_ENCRYPTION_KEYS is empty: name at least one Fernet key, the newest first."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where people reach the portal: what a link in an e-mail begins with.
SITE_URL = env.str(
    "SITE_URL",
    default=f"http{'s' if HTTPS else ''}://{next(iter(ALLOWED_HOSTS), 'localhost:8000')}",
).rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "lucide",
    "csp",
    "django_guid",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "apps.core",
    "apps.audit",
    "apps.accounts",
    "apps.connections",
    "apps.oversight",
    "apps.notifications",
    "apps.submissions",
    "apps.sync",
    "apps.search",
    "apps.catalog",
    "apps.deals",
    "apps.renewals",
    "apps.quotes",
    "apps.copies",
    "apps.orders",
    "apps.invoices",
    "apps.returns",
    "apps.webhooks",
    "apps.operations",
]

MIDDLEWARE = [
    "apps.operations.middleware.GateMiddleware",
    "apps.operations.middleware.ProbesMiddleware",
    "django_guid.middleware.guid_middleware",
    "apps.operations.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "apps.operations.middleware.EventsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.session_lifetime.SessionLifetimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.core.null_characters.NullCharactersMiddleware",
    "apps.core.torn_keys.TornKeysMiddleware",
    "apps.accounts.middleware.CurrentAccountMiddleware",
    "apps.accounts.discretion.AmountsMiddleware",
    "apps.audit.middleware.AuditMiddleware",
    "apps.connections.middleware.UpstreamTroubleMiddleware",
    "apps.accounts.pace.PaceMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.connections.context_processors.portal",
                "apps.submissions.context_processors.attention",
                "apps.notifications.context_processors.bell",
                "apps.operations.context_processors.background",
            ],
        },
    },
]

# --- The distributor --------------------------------------------------------------------

# Hosts that count as a local sandbox besides this machine, http too: a container's name, say.
LOCAL_HOSTS = env.list("LOCAL_HOSTS", default=[])

# --- Data -------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A writer takes its lock at BEGIN, so that two of them wait instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was accepted, or is about to be sent, outlives a loss of power.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.filebased.FileBasedCache":
    CACHES["default"]["BACKEND"] = "apps.core.shared_cache.SharedFileCache"
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "portal.cache.ForgivingRedisCache"
    CACHES["default"].setdefault("OPTIONS", {}).update(
        {"socket_connect_timeout": 1, "socket_timeout": 2}
    )
# Where the call allowance is counted: a Redis URL in production, else a file shared by processes.
LIMITER_URL = env.str("LIMITER_URL", default=f"sqlite://{VAR_DIR / 'limiter.sqlite3'}")

# --- Work in the background -------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost/")
if CELERY_BROKER_URL.startswith("filesystem"):
    _folders = {name: VAR_DIR / "broker" / name for name in ("queue", "control")}
    for _folder in _folders.values():
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_folders["queue"]),
        "data_folder_out": str(_folders["queue"]),
        "control_folder": str(_folders["control"]),
        "polling_interval": 0.3,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # A page that rings the worker waits for a server that is frozen no longer than this; what
    # was not rung is found by the next sweep.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
    CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
# Nobody asks for it; RabbitMQ locks its queue for one of two workers on a machine.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY = env.int("WORKER_THREADS", default=4)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long the broker is away
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "portal.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")


def _every(seconds: float, task: str) -> dict[str, object]:
    # A call that waited until the next was due is dropped: else a worker that was away for long
    # finds thousands, and each wakes everything that is due once more.
    return {"task": task, "schedule": seconds, "options": {"expires": 2 * seconds}}


# How long the audit keeps what happened; 0: for ever.
AUDIT_KEPT_DAYS = env.int("AUDIT_KEPT_DAYS", default=730)

CELERY_BEAT_SCHEDULE = {
    "delete old audit events": _every(86_400.0, "apps.audit.tasks.delete_expired_events"),
    "sweep submissions": _every(10.0, "apps.submissions.tasks.sweep"),
    "process waiting webhooks": _every(20.0, "apps.webhooks.tasks.sweep"),
    "remind of ending holds": _every(120.0, "apps.orders.tasks.remind_of_holds"),
    "send notifications": _every(30.0, "apps.notifications.tasks.send_due"),
    "tell of expiring quotes": _every(3600.0, "apps.quotes.tasks.tell_of_expiring"),
    "tell of invoices past due": _every(3600.0, "apps.invoices.tasks.tell_of_past_due"),
    "keep the mirror fresh": _every(30.0, "apps.sync.tasks.run_due"),
    "send waiting quote copies": _every(30.0, "apps.copies.tasks.sweep"),
    "go on with price checks": _every(30.0, "apps.catalog.tasks.run_due_price_checks"),
    "delete old price checks": _every(3600.0, "apps.catalog.tasks.delete_expired_price_checks"),
    "a worker lives": _every(15.0, "apps.operations.tasks.pulse"),
    "count calls": _every(60.0, "apps.operations.tasks.count_calls"),
    "delete what is kept for a while": _every(3600.0, "apps.operations.tasks.delete_expired"),
}

# --- People -----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "apps.accounts.roles.RoleBackend",
]
# How many proxies of ours stand before the web process: whose X-Forwarded-For counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
# Whoever has a verified address in one of these domains may sign in without an invitation.
OIDC_DOMAINS = [domain.lower() for domain in env.list("OIDC_DOMAINS", default=[])]
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "apps.accounts.company_sign_in.CheckedProvider",
        "OAUTH_PKCE_ENABLED": True,
        "EMAIL_AUTHENTICATION": True,
        "APPS": [
            {
                "provider_id": "company",
                "name": env.str("OIDC_NAME", default="your company"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {
                    "server_url": OIDC_ISSUER,
                    # For a provider that verifies every address and does not say so.
                    "verified_email": env.bool("OIDC_EMAIL_VERIFIED", default=False),
                },
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# --- Language, time, mail, files --------------------------------------------------------

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

vars().update(env.email_url("EMAIL_URL", default=f"filemail://{VAR_DIR / 'mail'}"))
EMAIL_TIMEOUT = 20
if not env.str("EMAIL_URL", default=""):
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")  # from a URL the path would lose its first slash
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Trade Counter <portal@localhost>")

# So many addresses a person may send copies of quotes to within an hour.
COPIES_PER_HOUR = env.int("COPIES_PER_HOUR", default=60)

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# --- Security ---------------------------------------------------------------------------


def _origin_of(url: str) -> str:
    return "/".join(url.split("/")[:3])


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *([_origin_of(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# A browser takes such a name from this host alone, over TLS, for all of its pages.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
THEME_COOKIE_NAME = f"{_HOST}theme"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# What a page tells the next one names people and orders: it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A sign-in ends after so long without a request, and after so many days in any case.
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=12)
SESSION_DAYS = env.int("SESSION_DAYS", default=14)
# So many pages a person may open in one web process, and files save in all. 0: no limit.
PAGES_PER_MINUTE = env.int("PAGES_PER_MINUTE", default=600)
FILES_PER_HOUR = env.int("FILES_PER_HOUR", default=120)
SESSION_COOKIE_AGE = SESSION_DAYS * 86_400
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "apps.core.error_pages.DiscreetFilter"
# An event of 4,000 stock lines measures 1.2 to 1.9 MB (field notes 5.1, webhooks 10).
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- Being looked after -----------------------------------------------------------------

# What Prometheus says as its bearer token; without one there is no /metrics.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# Seconds for which a web process remembers what is away, and after which beat or the workers
# count as away: beat gives a sign of life every ten seconds, a worker every fifteen.
STATUS_EVERY = 15
# Seconds for which it gathers webhooks before it wakes a worker for all of them.
WEBHOOKS_GATHERED_FOR = 0.2
SILENT_AFTER = 60
# For how many days these are kept.
API_CALL_DAYS = env.int("API_CALL_DAYS", default=30)
WEBHOOK_BODY_DAYS = env.int("WEBHOOK_BODY_DAYS", default=30)
WEBHOOK_DAYS = env.int("WEBHOOK_DAYS", default=400)
COPY_PDF_DAYS = env.int("COPY_PDF_DAYS", default=1_095)

# --- Logs -------------------------------------------------------------------------------

LOG_JSON = env.bool("LOG_JSON", default=not (DEBUG or DEMO))
# One id for a request and for the tasks that it starts; a proxy may give it, if it is a UUID.
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-Id",
    "VALIDATE_GUID": True,
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}

LOGGING = logging_config(
    as_json=LOG_JSON,
    level=env.str("LOG_LEVEL", default="INFO"),
    syslog=env.str("LOG_SYSLOG", default=""),  # a collector: tls://logs.example.com:6514
)
