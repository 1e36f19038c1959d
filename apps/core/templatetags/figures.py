"""Figures and times as people read them: {% load figures %}.

{% money quote.total quote.currency %}   1,234.50 USD, or "unknown"
{{ line.unit_price|money }}              1,234.50 (in a table whose head names the currency)
{{ line.quantity|quantity }}             1,200; an en dash for None
{{ value|dash }}                         the value, or an en dash when there is none
{% when order.placed_at %}               2 hours ago; the exact time on pointing and on focus
{{ order.placed_at|when }}               the same in a table row, without a tab stop of its own
{{ order.hold_ends_at|time_left }}       3 h 12 min, counted down; "no time" when it is over
{{ order.hold_ends_at|exact }}           Tue 24 Nov 2026, 14:32 EST
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from apps.core.discretion import are_amounts_hidden
from apps.core.money import WITHOUT_CENTS

register = template.Library()

MINUS = "\N{MINUS SIGN}"
UNKNOWN = mark_safe('<span class="unknown">unknown</span>')
HIDDEN = mark_safe(
    '<span class="unknown" title="Your role in this account does not show amounts">hidden</span>'
)
DASH = mark_safe(
    '<span class="dash"><span aria-hidden="true">\N{EN DASH}</span>'
    '<span class="visually-hidden">none</span></span>'
)
RELATIVE_FOR = timedelta(days=7)


def grouped(value: Decimal | int, decimals: int = 0) -> str:
    """The number with thousands grouped and a true minus sign, rounded half up."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits = number_format(abs(rounded), decimal_pos=decimals, force_grouping=True)
    return f"{MINUS if rounded < 0 else ''}{digits}"


@register.simple_tag
def money(amount: Decimal | None, currency: str = "") -> str:
    """An amount with its ISO code. None is "unknown": never show a price as 0.00.

    "hidden" for whoever may not see amounts.
    """
    if are_amounts_hidden():
        return HIDDEN
    if amount is None:
        return UNKNOWN
    figure = grouped(amount, 0 if currency in WITHOUT_CENTS else 2)
    if not currency:
        return figure
    return format_html(
        '<span class="money">{}&nbsp;<span class="money__currency">{}</span></span>',
        figure,
        currency,
    )


@register.filter(name="money")
def money_filter(amount: Decimal | None, currency: str = "") -> str:
    return money(amount, currency)


@register.simple_tag
def may_see_amounts() -> bool:
    """`{% may_see_amounts as amounts %}`, for what shows them otherwise: a picture, a raw body."""
    return not are_amounts_hidden()


def amount_in_words(amount: Decimal, currency: str = "") -> str:
    """An amount within a sentence: 1,234.50 USD."""
    if are_amounts_hidden():
        return "an amount that your role does not show"
    return f"{grouped(amount, 2)} {currency}".rstrip()


@register.filter
def quantity(value: Decimal | int | None) -> str:
    """A count with its thousands grouped; decimals only where there are any."""
    if value is None:
        return DASH
    number = Decimal(value)
    exponent = number.normalize().as_tuple().exponent
    return grouped(number, max(0, -exponent) if isinstance(exponent, int) else 0)


@register.filter
def dash(value: object) -> str:
    """The value, or an en dash that a screen reader reads as "none"."""
    return DASH if value is None or value == "" else format_html("{}", value)


@register.simple_tag
def when(value: datetime | date | None, focusable: bool = True) -> str:
    """A time or a date: relative within a week, else the date, in the person's time zone."""
    if value is None:
        return DASH
    if not isinstance(value, datetime):
        return format_html(
            '<time class="when" datetime="{}">{}</time>', value.isoformat(), _day(value)
        )
    local = timezone.localtime(value)
    return format_html(
        '<time class="when" datetime="{}" data-exact="{}"{}>{}</time>',
        value.astimezone(UTC).isoformat(timespec="seconds"),
        exact(value),
        mark_safe(' tabindex="0"') if focusable else "",
        _relative(value, timezone.now()) or _day(local),
    )


@register.filter(name="when")
def when_filter(value: datetime | date | None) -> str:
    return when(value, focusable=False)


@register.filter
def exact(value: datetime) -> str:
    """Weekday, date, time and zone, in the person's own."""
    local = timezone.localtime(value)
    return f"{local:%a} {_day(local)}, {local:%H:%M} {local.tzname()}"


@register.filter
def to_the_second(value: datetime) -> str:
    """14:32:07, where people compare with another log; `day_and_zone` stands beside it."""
    return format_html(
        '<time datetime="{}">{}</time>',
        value.astimezone(UTC).isoformat(timespec="seconds"),
        f"{timezone.localtime(value):%H:%M:%S}",
    )


@register.filter
def day_and_zone(value: datetime) -> str:
    """The day in the person's time zone, and which that is: 22 Nov 2026, PST."""
    local = timezone.localtime(value)
    return f"{_day(local)}, {local.tzname()}"


@register.filter
def time_left(until: datetime) -> str:
    """Hours and minutes until then; static/js/time-left.js counts on."""
    return format_html(
        '<time class="time-left" datetime="{}" data-time-left>{}</time>',
        until.astimezone(UTC).isoformat(timespec="seconds"),
        words_of_minutes(int((until - timezone.now()).total_seconds() // 60)),
    )


def words_of_minutes(minutes: int) -> str:
    """200 is "3 h 20 min"; none are left from 0 on."""
    if minutes < 1:
        return "less than a minute" if minutes == 0 else "no time"
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else "")))


@register.filter
def clock(value: datetime | None) -> str:
    """14:32 today, 22 Nov 14:32 otherwise: for "as of"."""
    if value is None:
        return DASH
    local = timezone.localtime(value)
    time = format_html(
        '<time datetime="{}">{}</time>',
        value.astimezone(UTC).isoformat(timespec="seconds"),
        f"{local:%H:%M}"
        if local.date() == timezone.localdate()
        else f"{local.day} {local:%b %H:%M}",
    )
    return SafeString(time)


def _day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def _relative(value: datetime, now: datetime) -> str:
    distance = now - value
    if abs(distance) >= RELATIVE_FOR:
        return ""
    seconds = int(abs(distance).total_seconds())
    if seconds < 45:
        return "just now" if distance >= timedelta(0) else "in a moment"
    size, unit = next(
        (size, unit)
        for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
        if seconds >= size
    )
    count = seconds // size
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{words} ago" if distance > timedelta(0) else f"in {words}"
