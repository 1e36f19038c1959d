"""The e-mails. Headers are made of clean texts only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from apps.accounts.permissions import Permission, allows
from apps.core.discretion import amounts_hidden
from apps.core.mailing import one_line
from apps.notifications import registry, selectors
from apps.notifications.models import Digest, Notification
from apps.notifications.registry import MailWords


def message_of(row: Notification | Digest, at: datetime) -> EmailMultiAlternatives | None:
    """In plain text and HTML, in the person's own time zone; None when nothing is left to tell.

    Nothing is left when the person's role hides it by now, or when it is true no longer.
    """
    with timezone.override(row.person.zone):
        return _digest(row) if isinstance(row, Digest) else _single(row, at)


def _single(row: Notification, at: datetime) -> EmailMultiAlternatives | None:
    role = selectors.members_among([row.account_id], [row.person_id]).get(
        (row.account_id, row.person_id)
    )
    with amounts_hidden(not allows(role, Permission.SEE_COST)):
        words = _words(row, role, at)
        if words is None:
            return None
        context = {
            "row": row,
            "words": words,
            "url": _absolute(row.url),
            "why": words.why or f"You are told of this at once: {row.kind_shown.label}.",
        }
        return _mail(row, words.subject, "notification", context)


def _words(row: Notification, role: str | None, at: datetime) -> MailWords | None:
    try:
        kind = row.kind_shown
    except registry.UnknownKind:
        return None
    is_over = row.until is not None and row.until <= at
    if is_over or not allows(role, kind.permission):
        return None
    return kind.mail_words(row, at)


def _digest(digest: Digest) -> EmailMultiAlternatives | None:
    rows = list(
        digest.notifications.select_related("account").order_by("account__name", "account", "pk")
    )
    roles = selectors.members_among(sorted({row.account_id for row in rows}), [digest.person_id])
    shown = {
        pk: {kind.code for kind in selectors.kinds_for(role)} for (pk, _), role in roles.items()
    }
    told = [row for row in rows if row.kind in shown.get(row.account_id, ())]
    if not told:
        return None
    groups = [
        (account, [(row, _absolute(row.url)) for row in found])
        for account, found in groupby(told, key=lambda row: row.account)
    ]
    count = "One notification" if len(told) == 1 else f"{len(told)} notifications"
    context = {"digest": digest, "groups": groups, "count": count}
    return _mail(digest, f"{count} since yesterday morning", "digest", context)


def _mail(
    row: Notification | Digest, subject: str, template: str, context: Mapping[str, Any]
) -> EmailMultiAlternatives:
    choices_url = _absolute(reverse("notifications:choices"))
    context = {**context, "subject": subject, "choices_url": choices_url}
    mail = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(f"notifications/mail/{template}.txt", context),
        to=[row.person.email],
        headers={
            "Message-ID": row.message_id,
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{choices_url}>",
        },
    )
    html = render_to_string(f"notifications/mail/{template}.html", context)
    mail.attach_alternative(html, "text/html")
    return mail


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
