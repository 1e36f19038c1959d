"""Price checks as people use them: start, repeat, go on, delete. The steps are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.catalog import price_checks, tasks
from apps.catalog.choices import LineOutcome, PriceCheckState
from apps.catalog.exceptions import PriceCheckRefused
from apps.catalog.models import KEPT_FOR, PriceCheck, PriceCheckLine
from apps.catalog.part_lists import MAX_PARTS, PartList, problem_of, quantity_of
from apps.catalog.pasting import PastedLine
from apps.core.wake import wake

#: So many checks are woken or deleted at a time.
BATCH = 100


@transaction.atomic
def start_price_check(
    *, account: CustomerAccount, actor: User, listed: PartList, name: str = ""
) -> PriceCheck:
    """Keep the list and have it priced by a worker: it stands before any call is made.

    A line that is no part number is kept with its problem and never asked for. Raises
    NotPermitted. Three statements, four with SQLite for each 41 lines.
    """
    permissions.require(actor, Permission.REFRESH, account)
    lines = [_line(position, line) for position, line in enumerate(listed.lines, start=1)]
    check = _created(account, actor, lines, name=name.strip() or _name_of(listed))
    check.source = listed.source[:200]
    check.merged = listed.merged
    check.left_out = [
        {"row": row.row, "text": row.text[:200], "reason": row.reason}
        for row in listed.left_out[:BATCH]
    ]
    check.save(update_fields=["source", "merged", "left_out"])
    return check


@transaction.atomic
def check_again(*, check: PriceCheck, actor: User) -> PriceCheck:
    """The same list as a new check; the earlier one keeps what it was told. Raises NotPermitted."""
    permissions.require(actor, Permission.REFRESH, check.account)
    lines = [
        _line(position, PastedLine(part_number=line.part_number, quantity_text=line.quantity_text))
        for position, line in enumerate(check.lines.all(), start=1)
    ]
    return _created(check.account, actor, lines, name=check.name)


@transaction.atomic
def check_replacement(*, check: PriceCheck, line_id: int, actor: User) -> PriceCheckLine | None:
    """Have the replacement of a discontinued part priced too, in a line below it.

    A second click, or a replacement that is listed anyway, changes nothing; None then. Raises
    NotPermitted, PriceCheckRefused when the check is full, and PriceCheckLine.DoesNotExist.
    """
    permissions.require(actor, Permission.REFRESH, check.account)
    line = check.lines.get(pk=line_id)
    number = line.replacement_part_number
    # The row is written first, which locks it: two clicks come one after the other, and a step
    # that is about to end sees the new line.
    PriceCheck.objects.filter(pk=check.pk).update(lines_total=F("lines_total"))
    if not number or price_checks.holds_part(check, number):
        return None
    if check.lines.count() >= MAX_PARTS:
        raise PriceCheckRefused(f"A check holds {MAX_PARTS:,} lines. Start another one.")
    added = _line(
        line.position, PastedLine(part_number=number.upper(), quantity_text=line.quantity_text)
    )
    added.price_check = check
    added.replaces_part_number = line.ingram_part_number
    added.save()
    PriceCheck.objects.filter(pk=check.pk).update(
        lines_total=F("lines_total") + 1, state=PriceCheckState.WAITING, done_at=None
    )
    _ring(check)
    return added


def go_on(*, check: PriceCheck, actor: User) -> bool:
    """Try an interrupted check now rather than later; False while a step runs or all is done."""
    permissions.require(actor, Permission.REFRESH, check.account)
    with transaction.atomic():
        return _ring(check)


def delete_price_check(*, check: PriceCheck, actor: User) -> None:
    """Gone with its lines, also while it is being priced: the step notices. Raises NotPermitted."""
    permissions.require(actor, Permission.REFRESH, check.account)
    check.delete()


def delete_expired() -> int:
    """Delete what is older than 30 days; gives how many checks went."""
    expired = PriceCheck.objects.filter(expires_at__lte=timezone.now()).order_by("expires_at")
    deleted = 0
    while portion := list(expired.values_list("pk", flat=True)[:BATCH]):
        PriceCheck.objects.filter(pk__in=portion).delete()
        deleted += len(portion)
    return deleted


def run_due() -> None:
    """Wake every check whose alarm has rung: new, interrupted, or left by a dead worker."""
    due = PriceCheck.objects.filter(next_step_at__lte=timezone.now()).order_by("next_step_at")
    for check_id in due.values_list("pk", flat=True)[:BATCH]:
        wake(tasks.step, check_id)


def _created(
    account: CustomerAccount, actor: User, lines: Iterable[PriceCheckLine], *, name: str
) -> PriceCheck:
    rows = list(lines)
    now = timezone.now()
    check = PriceCheck.objects.create(
        account=account,
        actor=actor,
        name=name[:120],
        lines_total=len(rows),
        lines_done=sum(line.outcome == LineOutcome.UNREADABLE for line in rows),
        created_at=now,
        next_step_at=now,
        expires_at=now + KEPT_FOR,
    )
    for line in rows:
        line.price_check = check
    PriceCheckLine.objects.bulk_create(rows)
    wake(tasks.step, check.pk)
    return check


def _line(position: int, listed: PastedLine) -> PriceCheckLine:
    problem = problem_of(listed)
    return PriceCheckLine(
        position=position,
        part_number=listed.part_number,
        quantity_text=listed.quantity_text,
        quantity=quantity_of(listed),
        outcome=LineOutcome.UNREADABLE if problem else LineOutcome.WAITING,
        problem=problem,
    )


def _ring(check: PriceCheck) -> bool:
    """Set the alarm to now, unless a step runs: that one sees for itself what is waiting."""
    waits = PriceCheck.objects.filter(pk=check.pk, step_started_at=None)
    rung = bool(
        waits.exclude(state=PriceCheckState.DONE).update(next_step_at=timezone.now(), failures=0)
    )
    if rung:
        wake(tasks.step, check.pk)
    return rung


def _name_of(listed: PartList) -> str:
    if listed.source:
        return listed.source.partition(", sheet")[0]
    first, others = listed.lines[0].part_number, len(listed.lines) - 1
    return f"{first} and {others:,} more" if others else first
