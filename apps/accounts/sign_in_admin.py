"""Sign-in in the admin site: invitations, and whose role requires a second factor."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from apps.accounts import invitations
from apps.accounts.choices import Role
from apps.accounts.exceptions import InvitationRefused
from apps.accounts.models import Invitation, SecondFactorRule, User

# Their rows hold secrets or come from the environment; people see to their own at "Sign-in and
# security", and a lost second factor is taken away on the person's page.
for _model in (Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(_model)


@admin.register(SecondFactorRule)
class SecondFactorRuleAdmin(admin.ModelAdmin):
    list_display = ["role", "account"]
    list_filter = ["role"]
    autocomplete_fields = ["account"]


class InvitationForm(forms.ModelForm):
    """Writes nothing itself: an invitation is made and sent by the service."""

    actor: Any = None

    class Meta:
        model = Invitation
        fields = ["email", "account", "role"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                invitations.may_be_invited(account=typed["account"], email=typed["email"])
            except InvitationRefused as exc:
                raise ValidationError({"email": exc.user_message}) from exc
        return typed


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    form = InvitationForm
    list_display = ["email", "account", "role", "invited_by", "sent_at", "accepted_at"]
    list_filter = ["role", "account"]
    search_fields = ["email"]
    autocomplete_fields = ["account"]
    date_hierarchy = "sent_at"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        made = invitations.invite_as_staff(
            account=obj.account,
            email=obj.email,
            role=Role(obj.role),
            actor=cast("User", request.user),
        )
        obj.pk, obj.email = made.pk, made.email

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
