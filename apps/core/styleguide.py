"""The style guide: every part of a page in every state. Served in DEBUG only."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.core.choices import Tone
from apps.core.pictures import Bar, Cell, Part, Picture, Row, Series, shares
from apps.core.timeline import Step, StepState

COLOURS = (
    ("Neutral", ("ground", "surface", "raised", "sunken", "hover", "line", "control-line")),
    ("Text", ("text", "muted")),
    ("Accent", ("accent", "accent-strong", "accent-surface", "accent-line", "focus")),
    *(
        (tone.value.title(), tuple(f"{tone.value}-{part}" for part in ("text", "surface", "line")))
        for tone in Tone
    ),
)


class SampleState(TextChoices):
    """One state for each tone."""

    DRAFT = "draft", "Draft"
    SENDING = "sending", "Sending"
    COMPLETED = "completed", "Completed"
    UNKNOWN = "unknown", "Unknown"
    REJECTED = "rejected", "Rejected"

    @property
    def tone(self) -> Tone:
        return Tone(_LOOKS[self][0])

    @property
    def icon(self) -> str:
        return _LOOKS[self][1]


_LOOKS = {
    SampleState.DRAFT: (Tone.NEUTRAL, "pencil"),
    SampleState.SENDING: (Tone.INFO, "send"),
    SampleState.COMPLETED: (Tone.GOOD, "circle-check"),
    SampleState.UNKNOWN: (Tone.WARN, "circle-question-mark"),
    SampleState.REJECTED: (Tone.BAD, "circle-x"),
}


class SampleForm(forms.Form):
    """Every kind of control, so that each can be seen right and wrong."""

    customer_order_number = forms.CharField(
        label="PO number",
        max_length=18,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Yours, as it stands on the invoice. Letters, digits and hyphens.",
    )
    recipient = forms.EmailField(label="Copy to", required=False)
    limit = forms.DecimalField(
        label="Budget",
        required=False,
        min_value=Decimal(0),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    expires_on = forms.DateField(
        label="Expires on", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    ship_to = forms.ChoiceField(
        label="Ship to", choices=[("", "Choose an address"), ("200", "Warehouse, Buffalo NY")]
    )
    need = forms.CharField(
        label="Customer need", max_length=200, required=False, widget=forms.Textarea
    )
    split = forms.ChoiceField(
        label="Delivery",
        choices=[("C", "Everything together"), ("P", "Each line when it is ready")],
        widget=forms.RadioSelect,
        help_text="Back-ordered lines follow later when lines ship apart.",
    )
    signature = forms.BooleanField(label="Signature on delivery", required=False)


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide/styleguide.html", _samples(request))


def _samples(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    wrong = SampleForm(
        {
            "wrong-customer_order_number": "PO-2026-11-0042-NORTH",
            "wrong-recipient": "jo@example",
            "wrong-limit": "12,5x",
            "wrong-need": "Replace the switches of floor 3 before the move.",
        },
        prefix="wrong",
    )
    return {
        "now": now,
        "earlier": now - timedelta(minutes=12),
        "long_ago": now - timedelta(days=40),
        "tomorrow": now + timedelta(hours=26),
        "today": now.date(),
        "states": list(SampleState),
        "state": {member.name.lower(): member for member in SampleState},
        "tones": list(Tone),
        "colours": COLOURS,
        "right": SampleForm(initial={"customer_order_number": "PO-2026-0042", "split": "C"}),
        "wrong": wrong,
        "rows": _rows(now),
        "page": Paginator(range(1, 1235), 25).get_page(request.GET.get("page", 4)),
        "empty_page": Paginator([], 25).get_page(1),
        "steps": _steps(now),
        "failed_steps": [
            *_steps(now)[:2],
            Step(label="Refused by the distributor", state=StepState.FAILED, at=now),
        ],
        "facts": [("Order", "20-RD3QV"), ("Lines", "12"), ("Total", "25,371.27 USD")],
        "pictures": _pictures(),
        "amount": Decimal("25371.274"),
        "negative": Decimal("-1204.5"),
    }


def _pictures() -> list[Picture]:
    """Columns of two series, rows of one, and a picture of nothing."""
    here = "#pictures"
    counts = {"Oct": (6, 2), "Nov": (9, 0), "Dec": (3, 5)}
    columns = [
        Bar(
            label=month,
            figure=str(sum(both)),
            url=here,
            parts=[
                Part(code="done", start=shipped[0], size=shipped[1], told="Shipped", url=here),
                Part(code="held", start=held[0], size=held[1], told="On hold", url=here,
                     pattern="dots"),
            ],
        )
        for month, both in counts.items()
        for shipped, held in [shares(both, 9)]
    ]  # fmt: skip
    rows = [
        Bar(label=name, figure=str(count), url=here,
            parts=[Part(code="plain", start=Decimal(0), size=Decimal(10 * count))])
        for name, count in (("Cisco", 9), ("A vendor with a name that takes all the room", 4))
    ]  # fmt: skip
    table = [Row(label=month, cells=[Cell(text=str(sum(both)))]) for month, both in counts.items()]
    head = ["Name", "Orders"]
    legend = [
        Series(code="done", label="Shipped", url=here, figure="18"),
        Series(code="held", label="On hold", url=here, figure="7", pattern="dots"),
    ]
    return [
        Picture(name="sample-columns", title="Columns", summary="25 orders in three months",
                shape="columns", bars=columns, legend=legend, head=head, rows=table),
        Picture(name="sample-rows", title="Rows", summary="13 orders of two vendors",
                shape="rows", bars=rows, head=head, rows=[]),
        Picture(name="sample-empty", title="Nothing yet", summary="", shape="rows", bars=[],
                head=[], rows=[], empty="No orders yet. Each becomes part of a bar."),
    ]  # fmt: skip


def _rows(now: datetime) -> list[dict[str, Any]]:
    samples = (
        ("Switches, floor 3", "Harbour Logistics", SampleState.COMPLETED, Decimal("25371.27")),
        ("Laptop refresh", "", SampleState.SENDING, Decimal(8120)),
        (
            "Backup appliance with three years of support and next-day replacement",
            "St. Brigid's Hospital, Department of Radiology and Imaging",
            SampleState.UNKNOWN,
            None,
        ),
        ("Return of cables", "Kestrel Design", SampleState.REJECTED, Decimal("-310.4")),
        ("Firewall licences", "Municipal Library", SampleState.DRAFT, Decimal("1204.5")),
    )
    return [
        {
            "number": f"QUO-1455{index}943-D2Y9L9",
            "name": name,
            "end_user": end_user,
            "state": state,
            "changed_at": now - timedelta(hours=9 * index, minutes=4),
            "total": total,
        }
        for index, (name, end_user, state, total) in enumerate(samples, start=1)
    ]


def _steps(now: datetime) -> list[Step]:
    return [
        Step(label="Draft saved", state=StepState.DONE, at=now - timedelta(days=2), who="Jo Rep"),
        Step(label="Sent to the distributor", state=StepState.DONE, at=now - timedelta(minutes=9)),
        Step(
            label="Being prepared",
            state=StepState.NOW,
            at=now - timedelta(minutes=8),
            note="Usually ready within a few minutes.",
        ),
        Step(label="Ready to order", state=StepState.NEXT),
    ]
