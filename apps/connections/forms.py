from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from apps.accounts import logos
from apps.accounts.models import Branding, CustomerAccount, MaintenanceWindow
from apps.connections import services
from apps.connections.base_url import USUAL_ADDRESS, may_be_local
from apps.connections.choices import EnvironmentChoice
from apps.connections.exceptions import UnreadableAddresses
from apps.connections.models import Connection
from apps.connections.services.address_import import MAX_BYTES as MAX_ADDRESS_BYTES

VERSIONS = ("catalog_version", "orders_version", "quotes_version", "invoices_version")


class SecretField(forms.CharField):
    """A secret that may be written and never read: what is stored is not sent to a browser."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"})
        # A secret may begin or end with a space.
        super().__init__(required=False, strip=False, widget=widget, **kwargs)


class ConnectionForm(forms.ModelForm):
    """A connection with its secrets beside it; an empty secret keeps the stored one."""

    new_client_secret = SecretField(label="Client secret")
    new_webhook_secret = SecretField(label="Webhook secret")
    forget_previous_webhook_secret = forms.BooleanField(
        required=False, help_text="Ends a rotation: events signed with it are refused from then on."
    )

    class Meta:
        model = Connection
        fields = [
            "name",
            "environment",
            "base_url",
            "token_path",
            "client_id",
            "sender_id",
            "application_id",
            "contact_email",
            *VERSIONS,
            "is_active",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {
            "new_client_secret": self.instance.client_secret,
            "new_webhook_secret": self.instance.webhook_secret,
        }
        # Only during a rotation is there something to forget.
        rotates = bool(self.instance.previous_webhook_secret)
        self.fields["forget_previous_webhook_secret"].disabled = not rotates
        self._offer_environments()
        for name in VERSIONS:
            # A form that does not speak of versions leaves them as they are.
            self.fields[name].required = False
        for name, secret in stored.items():
            self.fields[name].help_text = "Set. Leave empty to keep it." if secret else "Not set."

    def _offer_environments(self) -> None:
        """A sandbox is for trying out: in production it is a choice where its host is named."""
        base_url, environment = self.fields["base_url"], self.fields.get("environment")
        base_url.required = False
        base_url.help_text = "Leave empty for the distributor's own address."
        if isinstance(environment, forms.ChoiceField) and not may_be_local():
            environment.choices = [
                (value, label)
                for value, label in EnvironmentChoice.choices
                if value != EnvironmentChoice.LOCAL_SANDBOX
            ]

    def clean_base_url(self) -> str:
        typed: str = self.cleaned_data["base_url"]
        environment = self.cleaned_data.get("environment") or self.instance.environment
        if not typed and environment not in USUAL_ADDRESS:
            raise ValidationError("Enter the address.")
        return typed or USUAL_ADDRESS[EnvironmentChoice(environment)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (self.instance.client_secret or cleaned.get("new_client_secret")):
            self.add_error("new_client_secret", "Enter the client secret.")
        return cleaned


class BrandingForm(forms.ModelForm):
    """How papers look; the logo is a file that is checked and made anew."""

    new_logo = forms.FileField(
        label="New logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.gif"}),
        help_text="A .png, .jpg, .webp or .gif of at most 1 MB. It is stored as PNG, at most 1,200 "
        "by 600 pixels.",
    )
    removes_logo = forms.BooleanField(label="Remove the logo", required=False)

    class Meta:
        model = Branding
        fields = ["company_name", "colour", "second_colour", "address", "terms"]
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "second_colour": forms.TextInput(attrs={"type": "color"}),
        }

    def clean_new_logo(self) -> bytes | None:
        chosen: UploadedFile | None = self.cleaned_data["new_logo"]
        if chosen is None:
            return None
        logos.check_size(chosen.size or 0)
        return logos.remade(chosen.read())

    def save(self, commit: bool = True) -> Branding:
        if self.cleaned_data["removes_logo"]:
            self.instance.logo = b""
        if self.cleaned_data["new_logo"]:
            self.instance.logo = self.cleaned_data["new_logo"]
        branding: Branding = super().save(commit)
        return branding


class MaintenanceWindowForm(forms.ModelForm):
    """Hours of a week, in a time zone from the list."""

    time_zone = forms.ChoiceField(
        choices=[(name, name) for name in sorted(zoneinfo.available_timezones())], initial="UTC"
    )

    class Meta:
        model = MaintenanceWindow
        fields = ["weekday", "starts_at", "hours", "time_zone"]


class AddressFileForm(forms.Form):
    """A file of addresses, and the account that they belong to."""

    account = forms.ModelChoiceField(label="Customer account", queryset=CustomerAccount.objects)
    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="A .csv with headings in its first line, at most 1 MB and 2,000 rows.",
    )

    preview: services.AddressPreview

    def clean_file(self) -> UploadedFile:
        chosen: UploadedFile = self.cleaned_data["file"]
        if (chosen.size or 0) > MAX_ADDRESS_BYTES:
            raise ValidationError("The file has more than 1 MB. Divide it into several.")
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "account" in cleaned and "file" in cleaned:
            try:
                self.preview = services.read_addresses(
                    account=cleaned["account"], content=cleaned["file"].read()
                )
            except UnreadableAddresses as exc:
                self.add_error("file", exc.user_message)
        return cleaned


class OfferedAddressesForm(forms.Form):
    """What a preview offered, sealed, so that exactly that is written which was shown."""

    SALT = "connections.addresses"
    LIFETIME = 3600

    offered = forms.CharField(widget=forms.HiddenInput)

    account: CustomerAccount
    rows: list[services.OfferedAddress]

    @classmethod
    def of(cls, account: CustomerAccount, preview: services.AddressPreview) -> OfferedAddressesForm:
        sealed = {"account": account.pk, "rows": [one.to_json() for one in preview.offered]}
        return cls(initial={"offered": signing.dumps(sealed, salt=cls.SALT, compress=True)})

    def clean_offered(self) -> str:
        text: str = self.cleaned_data["offered"]
        try:
            opened = signing.loads(text, salt=self.SALT, max_age=self.LIFETIME)
        except signing.BadSignature as exc:
            raise ValidationError(
                "The preview is more than an hour old. Choose the file again."
            ) from exc
        account = CustomerAccount.objects.filter(pk=opened["account"]).first()
        if account is None:
            raise ValidationError("The account is gone. Choose the file again.")
        self.account = account
        self.rows = [services.OfferedAddress(**row) for row in opened["rows"]]
        return text
