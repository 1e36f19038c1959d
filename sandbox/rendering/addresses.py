"""Addresses as the API spells them."""

from __future__ import annotations

from sandbox.records import Address


def address(of: Address | None, *, with_country: bool = True) -> dict[str, str]:
    of = of or Address()
    country = {"countryCode": of.country_code} if with_country else {}
    return {
        "contact": of.contact,
        "companyName": of.company_name,
        "addressLine1": of.line1,
        "addressLine2": of.line2,
        "addressLine3": of.line3,
        "city": of.city,
        "state": of.state,
        "postalCode": of.postal_code,
        "phoneNumber": of.phone_number,
        "email": of.email,
    } | country
