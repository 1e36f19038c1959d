"""What every page's frame shows: the account, its siblings, the environment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """`account`, `accounts` and `environment` for templates/base.html. No query of its own."""
    account = getattr(request, "account", None)
    connection = account.connection if account else None
    return {
        "portal": {
            "account": account,
            "accounts": getattr(request, "accounts", []),
            "environment": connection.get_environment_display() if connection else "",
            "is_production": bool(connection and connection.is_production),
        }
    }
