"""When a line is to leave and to arrive, as far as the distributor tells (field notes 5.4)."""

from __future__ import annotations

from apps.ingram.schemas.reading import (
    Answer,
    Day,
    Identifier,
    Maybe,
    Text,
    WholeNumber,
    spelt,
)


class DayRange(Answer):
    starts_on: Day = spelt("startDate", default=None)
    ends_on: Day = spelt("endDate", default=None)


class EstimatedShipping(Answer):
    kind: Text = spelt("shipDateType")
    on: Day = spelt("shipDate", default=None)
    between: Maybe[DayRange] = spelt("shipDateRange", default=None)
    source: Text = spelt("shipSource")
    description: Text = spelt("shipDescription")


class EstimatedDelivery(Answer):
    kind: Text = spelt("deliveryDateType")
    on: Day = spelt("deliveryDate", default=None)
    between: Maybe[DayRange] = spelt("deliveryDateRange", default=None)
    source: Text = spelt("deliverySource")
    description: Text = spelt("deliveryDescription")


class EstimatedDates(Answer):
    ship: Maybe[EstimatedShipping] = None
    delivery: Maybe[EstimatedDelivery] = None


class ScheduleLine(Answer):
    line_number: Identifier = ""
    scheduled_on: Day = spelt("scheduleLineDate", default=None)
    quantity_requested: WholeNumber = spelt("requestedQuantity", default=None)
    quantity_confirmed: WholeNumber = spelt("confirmedQuantity", default=None)
    goods_issue_on: Day = spelt("goodsIssueDate", default=None)


class PlannedShipment(Answer):
    line_number: Identifier = ""
    quantity_requested: WholeNumber = spelt("requestedQuantity", default=None)
    quantity_confirmed: WholeNumber = spelt("confirmedQuantity", default=None)
    kind: Text = spelt("dateType")
    on: Day = spelt("date", default=None)
    between: Maybe[DayRange] = spelt("dateRange", default=None)
    delivery_on: Day = spelt("deliveryDate", default=None)
    source: Text = ""
    description: Text = ""
