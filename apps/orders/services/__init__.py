"""Writes of the orders app, one public function per use case."""

from __future__ import annotations

from apps.orders.services.asking import ask_distributor
from apps.orders.services.changes import (
    cancel_order,
    check_agreed,
    check_change,
    check_changeable,
    check_on_hold,
    modify_order,
    release_order,
    resolve_added,
    was_sent,
)
from apps.orders.services.drafts import keep_entered, keep_header, open_draft, prepare
from apps.orders.services.freight import choose_carrier, compare_freight, estimate_freight
from apps.orders.services.hearing import hearing_of_orders
from apps.orders.services.hints import take_order_hint
from apps.orders.services.mirror import refresh_order, refresh_when_stale
from apps.orders.services.place import (
    agreement,
    check_purchase_order_number,
    own_agreement,
    place_order,
    place_order_from_quote,
)
from apps.orders.services.recheck import check_now, closed_until, compare, ordered_lines
from apps.orders.services.reminders import dismiss, remind

__all__ = [
    "agreement",
    "ask_distributor",
    "cancel_order",
    "check_agreed",
    "check_change",
    "check_changeable",
    "check_now",
    "check_on_hold",
    "check_purchase_order_number",
    "choose_carrier",
    "closed_until",
    "compare",
    "compare_freight",
    "dismiss",
    "estimate_freight",
    "hearing_of_orders",
    "keep_entered",
    "keep_header",
    "modify_order",
    "open_draft",
    "ordered_lines",
    "own_agreement",
    "place_order",
    "place_order_from_quote",
    "prepare",
    "refresh_order",
    "refresh_when_stale",
    "release_order",
    "remind",
    "resolve_added",
    "take_order_hint",
    "was_sent",
]
