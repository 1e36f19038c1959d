from __future__ import annotations

from tests.services.conftest import database_url, migrated_url, services

__all__ = ["database_url", "migrated_url", "services"]
