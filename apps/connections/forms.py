from __future__ import annotations

from typing import Any

from django import forms

from apps.connections.models import Connection

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
        for name in VERSIONS:
            # A form that does not speak of versions leaves them as they are.
            self.fields[name].required = False
        for name, secret in stored.items():
            self.fields[name].help_text = "Set. Leave empty to keep it." if secret else "Not set."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (self.instance.client_secret or cleaned.get("new_client_secret")):
            self.add_error("new_client_secret", "Enter the client secret.")
        return cleaned
