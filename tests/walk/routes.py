"""Every URL pattern of the portal, and what the mirror holds to fill it in.

A parameter that is called like a column of its app needs no entry: it takes the values of that
column. Any other needs one, and a test says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.choices import ListPage
from apps.accounts.models import SavedView
from apps.audit.models import Event
from apps.catalog.models import PriceCheck, PriceCheckLine, Product
from apps.connections.models import ApiCall, Connection
from apps.copies.models import CopyMail, QuoteCopy
from apps.deals.models import Deal
from apps.notifications.models import Notification
from apps.orders.models import OrderDraft, OrderDraftLine
from apps.quotes.models import PriceApproval, Quote, QuoteDraft, QuoteDraftLine
from apps.renewals.models import Renewal
from apps.returns.models import ReturnDraft
from apps.submissions.models import Submission
from apps.sync.registry import resources

#: Objects of each pattern that are opened.
OBJECTS = 2
Arguments = dict[str, Any]
#: The suite writes no mail into files.
NO_MAIL: Arguments = {"file": "20260101-000000-1.log", "place": 1}


class NothingKnown(LookupError):
    """A pattern whose parameters are in no table."""


@dataclass(frozen=True, kw_only=True)
class Route:
    name: str
    parameters: tuple[str, ...]

    @property
    def app(self) -> str:
        return self.name.rpartition(":")[0]

    def urls(self) -> list[str]:
        """Addresses of what there is now; empty when there is nothing to open."""
        return [reverse(self.name, kwargs=arguments) for arguments in self.arguments()]

    def arguments(self) -> list[Arguments]:
        """Of what there is now."""
        if not self.parameters:
            return [{}]
        known = KNOWN.get((self.app, self.parameters)) or KNOWN.get((self.name, self.parameters))
        if known is not None:
            return list(known())[:OBJECTS]
        return _by_column(self)


def routes() -> list[Route]:
    """All but the administration, whose pages are those of its models."""
    return [route for route in all_routes() if route.app != "admin"]


def all_routes() -> list[Route]:
    return list(_routes(get_resolver().url_patterns))


def _routes(
    patterns: list[Any], within: tuple[str, ...] = (), given: tuple[str, ...] = ()
) -> Iterator[Route]:
    for pattern in patterns:
        # An included list of patterns may stand under a parameter of its own.
        parameters = (*given, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inside = (*within, pattern.namespace) if pattern.namespace else within
            yield from _routes(pattern.url_patterns, inside, parameters)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Route(name=":".join([*within, str(pattern.name)]), parameters=parameters)


def _column(model: type[Model], name: str, called: str = "") -> Callable[[], list[Arguments]]:
    def found() -> list[Arguments]:
        rows = model._default_manager.order_by("-pk").values_list(name, flat=True)
        return [{called or name: value} for value in rows[: 2 * OBJECTS] if value not in ("", None)]

    return found


def _lines(model: Any, whole: str = "draft_id") -> Callable[[], list[Arguments]]:
    def found() -> list[Arguments]:
        rows = model.objects.order_by("-pk").values_list(whole, "pk")
        return [{"pk": whole_id, "line_id": line_id} for whole_id, line_id in rows[:OBJECTS]]

    return found


def _columns(model: type[Model], **called: str) -> Callable[[], list[Arguments]]:
    def found() -> list[Arguments]:
        rows = model._default_manager.order_by("-pk").values_list(*called.values())
        found = [dict(zip(called, row, strict=True)) for row in rows[:OBJECTS]]
        return found or [dict.fromkeys(called, 0)]

    return found


def _fixed(name: str, *values: Any) -> Callable[[], list[Arguments]]:
    return lambda: [{name: value} for value in values]


#: By app or URL name and the parameters.
KNOWN: dict[tuple[str, tuple[str, ...]], Callable[[], list[Arguments]]] = {
    ("accounts", ("page",)): _fixed("page", *ListPage.values),
    ("accounts", ("view_id",)): _column(SavedView, "pk", "view_id"),
    ("accounts", ("invitation_id",)): _fixed("invitation_id", 1),
    # Nobody's: who walks must stay a member.
    ("accounts", ("member_id",)): _fixed("member_id", 999_999),
    ("accounts", ("token",)): _fixed("token", "none"),
    ("accounts", ("session_id",)): _fixed("session_id", 999_999),
    ("mfa_edit_webauthn", ("pk",)): _fixed("pk", 1),
    ("mfa_remove_webauthn", ("pk",)): _fixed("pk", 1),
    ("accounts:company_callback", ("provider_id",)): _fixed("provider_id", "nobody"),
    ("openid_connect_callback", ("provider_id",)): _fixed("provider_id", "nobody"),
    ("openid_connect_login", ("provider_id",)): _fixed("provider_id", "nobody"),
    ("account_confirm_email", ("key",)): _fixed("key", "none"),
    ("account_reset_password_from_key", ("uidb36", "key")): lambda: [{"uidb36": "1", "key": "no"}],
    ("catalog", ("part_number",)): _column(Product, "ingram_part_number", "part_number"),
    ("catalog", ("plan_id",)): _fixed("plan_id", "1"),
    ("catalog", ("pk",)): _column(PriceCheck, "pk"),
    ("catalog", ("pk", "line_id")): _lines(PriceCheckLine, "price_check_id"),
    ("copies", ("quote_number",)): _column(Quote, "quote_number"),
    ("copies", ("quote_number", "copy_id")): _columns(
        QuoteCopy, quote_number="quote__quote_number", copy_id="pk"
    ),
    ("copies", ("quote_number", "mail_id")): _columns(
        CopyMail, quote_number="copy__quote__quote_number", mail_id="pk"
    ),
    ("mail", ("file", "place")): lambda: [NO_MAIL],
    ("mail", ("file", "place", "number")): lambda: [NO_MAIL | {"number": 1}],
    ("notifications", ("notification_id",)): _column(Notification, "pk", "notification_id"),
    ("orders", ("pk",)): _column(OrderDraft, "pk"),
    ("oversight", ("call_id",)): _column(ApiCall, "pk", "call_id"),
    ("oversight", ("event_id",)): _column(Event, "pk", "event_id"),
    ("orders", ("pk", "line_id")): _lines(OrderDraftLine),
    ("orders", ("quote_number",)): _column(Quote, "quote_number"),
    ("quotes", ("deal_id",)): _column(Deal, "deal_id"),
    ("quotes", ("renewal_id",)): _column(Renewal, "renewal_id"),
    ("quotes", ("pk",)): _column(QuoteDraft, "pk"),
    ("quotes", ("quote_number", "pk")): _columns(
        PriceApproval, quote_number="quote__quote_number", pk="pk"
    ),
    ("quotes", ("pk", "line_id")): _lines(QuoteDraftLine),
    ("returns", ("draft_id",)): _column(ReturnDraft, "pk", "draft_id"),
    ("submissions", ("submission_id",)): _column(Submission, "pk", "submission_id"),
    ("sync", ("resource",)): lambda: [{"resource": r.code} for r in resources()],
    ("webhooks", ("key",)): _column(Connection, "key"),
}


def _by_column(route: Route) -> list[Arguments]:
    """The values of the column of that name, in the first model of the app that has it."""
    if len(route.parameters) == 1 and route.app:
        name = route.parameters[0]
        for model in apps.get_app_config(route.app).get_models():
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            return _column(model, name)()[:OBJECTS]
    raise NothingKnown(f"{route.name} {route.parameters}: give it an entry in tests/walk/routes.py")
