"""One person who sends what no browser would, to every URL pattern that there is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, unquote_plus, urljoin, urlsplit

import hypothesis
from django.contrib import admin
from django.core.cache import caches
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from tests.contract import documents
from tests.contract.cases import CASES
from tests.factories import PASSWORD
from tests.fuzz import events, values
from tests.fuzz.furnishing import arguments
from tests.walk.filling import Typed
from tests.walk.portal import apart
from tests.walk.reading import DEBRIS, Button, Form, Page, slips
from tests.walk.routes import Arguments, NothingKnown, Route, all_routes
from tests.walk.walker import Walker, view_of

#: Where no beat runs, the portal rightly says that it is not ready.
UNTOUCHED = {"operations:readyz"}
#: Names in queries that pages read without a control that has them.
_NAMES = ["page", "next", "sort", "q", "tab"]
_HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_BOOSTED": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "%E0%A4%A", "HTTP_HX_TARGET": "\xff"},
    {"HTTP_ACCEPT": "application/json", "HTTP_ACCEPT_LANGUAGE": "x" * 600},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "false", "HTTP_HX_TRIGGER": "x" * 600, "HTTP_HX_PROMPT": "\u00e9"},
    {"HTTP_IF_MODIFIED_SINCE": "tomorrow", "HTTP_RANGE": "bytes=-1-"},
    {"HTTP_IF_NONE_MATCH": '*, W/"', "HTTP_RANGE": "bytes=0-0,5-1", "HTTP_IF_MATCH": '"'},
    {"HTTP_ACCEPT": "*/*;q=x", "HTTP_ACCEPT_ENCODING": "br;q=2", "HTTP_REFERER": "http://[::1"},
    {"HTTP_X_FORWARDED_FOR": "'; --, ::1%eth0", "HTTP_USER_AGENT": "\xff" * 900},
)

Attack = Callable[[st.DataObject], None]


@dataclass
class Attacker(Walker):
    """Each request is undone when it is over, so that none takes away what the next one needs."""

    #: What was judged by the letter, by all who attack together.
    judged: set[tuple[str, bool]] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._page: Page | None = None
        self._debris_was_sent = False
        if self.person is not None:  # or the pages that change how one signs in stay shut
            self.browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        self._cookies = self.browser.cookies.output(header="", sep=";")

    def attack(self, seed: int, examples: int) -> None:
        """Every URL pattern, this often, with what the seed gives."""
        with _heard() as errors:
            for route in all_routes():
                is_meant = route.app != "admin" or self.person == self.portal.administrator
                if is_meant and route.name not in UNTOUCHED:
                    self._attack_route(route, f"{seed} {self.person} {route.name}", examples)
                    for error in errors:
                        self._fault(route.name, f"logged: {error}")
                    errors.clear()

    def _attack_route(self, route: Route, seed: str, examples: int) -> None:
        try:
            known = _known(route)
        except NothingKnown as exc:
            self._fault(route.name, str(exc))
            return
        urls = [reverse(route.name, kwargs=arguments) for arguments in known]
        deeds = list(self._deeds(route, known, urls))

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def attack(data: st.DataObject) -> None:
            data.draw(st.sampled_from(deeds))(data)

        if deeds:
            attack()

    def _deeds(self, route: Route, known: list[Arguments], urls: list[str]) -> Iterator[Attack]:
        if route.parameters:
            yield lambda data: self._elsewhere(data, route, known)
        if route.name == "webhooks:ingram":
            yield from [lambda data: self._tell(data, urls[0])] * 4
        for url in urls:  # the other one may be somebody else's
            yield from self._deeds_at(url)

    def _deeds_at(self, url: str) -> Iterator[Attack]:
        """Each form of the page twice: there is more to be found in it than in its address."""
        page = self._read(url)
        yield lambda data: self._ask(data, url, _names(page))
        yield lambda data: self._send_anything(data, url)
        for form in page.forms if page else ():
            for button in [*form.buttons] or [None]:
                if "post" in (form.method, button.method if button else ""):
                    yield from [self._deed(url, form, button)] * 2

    def _deed(self, url: str, form: Form, button: Button | None) -> Attack:
        return lambda data: self._send_form(data, url, form, button)

    # --- Single requests -------------------------------------------------------------------

    def _read(self, url: str) -> Page | None:
        self._page = None
        self.request("GET", url)
        return self._page

    def _ask(self, data: st.DataObject, url: str, names: list[str]) -> None:
        query = data.draw(values.queries(names))
        self.request("GET", f"{url}?{query}", headers=data.draw(st.sampled_from(_HEADERS)))

    def _elsewhere(self, data: st.DataObject, route: Route, known: list[Arguments]) -> None:
        url = data.draw(values.addresses(route.name, route.parameters, known))
        if url:
            method = data.draw(st.sampled_from(("GET", "POST")))
            self.request(method, url, headers=data.draw(st.sampled_from(_HEADERS)))

    def _tell(self, data: st.DataObject, url: str) -> None:
        """An event that is signed as the distributor signs, and acted on as a worker does."""
        event = data.draw(events.signed())
        body = (event.body, "application/json")
        self.request("POST", url, body, headers={"HTTP_X_HUB_SIGNATURE": event.signature})

    def _send_anything(self, data: st.DataObject, url: str) -> None:
        body = data.draw(st.sampled_from(values.BODIES))
        method = data.draw(st.sampled_from(("POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS")))
        self.request(method, url, body, headers=data.draw(st.sampled_from(_HEADERS)))

    def _send_form(self, data: st.DataObject, url: str, form: Form, button: Button | None) -> None:
        filled: Typed = data.draw(values.typed(form, button))
        action = urljoin(url, (button.action if button else "") or form.action or url)
        headers = data.draw(st.sampled_from(_HEADERS))
        self.request("POST", action, values.body(filled), headers=headers)

    def request(
        self,
        method: str,
        url: str,
        body: values.Body = (b"", values.URLENCODED),
        *,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Send it, note what is wrong with the answer, and undo what it did."""
        what = f"{method} {url[:300]} {body[0][:1500]!r} {headers or ''}"
        self._debris_was_sent = bool(DEBRIS.search(f"{unquote(url)}{unquote_plus(str(body[0]))}"))
        self.browser.cookies.load(self._cookies)
        for cache in caches.all():
            cache.clear()  # or the sign-in would soon refuse to listen
        before = len(self.portal.distributor.seen)
        extra: dict[str, Any] = dict(headers or {})
        with _undone():
            self._asked(
                what,
                url,
                lambda: self.browser.generic(method, url, body[0], content_type=body[1], **extra),
            )
        if method in ("GET", "HEAD", "OPTIONS"):
            for seen in self.portal.distributor.seen[before:]:
                if _is_write(seen.method, seen.path):
                    self._fault(what, f"writes to the distributor: {seen.method} {seen.path}")

    # --- As it is judged here --------------------------------------------------------------

    def _judge(self, what: str, url: str, response: Any, content: bytes) -> None:
        if what.startswith("HEAD") and response.status_code < 500:
            return  # without a body there is nothing to be judged
        super()._judge(what, url, response, content)

    def _judge_page(self, what: str, url: str, text: str) -> None:
        super()._judge_page(what, url, text)
        # Pages as they are meant are judged by the walk; here it is those that refuse something.
        key = (view_of(url), bool(self._page and self._page.is_whole))
        if self._page is not None and what.startswith("POST") and key not in self.judged:
            self.judged.add(key)
            for slip in slips(self._page):
                self._fault(what, f"not well-formed: {slip}")

    def _gather(self, url: str, page: Page, *, is_answer: bool) -> None:
        self._page = page

    def _met(self, base: str, href: str, origin: str, **how: bool) -> None:
        """Nothing is followed."""

    def _fault(self, what: str, wrong: str) -> None:
        if not (self._debris_was_sent and wrong.startswith("left over")):
            super()._fault(what, wrong)


def _known(route: Route) -> list[Arguments]:
    if route.app != "admin" or not route.parameters:
        return arguments(route)
    for model in admin.site._registry:
        if route.name.rpartition("_")[0] == f"admin:{model._meta.label_lower.replace('.', '_')}":
            keys = model._default_manager.order_by("-pk").values_list("pk", flat=True)
            return [dict.fromkeys(route.parameters, key) for key in keys[:1]]
    return []


def _names(page: Page | None) -> list[str]:
    """Of all that the page's filters and links have in their queries."""
    names = set(_NAMES)
    if page is not None:
        names.update(control.name for form in page.forms for control in form.fields)
        for link in page.links:
            names.update(name for name, _ in parse_qsl(urlsplit(link).query))
    return sorted(names)


def _is_write(method: str, path: str) -> bool:
    return any(
        case.operation.is_write
        and case.operation.method == method
        and documents.shape(case.operation.path).fullmatch(path)
        for case in CASES
    )


@contextmanager
def _undone() -> Iterator[None]:
    with apart():
        yield
        transaction.set_rollback(True)


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("django.security"):
            return  # what was refused
        self.errors.append(f"{record.name}: {record.getMessage()[:300]}")


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What is logged as an error meanwhile."""
    handler = _Heard()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.errors
    finally:
        logging.getLogger().removeHandler(handler)
