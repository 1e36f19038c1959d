"""One person who opens all that the portal offers them, and notes what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from apps.accounts.models import User
from tests.walk.filling import Typed, as_shown, filled_in, filters
from tests.walk.portal import Portal, told
from tests.walk.reading import Button, Form, Page, read, slips
from tests.walk.routes import OBJECTS, NothingKnown, Route, routes

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
#: Visits of one view by links: with the same names in its query, and in all.
VISITS, ALL_VISITS = 3, 12
#: Ends the visit or the person's right to walk on; where no beat runs, the portal rightly says
#: that it is not ready.
UNTOUCHED = {
    "operations:readyz",
    "socialaccount_login_error",  # is answered with 401
    "account_logout",
    "account_change_password",
    "account_set_password",
    "admin",
}
#: Of a pattern that is asked for without its form: nothing is there, or nothing was typed.
REFUSALS = (400, 403, 404, 409, 422)
#: Done at the end, when nothing else needs what they take away.
LAST = ("discard", "remove", "delete", "cancel", "close", "link", "place", "create")


@dataclass
class Walker:
    portal: Portal
    #: None is whoever has not signed in.
    person: User | None
    #: Once a view instead of once an address: for whoever walks where another has walked before.
    is_brief: bool = False
    #: Whether a pattern with nothing to open it with is a fault: random values may bring nothing.
    must_open: bool = False
    visited: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.browser = Client()
        if self.person is not None:
            self.browser.force_login(self.person)
        self._links: deque[tuple[str, str, bool]] = deque()
        self._forms: list[tuple[str, Form, bool]] = []
        self._sent: set[tuple[Any, ...]] = set()
        self._judged: set[tuple[str, bool]] = set()
        self._counts: Counter[Any] = Counter()

    def walk(self, start: str = "/") -> None:
        """Follow every link and fragment from here, then send every form that was met."""
        self._links.append((start, "the start", False))
        while self._links or self._forms:
            while self._links:
                self._follow(*self._links.popleft())
            waiting, self._forms = self._forms, []
            for place, form, is_answer in sorted(waiting, key=lambda it: _is_last(it[1].action)):
                self._send(place, form, is_answer=is_answer)

    def open_routes(self) -> None:
        """Every URL pattern with what there is to open, whole and by htmx; then what is found."""
        for route in routes():
            if route.name in UNTOUCHED:
                continue
            try:
                urls = route.urls()[: 1 if self.is_brief else OBJECTS]
            except NothingKnown as exc:
                self._fault(route.name, str(exc))
                continue
            if not urls and self.must_open and not self.visited[route.name]:
                self._fault(route.name, "there is nothing to open it with")
            for url in urls:
                self._open_route(route, url)
        self.walk()

    def open_administration(self) -> None:
        """The list of each model, the form of a new one, and the newest of them."""
        self.open(reverse("admin:index"), origin="the administration")
        for model, kept in admin.site._registry.items():
            place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            urls = [reverse(f"{place}_changelist")]
            urls += (
                [reverse(f"{place}_add")] if kept.has_add_permission(_Asking(self.person)) else []
            )
            for pk in model._default_manager.order_by("-pk").values_list("pk", flat=True)[:2]:
                urls += [reverse(f"{place}_{deed}", args=[pk]) for deed in ("change", "history")]
            for url in urls:
                response = self.open(url, origin="the administration")
                if response is not None and response.status_code >= 400:
                    self._fault(url, f"the administration gives {response.status_code}")

    def _open_route(self, route: Route, url: str) -> None:
        for is_htmx in (False,) if self.is_brief else (False, True):
            response = self.open(url, origin="the patterns", is_htmx=is_htmx)
            if response is not None and response.status_code == 405:
                # Nothing was typed: refused with words, or nothing there to be done.
                response = self.post(url, {}, origin="the patterns", is_htmx=is_htmx)
            if response is not None and response.status_code not in (*range(400), *REFUSALS):
                self._fault(f"{route.name} {url}", f"status {response.status_code}")

    def open(self, url: str, *, origin: str, is_htmx: bool = False) -> HttpResponse | None:
        """GET it, whole or as htmx would; what is wrong with the answer is noted."""
        what = f"GET {url}{' by htmx' if is_htmx else ''} (from {origin})"
        return self._asked(what, url, lambda: self.browser.get(url, **(HTMX if is_htmx else {})))

    def post(self, url: str, typed: Typed, *, origin: str, is_htmx: bool) -> HttpResponse | None:
        what = f"POST {url}{' by htmx' if is_htmx else ''} {sorted(typed)} (from {origin})"
        extra = HTMX if is_htmx else {}
        return self._asked(what, url, lambda: self.browser.post(url, typed, **extra))

    # --- One request -----------------------------------------------------------------------

    def _asked(self, what: str, url: str, ask: Callable[[], Any]) -> Any:
        self.visited[view_of(url)] += 1
        try:
            with self.portal.working(what):
                response = ask()
                content = b"".join(response) if response.streaming else response.content
        except Exception as exc:
            self._fault(what, told(exc))
            return None
        self._judge(what, url, response, content)
        return response

    def _judge(self, what: str, url: str, response: Any, content: bytes) -> None:
        if response.status_code >= 500:
            self._fault(what, f"status {response.status_code}")
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.status_code in (301, 302, 303):
            self._met(url, response["Location"], what)
        elif kind == "text/html" and content:
            self._judge_page(what, url, content.decode())
        elif kind == "text/csv" and not list(csv.reader(io.StringIO(content.decode("utf-8-sig")))):
            self._fault(what, "an export without a heading")
        elif "spreadsheetml" in kind and zipfile.ZipFile(io.BytesIO(content)).testzip():
            self._fault(what, "a workbook that is broken")

    def _judge_page(self, what: str, url: str, text: str) -> None:
        page = read(text)
        if not url.startswith("/admin/"):  # which shows what is not there as None
            for place in page.debris():
                self._fault(what, f"left over in the text: {place}")
        if page.is_whole and not page.main_words and "<main" in text:
            self._fault(what, "a page without a word")
        if page.is_whole and not page.words:
            self._fault(what, "a page without a word")
        for name in page.twice:
            self._fault(what, f"the id {name} stands there twice")
        # By the letter only once: it takes longer than to make the page.
        if (view_of(url), page.is_whole) not in self._judged and not self.is_brief:
            self._judged.add((view_of(url), page.is_whole))
            for slip in slips(page):
                self._fault(what, f"not well-formed: {slip}")
        self._gather(url, page, is_answer=what.startswith("POST"))

    def _fault(self, what: str, wrong: str) -> None:
        self.portal.faults.append(f"{self.person or 'nobody'}: {what}: {wrong}")

    # --- Where to go from there ------------------------------------------------------------

    def _gather(self, url: str, page: Page, *, is_answer: bool) -> None:
        for href in page.links:
            self._met(url, href, url)
        for address in page.fragments:
            self._met(url, address, url, is_htmx=True)
        for form in page.forms:
            key = (view_of(url), view_of(urljoin(url, form.action or url)), "filters")
            if form.method == "get" and not self._counts[key]:
                self._counts[key] += 1
                action = urljoin(url, form.action or url).partition("?")[0]
                for query in filters(form):
                    self._met(url, f"{action}?{query}", url, is_filter=True)
            if form.method == "post" or any(b.method == "post" for b in form.buttons):
                self._forms.append((url, form, is_answer))

    def _met(
        self, base: str, href: str, origin: str, *, is_htmx: bool = False, is_filter: bool = False
    ) -> None:
        target = urlsplit(urldefrag(urljoin(f"http://testserver{base}", href)).url)
        if target.netloc != "testserver" or target.path.startswith(("/static/", "/admin/")):
            return
        url = f"{target.path}?{target.query}" if target.query else target.path
        view = view_of(url)
        names = tuple(sorted({name for name, _ in parse_qsl(target.query)}))
        if f"{url} {is_htmx}" in self.seen or view in UNTOUCHED:
            return
        kind = (view, names, is_htmx)
        if not is_filter or self.is_brief:
            if self._counts[kind] >= (1 if self.is_brief else VISITS):
                return
            if self._counts[view] >= (2 if self.is_brief else ALL_VISITS):
                return
            self._counts[kind] += 1
            self._counts[view] += 1
        self.seen.add(f"{url} {is_htmx}")
        self._links.append((url, origin, is_htmx))

    def _follow(self, url: str, origin: str, is_htmx: bool) -> None:
        response = self.open(url, origin=origin, is_htmx=is_htmx)
        if response is not None and response.status_code >= 400 and self._is_offered(url, origin):
            self._fault(f"GET {url} (from {origin})", f"the link gives {response.status_code}")
        if not is_htmx and self._counts[view_of(url), "whole"] < 2 and not self.is_brief:
            # The same address by htmx: a fragment, or the whole page.
            self._counts[view_of(url), "whole"] += 1
            self.open(url, origin=origin, is_htmx=True)

    def _is_offered(self, url: str, origin: str) -> bool:
        """Whether the page that had the link still has it: a form may have taken it away."""
        if not origin.startswith("/"):
            return True
        links = read(self.browser.get(origin).content.decode()).links
        return url in {urljoin(origin, href) for href in links}

    # --- Forms -----------------------------------------------------------------------------

    def _send(self, place: str, form: Form, *, is_answer: bool) -> None:
        """With each of its buttons; once for all pages that have it, once for answers to a form."""
        if not form.buttons and all(control.kind == "hidden" for control in form.fields):
            return  # its button is in a part that is not shown
        buttons: list[Button | None] = [*form.buttons] or [None]
        for button in buttons:
            action = (button.action if button else "") or form.action or place
            url = urljoin(place, action)
            method = (button.method if button else "") or form.method
            view = view_of(url)
            if view in UNTOUCHED or method != "post":
                continue
            pressed = (button.name, button.value) if button and button.name else ()
            names = {re.sub(r"\d+", "0", control.name) for control in form.fields}
            key = (view, is_answer, pressed, tuple(sorted(names)))
            if key in self._sent:
                continue
            self._sent.add(key)
            self._send_one(place, url, form, button)

    def _send_one(self, place: str, url: str, form: Form, button: Button | None) -> None:
        if _is_last(url) or self.is_brief:
            self._judge_sent(place, url, as_shown(form, button), is_htmx=False)
            return
        self._judge_sent(place, url, as_shown(form, button), is_htmx=False)
        self._judge_sent(place, url, filled_in(form, button), is_htmx=True)
        self._judge_sent(place, url, filled_in(form, button), is_htmx=False)

    def _judge_sent(self, place: str, url: str, typed: Typed, *, is_htmx: bool) -> None:
        response = self.post(url, typed, origin=place, is_htmx=is_htmx)
        if response is None:
            return
        if response.status_code in (400, 403, 405):
            what = f"POST {url} {typed} (from {place})"
            self._fault(what, f"the form gives {response.status_code}")


class _Asking(HttpRequest):
    """What the administration wants to know of who asks."""

    def __init__(self, person: User | None) -> None:
        super().__init__()
        self.user = person or AnonymousUser()


def view_of(url: str) -> str:
    """The name of the view behind an address, or the first part of the address."""
    path = urlsplit(url).path
    try:
        match = resolve(path)
    except Resolver404:
        return path
    return "admin" if match.app_name == "admin" else match.view_name


def _is_last(url: str) -> bool:
    return any(word in urlsplit(url).path for word in LAST)
