from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from apps.accounts.models import CustomerAccount
from apps.connections.models import Address, ApiCall, Connection


def addresses_for(account: CustomerAccount, kind: str) -> QuerySet[Address]:
    """The account's addresses of a kind (AddressKind), the default one first."""
    return Address.objects.filter(account=account, kind=kind)


def connection_by_key(key: str) -> Connection:
    """The active connection whose webhook address has this key; Http404 for any other."""
    return get_object_or_404(Connection, key=key, is_active=True)


def calls_with(correlation_ids: Collection[str]) -> QuerySet[ApiCall]:
    """The recorded calls with one of these correlation ids, the latest first."""
    return ApiCall.objects.filter(correlation_id__in=correlation_ids).select_related("actor")
