"""A person says how they wish to be told."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from apps.accounts.models import User
from apps.notifications import registry
from apps.notifications.models import Choice
from apps.notifications.registry import Ways


@transaction.atomic
def choose(*, person: User, ways: Mapping[str, Ways]) -> None:
    """Keep the ways by which the person is told of each kind from now on. Raises UnknownKind.

    A kind that stands is always in the portal; a way of mail that a kind does not offer is not
    taken. What was told before stays as it is.
    """
    rows = []
    for code, way in ways.items():
        kind = registry.kind(code)
        rows.append(
            Choice(
                person=person,
                kind=code,
                in_portal=way.in_portal or kind.stands,
                mail=way.mail if way.mail in kind.mails else kind.default.mail,
            )
        )
    Choice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["in_portal", "mail"],
    )
