"""Goods on their way back: the API does not tell, so whoever hands them over says so."""

from __future__ import annotations

from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.returns.exceptions import NotToSend
from apps.returns.models import ReturnCase


def mark_sent(*, case: ReturnCase, actor: User) -> None:
    """Note that the goods are on their way; a second time changes nothing.

    Raises NotPermitted, and NotToSend where no goods are awaited.
    """
    permissions.require(actor, Permission.CREATE_RETURNS, case.account)
    if case.sent_back_at:
        return
    if not case.awaits_goods:
        raise NotToSend("The distributor does not wait for goods of this return.")
    rows = ReturnCase.objects.filter(pk=case.pk, sent_back_at=None)
    rows.update(sent_back_at=timezone.now(), sent_back_by=actor)


def take_back_sent(*, case: ReturnCase, actor: User) -> None:
    """The goods are not on their way after all. Raises NotPermitted."""
    permissions.require(actor, Permission.CREATE_RETURNS, case.account)
    ReturnCase.objects.filter(pk=case.pk).update(sent_back_at=None, sent_back_by=None)
