"""What is mirrored: each domain app registers its resources; the engine knows no domain.

A domain app writes them in `apps/<app>/sync_resource.py` and registers them in `ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from apps.accounts.models import CustomerAccount

if TYPE_CHECKING:
    from apps.ingram import Client

Cursor = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one step of a back-fill read: rows so far, rows in all, and where to go on.

    `next_cursor` is None when nothing is left; `total` is None while it is not known. `pause` is
    how long the next step waits, so that a long filling takes a small share of the allowance.
    """

    done: int
    total: int | None
    next_cursor: Cursor | None
    pause: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Resource:
    """How one resource of an account is read into the mirror.

    Each callable reads from the API outside a transaction and upserts what it read; all may be
    repeated. `read_page` gets None at the start and then the cursor that it gave (plain JSON).
    `read_recent` gives the number of news: while there are none the interval doubles, up to
    `longest_interval`. One that `is_slow` is filled over days, beside the others' readings.
    """

    code: str
    label: str
    read_page: Callable[[Client, CustomerAccount, Cursor | None], Page]
    read_recent: Callable[[Client, CustomerAccount], int]
    refresh_one: Callable[[Client, CustomerAccount, str], None]
    interval: timedelta
    longest_interval: timedelta | None = None
    is_slow: bool = False


class UnknownResource(LookupError):
    """No installed app registered this resource."""


_resources: dict[str, Resource] = {}


def register(resource: Resource) -> Resource:
    """Make the resource known; a code is registered once."""
    known = _resources.setdefault(resource.code, resource)
    if known is not resource:
        raise ValueError(f"{resource.code} is registered twice.")
    return resource


def resource(code: str) -> Resource:
    """The registered resource. Raises UnknownResource."""
    try:
        return _resources[code]
    except KeyError as exc:
        raise UnknownResource(code) from exc


def resources() -> tuple[Resource, ...]:
    return tuple(_resources.values())
