"""Settings of the test suite: the same code on throw-away state."""

from __future__ import annotations

import os
import tempfile

from cryptography.fernet import Fernet

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
_var = tempfile.mkdtemp(prefix=f"trade-counter-{_worker}-")
os.environ["VAR_DIR"] = _var
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("FIELD_ENCRYPTION_KEYS", Fernet.generate_key().decode())
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["HTTPS"] = "off"
os.environ["DEMO"] = "on"
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")

from portal.settings.base import *  # noqa: E402
from portal.settings.base import DATABASES, VAR_DIR  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in the embedded default: threads of a test wait for each other as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WEBHOOKS_GATHERED_FOR = 0
PAGES_PER_MINUTE = FILES_PER_HOUR = 0  # one person opens every page there is
STATUS_EVERY = 0  # a query now and then would spoil the count of every page
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
