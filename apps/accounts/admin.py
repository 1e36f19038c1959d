"""People, and which customer accounts they work for."""

from __future__ import annotations

import zoneinfo
from functools import partial
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.accounts import passwords, second_factor, session_lifetime, sign_in_admin  # noqa: F401 - registers its models
from apps.accounts.models import Membership, User

# One door for everybody, so that guessing is slowed down here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# A person has the one address that stands on their own page.
admin.site.unregister(EmailAddress)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["account"]


class NewPersonForm(forms.ModelForm):
    """A person without a password: they choose it themselves, by a link."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "time_zone"]

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        person: User = super().save(commit)
        return person


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "email", "first_name", "last_name", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "customer_accounts"]
    fieldsets = [
        (None, {"fields": ["username"]}),
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
                ],
                "description": "The person gets a link by e-mail, to choose a password of their "
                "own within an hour.",
            },
        )
    ]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [MembershipInline]
    add_form = NewPersonForm
    actions = ["send_password_link", "sign_out_everywhere", "take_second_factors_away"]

    def get_urls(self) -> list[Any]:
        """Without Django's page on which one sets the password of somebody else."""
        return [url for url in super().get_urls() if url.name != "auth_user_password_change"]

    @admin.action(description="Send a link to choose a new password", permissions=["change"])
    def send_password_link(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Nobody but the person ever knows their password."""
        for person in people:
            passwords.send_link(person, request)
            self.log_change(request, person, "Sent a link to choose a password.")

    @admin.action(description="Sign out everywhere", permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Every session of theirs ends at once; they may sign in again."""
        for person in people:
            session_lifetime.end_all(person)
            self.log_change(request, person, "Signed the person out everywhere.")

    @admin.action(
        description="Take second factors away (lost telephone or key)", permissions=["change"]
    )
    def take_second_factors_away(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Their next sign-in asks for the password only, and sets a new factor up if required.

        `docs/security.md` says what has to be proved first. Whoever holds the lost one is signed
        out, and the person is told.
        """
        for person in people:
            second_factor.take_away(person)
            session_lifetime.end_all(person)
            get_adapter().send_notification_mail("mfa/email/totp_deactivated", person)
            self.log_change(request, person, "Took the second factors away.")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Another address is to be verified by the person at their next sign-in."""
        super().save_model(request, obj, form, change)
        if not change:
            transaction.on_commit(partial(passwords.send_link, obj, request))
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "time_zone":
            return forms.ChoiceField(
                choices=[(name, name) for name in sorted(zoneinfo.available_timezones())],
                initial=db_field.default,
                help_text="Times in the portal are shown in this zone.",
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
