"""What the partials need to know of a submission, wherever they are included."""

from __future__ import annotations

import json

from django import template

from apps.submissions import registry
from apps.submissions.models import Submission
from apps.submissions.selectors import InFlight, in_flight

register = template.Library()


@register.simple_tag(name="in_flight")
def in_flight_facts(submission: Submission) -> InFlight:
    """`{% in_flight submission as flight %}`. At most one query."""
    return in_flight(submission)


@register.filter
def kind_label(submission: Submission) -> str:
    """The kind in words: "Place order"."""
    return registry.labels().get(submission.kind, submission.kind)


@register.filter
def pretty(value: object) -> str:
    """JSON as people read it."""
    return json.dumps(value, indent=2, ensure_ascii=False)


@register.filter
def single_facts(value: object) -> list[tuple[str, object]]:
    """The parts of a body that are one value each; the rest is read in the whole body."""
    parts = value.items() if isinstance(value, dict) else ()
    return [(key, item) for key, item in parts if not isinstance(item, dict | list)]
