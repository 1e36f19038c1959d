"""People, and which customer accounts they work for."""

from __future__ import annotations

import zoneinfo
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from apps.accounts.models import Membership, User

# One door for everybody, so that guessing is slowed down here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# A person has the one address that stands on their own page.
admin.site.unregister(EmailAddress)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["account"]


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "email", "first_name", "last_name", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "customer_accounts"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": [("first_name", "last_name"), "email", "time_zone"]}),
        ("Portal", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Permissions in the admin site", {"fields": ["groups", "user_permissions"]}),
        ("Dates", {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    ("first_name", "last_name"),
                    "email",
                    "time_zone",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [MembershipInline]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "time_zone":
            return forms.ChoiceField(
                choices=[(name, name) for name in sorted(zoneinfo.available_timezones())],
                initial=db_field.default,
                help_text="Times in the portal are shown in this zone.",
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
