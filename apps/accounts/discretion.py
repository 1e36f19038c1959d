"""Answers whoever may not see amounts without them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from apps.accounts.permissions import Permission, allows
from apps.accounts.selectors import only_in
from apps.core.discretion import amounts_hidden


class AmountsMiddleware:
    """Stands behind CurrentAccountMiddleware. No query.

    The account in which the person works decides whether pages and exports have amounts. While
    they have, nothing is found of accounts in which the person may not see them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        roles: dict[int, str] = request.roles  # type: ignore[attr-defined]
        account = request.account  # type: ignore[attr-defined]
        seeing = {pk for pk, role in roles.items() if allows(role, Permission.SEE_COST)}
        hides = account is not None and account.pk not in seeing
        open_ids = None if hides or len(seeing) == len(roles) else frozenset(seeing)
        with amounts_hidden(hides), only_in(open_ids):
            return self.get_response(request)
