"""The parts of a page: {% load parts %}. `/styleguide/` shows each of them in all its states.

{% icon "truck" %} {% icon "truck" size=20 label="Shipped" %}
{% status_chip submission.state %} {% status_chip order.status text=order.status_text %}
{% field form.po_number width="s" unit="USD" hx_get=url %}
{% error_summary form %}
{% sort_head "Total" "total" figure=True %}
{% number order.ingram_order_number "order number" %}
{% pagination page noun="quotes" %}
{% skeleton_rows columns=6 rows=5 %}
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol, TypedDict

import lucide as icons
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from apps.core.choices import Tone
from apps.core.navigation import PlaceLink, links_for

register = template.Library()

FALLBACK_ICON = "circle-question-mark"


class Shown(Protocol):
    """What a status chip shows: a member of a TextChoices class with tone and icon."""

    label: str
    tone: Tone
    icon: str


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> str:
    """A Lucide icon as inline SVG: hidden from screen readers unless it has a `label`."""
    return _svg(str(name), size, str(label))


# A page shows a hundred; drawing them anew took a third of its time.
@lru_cache(maxsize=1024)
def _svg(name: str, size: int, label: str) -> SafeString:
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    try:
        svg = icons._render_icon(name, size, **spoken)  # noqa: SLF001 - as its own tag does
    except icons.IconDoesNotExist:
        # A missing picture is no reason to take the page down; tests/core names it.
        svg = icons._render_icon(FALLBACK_ICON, size, **spoken)  # noqa: SLF001
    return mark_safe(svg)  # noqa: S308 - the package's own SVG; the label is escaped as XML


@register.simple_tag
def status_chip(state: Shown, text: str = "") -> str:
    """Icon, word and tone of a state; `text` replaces the word (a status we have no name for)."""
    return format_html(
        '<span class="chip tone-{}">{}{}</span>',
        state.tone.value,
        icon(state.icon, size=13),
        text or state.label,
    )


@register.simple_tag
def badge(text: str, tone: str = Tone.NEUTRAL) -> str:
    """A word in a box: environment, discontinued, needs end user."""
    return format_html('<span class="badge tone-{}">{}</span>', tone, text)


@register.inclusion_tag("partials/field.html")
def field(
    bound: BoundField, width: str = "", unit: str = "", label: str = "", **attributes: str
) -> dict[str, Any]:
    """Label, help, control, error and counter of a form field.

    `width` is xs, s, m or nothing; `unit` stands behind the control; `label` replaces that of a
    form which is not ours; further arguments become
    attributes of the control, underscores as hyphens (hx_get becomes hx-get).
    """
    attrs: dict[str, str | bool] = {
        name.replace("_", "-"): value for name, value in attributes.items()
    }
    if getattr(bound.field, "max_length", None) and not bound.is_hidden:
        attrs.setdefault("data-counter", f"{bound.auto_id}_counter")
    widget = bound.field.widget
    return {
        "bound": bound,
        "label": label or bound.label,
        "control": bound.as_widget(attrs=attrs),
        "width": width,
        "unit": unit,
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": widget.use_fieldset,
        "max_length": getattr(bound.field, "max_length", None),
    }


@register.inclusion_tag("partials/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, with a link to each field; nothing while the form is right."""
    return {"form": form, "fields": [bound for bound in form if bound.errors]}


class SortHead(TypedDict):
    label: str
    href: str
    figure: bool
    order: str


@register.inclusion_tag("partials/sort_head.html", takes_context=True)
def sort_head(context: Context, label: str, name: str, figure: bool = False) -> SortHead:
    """A column head that sorts: `?sort=name`, then `?sort=-name`; the page number is dropped."""
    request: HttpRequest = context["request"]
    current = str(request.GET.get("sort") or context.get("sort") or "")
    order = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    query = request.GET.copy()
    query["sort"] = f"-{name}" if order == "ascending" else name
    query.pop("page", None)
    return {"label": label, "href": f"?{query.urlencode()}", "figure": figure, "order": order}


@register.simple_tag
def number(value: str, name: str = "number") -> str:
    """A number that people copy, in mono type, with its copy button; an en dash when empty."""
    if not value:
        return mark_safe('<span class="dash">\N{EN DASH}</span>')
    return format_html(
        '<span class="number"><span class="number__value">{0}</span>'
        '<button class="number__copy" type="button" data-copy="{0}" aria-label="Copy {1} {0}">'
        "{2}</button></span>",
        value,
        name,
        icon("copy", size=14),
    )


@register.inclusion_tag("partials/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], noun: str = "rows") -> dict[str, Any]:
    """Count and page links of a list, all in the URL."""
    return {
        "request": context["request"],
        "page": page,
        "noun": noun,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }


@register.inclusion_tag("partials/skeleton_rows.html")
def skeleton_rows(columns: int, rows: int = 5) -> dict[str, Any]:
    """Rows that stand in for those under way, so that nothing jumps."""
    return {"columns": range(columns), "rows": range(rows)}


@register.simple_tag(takes_context=True)
def places(context: Context) -> list[PlaceLink]:
    """The side navigation's links: {% places as links %}."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return []
    account = getattr(request, "account", None)
    role = getattr(request, "roles", {}).get(account.pk, "") if account else ""
    return links_for(request.path, is_staff=user.is_staff, role=role)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString:
    """`data-theme` for <html> when the person has chosen; the system decides otherwise."""
    chosen = chosen_theme(context)
    return format_html(' data-theme="{}"', chosen) if chosen in ("light", "dark") else SafeString()


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """What the person has chosen, as their browser tells it; `system` without a choice."""
    request: HttpRequest | None = context.get("request")
    return request.COOKIES.get(settings.THEME_COOKIE_NAME, "system") if request else "system"
