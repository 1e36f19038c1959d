"""Every stored secret written anew with the newest key, so that older keys may go.

May be broken off and begun again, and run beside everything else: what the newest key opens is
passed by, and a secret that changes meanwhile is left to whoever changed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast
from django.views.decorators.debug import sensitive_variables

from apps.core.encryption import (
    EncryptedTextField,
    Undecipherable,
    decrypt,
    encrypt,
    is_current,
    is_token,
)

BATCH = 500
#: What other libraries keep encrypted by us within a JSON column: second factors.
_WITHIN_JSON = (("mfa", "authenticator", "data"),)


@dataclass(kw_only=True)
class Rotation:
    """How many secrets were found, and under which keys. `lost` names rows that no key opens."""

    current: int = 0
    stale: int = 0
    lost: list[str] = field(default_factory=list)

    def count(self, token: str, place: str) -> bool:
        """Whether the token has to be written anew."""
        if is_current(token):
            self.current += 1
            return False
        try:
            decrypt(token)
        except Undecipherable:
            self.lost.append(place)
            return False
        self.stale += 1
        return True


def rotate(*, writes: bool = True) -> Rotation:
    """Go through all secrets; with `writes`, encrypt those under older keys with the newest.

    One query for each 500 rows of a column and one for each secret that is written.
    """
    rotation = Rotation()
    for model, column in _columns():
        _rotate_column(model, column, rotation, writes)
    for app, name, column in _WITHIN_JSON:
        if apps.is_installed(f"allauth.{app}"):
            _rotate_json(apps.get_model(app, name), column, rotation, writes)
    return rotation


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for column in model._meta.concrete_fields:  # noqa: SLF001
            if isinstance(column, EncryptedTextField):
                yield model, column.name


@sensitive_variables()
def _rotate_column(
    model: type[models.Model], column: str, rotation: Rotation, writes: bool
) -> None:
    # As text: the field itself would give what it means, or fail over the first lost one.
    rows = model._default_manager.annotate(_raw=Cast(column, models.TextField()))
    rows = rows.exclude(_raw="").exclude(_raw=None).order_by("pk")
    last: Any = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", "_raw")[:BATCH]):
        for pk, token in batch:
            if rotation.count(token, f"{model._meta.label}.{column} of row {pk}") and writes:  # noqa: SLF001
                # Only while it still stands there: a newer secret is not overwritten.
                unchanged = rows.filter(pk=pk, _raw=token).order_by()
                unchanged.update(**{column: decrypt(token)})
        last = batch[-1][0]


@sensitive_variables()
def _rotate_json(model: type[models.Model], column: str, rotation: Rotation, writes: bool) -> None:
    for pk in list(model._default_manager.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = model._default_manager.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            before = getattr(row, column)
            after = _renewed(before, rotation, f"{model._meta.label}.{column} of row {pk}")  # noqa: SLF001
            if writes and after != before:
                setattr(row, column, after)
                row.save(update_fields=[column])


@sensitive_variables()
def _renewed(value: Any, rotation: Rotation, place: str) -> Any:
    if isinstance(value, dict):
        return {name: _renewed(inner, rotation, place) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renewed(inner, rotation, place) for inner in value]
    if isinstance(value, str) and is_token(value):
        return encrypt(decrypt(value)) if rotation.count(value, place) else value
    return value
