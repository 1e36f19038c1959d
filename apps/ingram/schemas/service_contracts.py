"""Contracts, subscriptions and licenses that came with an order line (field notes 5.4)."""

from __future__ import annotations

from apps.ingram.schemas.reading import (
    Answer,
    Day,
    Identifier,
    Many,
    Maybe,
    Text,
    WholeNumber,
    spelt,
)


class Contract(Answer):
    description: Text = spelt("contractDescription")
    number: Identifier = spelt("contractNumber")
    status: Text = spelt("contractStatus")
    starts_on: Day = spelt("contractStartDate", default=None)
    ends_on: Day = spelt("contractEndDate", default=None)
    duration: Text = spelt("contractDuration")


class Subscription(Answer):
    subscription_id: Identifier = ""
    term: Text = spelt("subscriptionTerm")
    renewal_term: Text = ""
    billing_model: Text = ""
    starts_on: Day = spelt("subcriptionStartDate", "subscriptionStartDate", default=None)
    ends_on: Day = spelt("subcriptionEndDate", "subscriptionEndDate", default=None)


class License(Answer):
    numbers: Many[Identifier] = spelt("licenseNumber", default=())
    starts_on: Day = spelt("licenseStartDate", default=None)
    ends_on: Day = spelt("licenseEndDate", default=None)
    description: Text = ""
    quantity: WholeNumber = None


class ServiceContract(Answer):
    contract: Maybe[Contract] = spelt("contractInfo", default=None)
    subscription: Maybe[Subscription] = spelt("subscriptions", default=None)
    license: Maybe[License] = spelt("licenseInfo", default=None)
