from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from apps.accounts.choices import Role
from apps.accounts.models import User


class SwitchForm(forms.Form):
    """Where to go on working, and the page to come back to."""

    account = forms.IntegerField(min_value=1)
    next = forms.CharField(required=False)


class ViewNameForm(forms.Form):
    """What a saved view of a list is called."""

    name = forms.CharField(
        label="Name", max_length=60, error_messages={"required": "Give the view a name."}
    )


class SaveViewForm(ViewNameForm):
    """A name, and the filters as they stand in the address of the list."""

    query = forms.CharField(required=False, widget=forms.HiddenInput)


class InviteForm(forms.Form):
    """Who is to join the account, and as what."""

    email = forms.EmailField(label="E-mail address", max_length=64)
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.REP)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is untyped
    """Name or address, no longer than either can be: SQLite fails to compare a huge text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = User._meta.get_field("username").max_length or 0  # noqa: SLF001
        said = "That is too long for a user name or an e-mail address."
        self.fields["login"].validators.append(MaxLengthValidator(longest, said))


class NewAddressForm(AddEmailForm):  # type: ignore[misc]  # allauth is untyped
    """The address that one wants to change to."""

    def clean(self) -> dict[str, Any]:
        """Only beside an address that counts: allauth takes one that was never verified away."""
        present = EmailAddress.objects.filter(user=self.user, email=self.user.email.lower())
        if not present.filter(verified=True).exists():
            raise ValidationError("Verify your present address first: send its link again.")
        return dict(super().clean())


class RoleForm(forms.Form):
    """What a member is from now on."""

    role = forms.ChoiceField(label="Role", choices=Role.choices)


class JoinForm(forms.Form):
    """How a new person is called and signs in."""

    first_name = forms.CharField(label="First name", max_length=60)
    last_name = forms.CharField(label="Last name", max_length=60)
    username = forms.CharField(
        label="User name",
        max_length=60,
        validators=[User.username_validator],
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )

    def clean(self) -> dict[str, Any]:
        """A password that is not the name or address, and no common one."""
        typed = super().clean() or self.cleaned_data
        if password := typed.get("password"):
            person = User(**{name: typed.get(name, "") for name in ("username", "first_name")})
            try:
                validate_password(password, person)
            except ValidationError as exc:
                self.add_error("password", exc)
        return typed

    def chosen(self) -> dict[str, str]:
        """What `accept_as_new` takes."""
        return {name: str(self.cleaned_data[name]) for name in self.fields}
