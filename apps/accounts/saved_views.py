"""The filters of a list that a person keeps under a name; each person has their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.accounts.choices import ListPage
from apps.accounts.exceptions import ViewNotSaved
from apps.accounts.models import SavedView, User

MOST_VIEWS = 20
LONGEST_QUERY = 1000


@dataclass(frozen=True, kw_only=True)
class ViewTab:
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class SavedViews:
    """A person's views of one list, and the filters that are set now."""

    page: ListPage
    query: str
    tabs: Sequence[ViewTab]

    @property
    def is_saved(self) -> bool:
        return any(tab.is_current for tab in self.tabs)

    @property
    def may_be_saved(self) -> bool:
        """Whether something is set that no view holds yet."""
        return bool(self.query) and not self.is_saved


def saved_views(user: User, page: ListPage, query: str) -> SavedViews:
    """The person's views of the list beside the query that it shows now. One query."""
    now = told(query)
    tabs = [
        ViewTab(name=view.name, href=href_of(view), is_current=view.query == now)
        for view in views_of(user, page)
    ]
    return SavedViews(page=page, query=now, tabs=tabs)


def views_of(user: User, page: ListPage) -> QuerySet[SavedView]:
    """The person's views of one list, by name."""
    return SavedView.objects.filter(user=user, page=page)


def view_of(user: User, *, view_id: int) -> SavedView:
    """One of the person's own views. Raises Http404."""
    return get_object_or_404(SavedView, user=user, pk=view_id)


def href_of(view: SavedView) -> str:
    """Where the view is seen."""
    path = reverse(view.page)
    return f"{path}?{view.query}" if view.query else path


def told(query: str) -> str:
    """The query in one spelling: without what is empty and the page's number, in one order."""
    pairs = {(name, text) for name, text in parse_qsl(query) if name != "page"}
    return urlencode(sorted(pairs))


@transaction.atomic
def save_view(*, user: User, page: ListPage, name: str, query: str) -> SavedView:
    """Keep the filters under the name; a view of that name shows them from now on.

    Raises ViewNotSaved when there are too many views, or too many filters.
    """
    kept = told(query)
    if len(kept) > LONGEST_QUERY:
        raise ViewNotSaved("These are more filters than a view can hold. Take some away.")
    known = views_of(User.objects.select_for_update().get(pk=user.pk), page)
    if known.count() >= MOST_VIEWS and not known.filter(name=name).exists():
        raise ViewNotSaved(f"A list has at most {MOST_VIEWS} views. Delete one first.")
    view, _ = SavedView.objects.update_or_create(
        user=user, page=page, name=name, defaults={"query": kept}
    )
    return view


@transaction.atomic
def rename_view(*, user: User, view_id: int, name: str) -> SavedView:
    """Give one's own view another name. Raises Http404, and ViewNotSaved if it is taken."""
    User.objects.select_for_update().get(pk=user.pk)
    view = view_of(user, view_id=view_id)
    taken = SavedView.objects.filter(user=user, page=view.page, name=name).exclude(pk=view.pk)
    if taken.exists():
        raise ViewNotSaved(f"Another view is called “{name}”. Choose another name.")
    view.name = name
    view.save(update_fields=["name"])
    return view


def delete_view(*, user: User, view_id: int) -> SavedView:
    """Forget one's own view. Raises Http404."""
    view = view_of(user, view_id=view_id)
    SavedView.objects.filter(pk=view.pk).delete()
    return view
