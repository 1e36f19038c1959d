"""What an error page or an error mail may say of the variables at hand: never a secret.

Django hides settings by their names, and variables only where DEBUG is off. Here they are hidden
everywhere: by name, by form, and wherever a value turns up again that has a secret's name.
"""

from __future__ import annotations

import re
from collections.abc import ItemsView, Iterator
from types import FrameType
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

from apps.core.encryption import EncryptedTextField

#: Shorter ones would hide every second variable, and are no secrets.
SHORTEST = 6
MOST_FRAMES = 200

# Credentials as they travel: in a form's body, in a header, in a URL.
_IN_TRANSIT = re.compile(
    r"(secret|token|password)\W{1,3}\w|bearer\s+\S|authorization|://[^/\s@]*:[^/\s@]+@", re.I
)


class DiscreetFilter(SafeExceptionReporterFilter):
    """Named in settings as DEFAULT_EXCEPTION_REPORTER_FILTER."""

    hidden_settings = re.compile(
        r"API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|COOKIE|CREDENTIAL|PLAIN", re.IGNORECASE
    )

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def cleanse_setting(self, key: Any, value: Any) -> Any:
        cleansed = super().cleanse_setting(key, value)
        if isinstance(cleansed, str | bytes) and _IN_TRANSIT.search(_as_text(cleansed)):
            return self.cleansed_substitute
        return cleansed

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        posted = super().get_post_parameters(request)
        return {name: self.cleanse_setting(name, posted[name]) for name in posted}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        secrets = {text for frame in _outwards(tb_frame) for text in self._secrets_of(frame)}
        shown = super().get_traceback_frame_variables(request, tb_frame)
        return {name: self._discreet(name, value, secrets) for name, value in shown}.items()

    def _discreet(self, name: str, value: Any, secrets: set[str]) -> Any:
        cleansed = self.cleanse_setting(name, value)
        said = _said(cleansed)
        if _IN_TRANSIT.search(said) or any(secret in said for secret in secrets):
            return self.cleansed_substitute
        return cleansed

    def _secrets_of(self, frame: FrameType) -> Iterator[str]:
        """What a frame holds under a secret's name, in a dictionary, or in a row's columns."""
        for name, value in frame.f_locals.items():
            if isinstance(value, models.Model):
                yield from _columns_of(value)
            items = value.items() if isinstance(value, dict) else ((name, value),)
            for key, inner in items:
                is_named = isinstance(key, str) and self.hidden_settings.search(key)
                if is_named and isinstance(inner, str) and len(inner) >= SHORTEST:
                    yield str(inner)  # a lazy text, as that of a form's token, is none yet


def _columns_of(row: models.Model) -> Iterator[str]:
    for column in row._meta.concrete_fields:  # noqa: SLF001
        text = row.__dict__.get(column.attname)
        if isinstance(column, EncryptedTextField) and text and len(text) >= SHORTEST:
            yield text


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    for _ in range(MOST_FRAMES):
        if frame is None:
            return
        yield frame
        frame = frame.f_back


def _as_text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _said(value: Any) -> str:
    """What would be shown of a value; an object whose `repr` fails shows nothing."""
    try:
        return str(value) if isinstance(value, str) else repr(value)
    except Exception:
        return ""
