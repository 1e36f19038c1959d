"""The audit as rows for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from apps.audit.models import Event
from apps.core.spreadsheet import CHUNK, Sheet

_COLUMNS: dict[str, Callable[[Event], object]] = {
    "At (UTC)": lambda event: f"{event.at:%Y-%m-%d %H:%M:%S}",
    "Who": lambda event: event.actor_name,
    "What": lambda event: event.get_action_display(),
    "About": lambda event: event.get_area_display(),
    "Kind": lambda event: event.object_kind,
    "Object": lambda event: event.object_name,
    "Before": lambda event: _json(event.before),
    "After": lambda event: _json(event.after),
    "Network address": lambda event: event.ip or "",
    "Browser": lambda event: event.user_agent,
}


def sheet_of(events: Iterable[Event]) -> Sheet:
    """The events as a table, read in chunks."""
    return Sheet(name="audit", title="Audit", headings=(*_COLUMNS,), rows=_rows(events))


def _rows(events: Any) -> Iterator[tuple[object, ...]]:
    for event in events.iterator(chunk_size=CHUNK):
        yield tuple(told(event) for told in _COLUMNS.values())


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""
