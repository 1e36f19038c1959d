"""Where goods and bills go."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from apps.accounts.models import CustomerAccount
from apps.connections import services
from apps.connections.forms import AddressFileForm, OfferedAddressesForm
from apps.connections.models import Address
from apps.connections.services.address_import import COLUMNS, example

IMPORT = "admin/connections/address/import.html"


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ["label", "kind", "address_id", "city", "is_default", "account"]
    list_filter = ["kind", "country_code", "account"]
    list_select_related = ["account"]
    search_fields = ["label", "company_name", "address_id", "city", "postal_code"]
    search_help_text = "A label, a company, a city, a postal code or an address id."
    autocomplete_fields = ["account"]
    fieldsets = [
        (
            None,
            {
                "fields": ["account", ("kind", "label"), ("address_id", "is_default")],
                "description": "The address id is the suffix that the distributor gave the address "
                "at onboarding: 000 for the first bill-to, 200 for the first ship-to.",
            },
        ),
        (
            "Where",
            {
                "fields": [
                    ("company_name", "contact"),
                    ("address_line_1", "address_line_2"),
                    ("city", "state"),
                    ("postal_code", "country_code"),
                    ("phone_number", "email"),
                ]
            },
        ),
    ]

    def get_urls(self) -> list[Any]:
        imports = self.admin_site.admin_view(self.import_view)
        download = self.admin_site.admin_view(self.example_view)
        return [
            path("import/", imports, name="connections_address_import"),
            path("import/example/", download, name="connections_address_example"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file, see what it offers, confirm. A GET and a file write nothing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "offered" in request.POST:
            return self._write(request)
        account = request.GET.get("account", "")
        form = AddressFileForm(
            request.POST or None,
            request.FILES or None,
            initial={"account": account if account.isdecimal() else None},
        )
        if not form.is_valid():
            return self._page(request, form=form)
        account, preview = form.cleaned_data["account"], form.preview
        confirm = OfferedAddressesForm.of(account, preview) if preview.offered else None
        return self._page(request, account=account, preview=preview, confirm=confirm)

    def example_view(self, request: HttpRequest) -> HttpResponse:
        headers = {"content-disposition": 'attachment; filename="addresses.csv"'}
        return HttpResponse(example(), "text/csv; charset=utf-8", headers=headers)

    def _write(self, request: HttpRequest) -> HttpResponse:
        confirmed = OfferedAddressesForm(request.POST)
        if not confirmed.is_valid():
            for problem in confirmed.errors["offered"]:
                messages.error(request, str(problem))
            return redirect("admin:connections_address_import")
        written = services.write_addresses(account=confirmed.account, offered=confirmed.rows)
        there = len(confirmed.rows) - written
        also = f" {there} had been written before." if there else ""
        messages.success(request, f"{written} addresses of {confirmed.account} written.{also}")
        return redirect(f"../?account__id__exact={confirmed.account.pk}")

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        account: CustomerAccount | None = context.get("account")
        common = {
            **self.admin_site.each_context(request),
            "title": "Import addresses",
            "subtitle": str(account) if account else None,
            "opts": self.opts,
            "columns": COLUMNS,
        }
        return TemplateResponse(request, IMPORT, common | context)
