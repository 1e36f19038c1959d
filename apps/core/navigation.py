"""The places of the portal, in the order of the side navigation."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place. `key` follows `g` on the keyboard; only four fit the bar of a telephone.

    The one that `shows_attention` bears the number of things that wait for a decision.
    """

    label: str
    url_name: str
    icon: str
    key: str
    in_bar: bool = False
    after_rule: bool = False
    shows_attention: bool = False
    for_staff: bool = False
    for_roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlaceLink:
    """A place as one person sees it on one page."""

    place: Place
    url: str
    is_current: bool


PLACES = (
    Place(label="Start", url_name="start", icon="house", key="s", in_bar=True),
    Place(label="Catalogue", url_name="catalog:search", icon="search", key="c", in_bar=True),
    Place(label="Quotes", url_name="quotes:list", icon="file-text", key="q", in_bar=True),
    Place(label="Orders", url_name="orders:list", icon="package", key="o", in_bar=True),
    Place(label="Returns", url_name="returns:list", icon="undo-2", key="r"),
    Place(label="Invoices", url_name="invoices:list", icon="receipt-text", key="i"),
    Place(label="Renewals", url_name="renewals:list", icon="calendar-sync", key="n"),
    Place(label="Deals", url_name="deals:list", icon="handshake", key="d"),
    Place(
        label="Submissions",
        url_name="submissions:list",
        icon="send",
        key="u",
        after_rule=True,
        shows_attention=True,
    ),
    Place(
        label="Calls",
        url_name="oversight:calls",
        icon="activity",
        key="l",
        for_roles=("manager", "administrator"),
    ),
    Place(
        label="Audit",
        url_name="oversight:audit",
        icon="scroll-text",
        key="t",
        for_roles=("administrator",),
    ),
    Place(label="Admin", url_name="admin:index", icon="settings", key="a", for_staff=True),
)


def links_for(path: str, *, is_staff: bool, role: str = "") -> list[PlaceLink]:
    """The places that exist and that the person may enter; the one holding `path` is current."""
    links = []
    for place in PLACES:
        url = _url(place)
        if url is None or (place.for_staff and not is_staff):
            continue
        if place.for_roles and role not in place.for_roles:
            continue
        is_current = path == url if place.url_name == "start" else path.startswith(url)
        links.append(PlaceLink(place=place, url=url, is_current=is_current))
    return links


def _url(place: Place) -> str | None:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        # Its app is not part of this release.
        return None
