"""The production code, and beside it the bare views that it is measured against."""

from __future__ import annotations

from portal.settings.base import *  # noqa: F403
from portal.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.load"]
ROOT_URLCONF = "tests.load.urls"
