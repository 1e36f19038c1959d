"""What a person types into a form: an example for every field, and every filter of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.walk.reading import Button, Field, Form

PART = "6YE881"
#: Found in the name of a field: what is typed there.
_BY_NAME = {
    "postal": "92612",
    "country": "US",
    "state": "CA",
    "city": "Irvine",
    "phone": "9495550100",
    "email": "jo@acme.example",
    "quantity": "2",
    "part": PART,
    "lines": f"{PART}\t2",
    "added": f"{PART}\t2",
    "pasted": f"{PART}\t2",
    "customer_order_number": "PO-4711",
}
_BY_KIND = {
    "date": "",
    "number": "2",
    "email": "jo@acme.example",
    "tel": "9495550100",
    "textarea": "Beside the gate.",
}

Typed = dict[str, Any]


def as_shown(form: Form, button: Button | None) -> Typed:
    """What a browser sends when nothing is touched."""
    typed: Typed = {}
    for control in form.fields:
        if control.kind != "file" and (control.kind not in ("checkbox", "radio") or control.is_on):
            typed.setdefault(control.name, []).append(control.value)
    return _pressed(typed, button)


def filled_in(form: Form, button: Button | None) -> Typed:
    """Every blank field has an example, every box is ticked, a file is chosen."""
    typed = as_shown(form, None)
    for control in form.fields:
        if control.kind == "file":
            typed[control.name] = SimpleUploadedFile(
                "parts.csv", f"part number,quantity\n{PART},2\n".encode(), "text/csv"
            )
        elif control.kind in ("checkbox", "radio"):
            typed.setdefault(control.name, [control.value])
        elif control.kind != "hidden" and typed.get(control.name) in ([""], [], None):
            typed[control.name] = [example(control)]
    return _pressed(typed, button)


def _pressed(typed: Typed, button: Button | None) -> Typed:
    if button is not None and button.name:
        typed.setdefault(button.name, []).append(button.value)
    return typed


def example(control: Field) -> str:
    """Something of the kind that the field asks for."""
    if control.options:
        return next((value for value in control.options if value), "")
    if control.kind == "date":
        return timezone.localdate().isoformat()
    for part, value in _BY_NAME.items():
        if part in control.name:
            return value
    return _BY_KIND.get(control.kind, "Text 1")


def filters(form: Form) -> Iterator[str]:
    """The queries of a form of filters: each choice by itself, each field filled, all at once."""
    for control in form.fields:
        if control.kind in ("checkbox", "radio"):
            yield urlencode({control.name: control.value})
        elif control.kind == "select":
            for option in control.options:
                yield urlencode({control.name: option})
        elif control.kind != "hidden":
            yield urlencode({control.name: example(control)})
    yield urlencode(filled_in(form, None), doseq=True)
