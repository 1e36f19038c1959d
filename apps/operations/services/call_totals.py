"""Calls counted for good, so that their rows may go and the counters never fall."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.connections.models import ApiCall
from apps.operations.models import CallTotal, CountedCalls
from apps.operations.selectors import Figures, figures_of

SETTLED = timedelta(minutes=5)
"""By now a row with a smaller number that another process wrote is there as well."""


@transaction.atomic
def count_calls() -> int:
    """Add the calls since the last count to the totals; up to which row they count now."""
    CountedCalls.objects.bulk_create([CountedCalls(pk=1)], ignore_conflicts=True)
    counted = CountedCalls.objects.select_for_update().get(pk=1)
    settled = ApiCall.objects.filter(pk__gt=counted.up_to, at__lt=timezone.now() - SETTLED)
    newest = settled.aggregate(newest=Max("pk"))["newest"]
    if newest is None:
        return counted.up_to
    for figures in figures_of(ApiCall.objects.filter(pk__gt=counted.up_to, pk__lte=newest)):
        _add(figures)
    CountedCalls.objects.filter(pk=1).update(up_to=newest)
    return int(newest)


def _add(figures: Figures) -> None:
    total, _ = CallTotal.objects.get_or_create(operation=figures.operation, status=figures.status)
    total.calls += figures.calls
    total.milliseconds += figures.milliseconds
    before = total.within or [0] * len(figures.within)
    total.within = [old + new for old, new in zip(before, figures.within, strict=True)]
    total.save()
