"""A page as a browser without scripts reads it: its words, its links, its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import html5lib

#: Traces of a value that nobody formatted, or of a template that nobody filled in.
DEBRIS = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|\bNaN\b|\bnan\b|\bundefined\b|\[object "
    r"|<[\w.]+ object|<function|\bDecimal\(|\bdatetime\.|\bNone\b(?! of)"
    r"|&(?:amp|lt|gt|quot|nbsp|#\d+);"
)
_TEMPLATE = re.compile(r"<template\b[^>]*>(.*?)</template>", re.DOTALL)
_SILENT = {"script", "style", "template", "title"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
_VOID |= {"source", "track", "wbr"}
#: What the data may bring about, and no template.
_OF_DATA = {"invalid-codepoint", "illegal-codepoint-for-numeric-entity"}


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    is_on: bool = True
    options: list[str] = field(default_factory=list)


@dataclass
class Button:
    name: str
    value: str
    action: str
    method: str


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    #: Controls may name a form that is not on the page.
    is_there: bool = False


@dataclass
class Page:
    """`is_whole` is False of a fragment."""

    text: str
    is_whole: bool
    words: str
    main_words: str
    links: list[str]
    fragments: list[str]
    forms: list[Form]
    twice: list[str]

    def debris(self) -> Iterator[str]:
        for found in DEBRIS.finditer(self.words):
            yield f"{self.words[max(found.start() - 30, 0) : found.end() + 30]!r}"


def read(text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    words = " ".join(" ".join(reader.words).split())
    return Page(
        text=text,
        is_whole="<html" in text[:300],
        words=words,
        main_words=" ".join(" ".join(reader.main_words).split()),
        links=reader.links,
        fragments=reader.fragments,
        forms=[form for form in (*reader.forms, *reader.forms_by_id.values()) if form.is_there],
        twice=[name for name in reader.ids if reader.ids.count(name) > 1],
    )


def slips(page: Page) -> Iterator[str]:
    """Where the page is not well-formed, by the letter of the HTML standard."""
    # The parser is older than the element: what is in it is read as a fragment of its own.
    yield from _slips(_TEMPLATE.sub("", page.text), page.is_whole)
    for inside in _TEMPLATE.findall(page.text):
        yield from _slips(inside, is_whole=False)


def _slips(text: str, is_whole: bool) -> Iterator[str]:
    for tag, container in (("tr", "tbody"), ("td", "tr")):
        if not is_whole and text.lstrip().startswith(f"<{tag}"):
            # Rows or cells, and beside them what is swapped elsewhere: only in a table is a row
            # a row.
            rows, end, text = text.rpartition(f"</{tag}>")
            yield from _errors(rows + end, container)
    yield from _errors(text, "" if is_whole else "div")


def _errors(text: str, container: str) -> Iterator[str]:
    parser = html5lib.HTMLParser()
    if container:
        parser.parseFragment(text, container=container)
    else:
        parser.parse(text)
    lines = text.splitlines()
    for (line, _), code, data in parser.errors:
        if code not in _OF_DATA:
            yield f"{code} {data} at {lines[line - 1].strip()[:120]!r}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fragments: list[str] = []
        self.forms: list[Form] = []
        self.forms_by_id: dict[str, Form] = {}
        self.words: list[str] = []
        self.main_words: list[str] = []
        self.ids: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._textarea: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        # What is swapped out of band takes the other one's place.
        if "id" in given and "hx-swap-oob" not in given:
            self.ids.append(given["id"])
        for name in ("aria-label", "title", "placeholder", "alt"):
            self.words.append(given.get(name, ""))
        self._note_address(tag, given)
        if tag == "form":
            self._start_form(given)
        elif tag in ("input", "select", "textarea", "button"):
            self._start_control(tag, given)
        elif tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
            if "selected" in given:
                self._select.value = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            if not self._select.value and self._select.options:
                self._select.value = self._select.options[0]
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.value += data
        if _SILENT.isdisjoint(self._open):
            self.words.append(data)
            if "main" in self._open:
                self.main_words.append(data)

    def _note_address(self, tag: str, given: dict[str, str]) -> None:
        if tag == "a" and given.get("href", "#")[:1] != "#":
            self.links.append(given["href"])
        elif given.get("hx-get"):
            self.fragments.append(given["hx-get"])

    def _start_form(self, given: dict[str, str]) -> None:
        action = given.get("action") or given.get("hx-post") or given.get("hx-get") or ""
        method = given.get("method") or ("post" if "hx-post" in given else "get")
        known = self.forms_by_id.get(given.get("id", ""))
        self._form = known or Form("", "get")
        self._form.action, self._form.method = action, method.lower()
        self._form.is_there = True
        if "id" in given:
            self.forms_by_id[given["id"]] = self._form
        elif known is None:
            self.forms.append(self._form)

    def _start_control(self, tag: str, given: dict[str, str]) -> None:
        form = self._form
        if "form" in given:
            form = self.forms_by_id.setdefault(given["form"], Form("", "get"))
        kind = given.get("type", "submit" if tag == "button" else "text").lower()
        name, value = given.get("name", ""), given.get("value", "")
        control = Field(name, kind if tag == "input" else tag, value)
        if tag == "select":
            self._select = control
            control.value = ""
        elif tag == "textarea":
            self._textarea = control
        elif tag == "button" or kind in ("submit", "image"):
            self._add_button(form, kind, name, value, given)
            return
        if form is None or not name or "disabled" in given:
            return
        if kind in ("checkbox", "radio"):
            control.value = value or "on"
            control.is_on = "checked" in given
        form.fields.append(control)

    def _add_button(
        self, form: Form | None, kind: str, name: str, value: str, given: dict[str, str]
    ) -> None:
        action = given.get("formaction") or given.get("hx-post") or ""
        method = given.get("formmethod") or ("post" if "hx-post" in given else "")
        if form is None and "hx-post" in given:
            form = Form(given["hx-post"], "post", is_there=True)
            self.forms.append(form)
        if form is not None and kind == "submit" and "disabled" not in given:
            form.buttons.append(Button(name, value, action, method.lower()))
