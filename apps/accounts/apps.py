from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = "People and customer accounts"

    def ready(self) -> None:
        from apps.accounts import recovery_codes, roles, session_lifetime

        session_lifetime.connect()
        recovery_codes.install()
        post_migrate.connect(roles.write_groups, sender=self, dispatch_uid="roles")
