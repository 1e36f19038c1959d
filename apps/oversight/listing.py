"""The lists of events and of calls: their parts and their order."""

from __future__ import annotations

from functools import partial

from apps.audit.choices import Area
from apps.audit.models import Event, Term
from apps.connections.models import ApiCall
from apps.core.listing import Conditions, ListKind, Tab

LATEST = "-at"


def _of(area: Area) -> Conditions:
    return {"area": [("exact", area)]}


EVENTS = ListKind(
    model=Event,
    terms=Term,
    tabs={
        "": Tab(label="All"),
        **{area.value: Tab(label=area.label, where=partial(_of, area)) for area in Area},
    },
    sorts={"at": "at"},
    default_sort=LATEST,
    in_order=("area", "action"),
    documents=("before", "after"),
)

#: Calls are found by their correlation id, which is a column: no term of theirs is ever asked for.
CALLS = ListKind(
    model=ApiCall,
    terms=Term,
    tabs={
        "": Tab(label="All"),
        "good": Tab(label="Answered", where=lambda: {"status": [("gte", 200), ("lt", 400)]}),
        "refused": Tab(label="Refused", where=lambda: {"status": [("gte", 400), ("lt", 500)]}),
        "failed": Tab(label="Failed", where=lambda: {"status": [("gte", 500)]}),
    },
    sorts={"at": "at"},
    default_sort=LATEST,
    in_order=("operation",),
)
