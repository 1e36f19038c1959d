from __future__ import annotations

from django.test import Client

from apps.accounts.models import CustomerAccount, User


def test_seen_products_can_be_looked_at_and_not_edited(
    admin_client: Client, buyer: User, account: CustomerAccount, browser: Client
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})
    product = account.products.get()

    listed = admin_client.get("/admin/catalog/product/", {"q": "6ye881"})
    shown = admin_client.get(f"/admin/catalog/product/{product.pk}/change/")
    added = admin_client.get("/admin/catalog/product/add/")

    assert b"6YE881" in listed.content
    assert shown.status_code == 200
    assert b"_save" not in shown.content
    assert added.status_code == 403
