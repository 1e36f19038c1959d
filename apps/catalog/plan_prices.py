"""The distributor's subscription prices as steps that people can read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from apps.catalog.plans import PlanDiscount, PlanPrice, PlanResource, PriceTier
from apps.ingram.schemas import catalog as theirs
from apps.ingram.schemas import prices
from apps.ingram.schemas.reading import read_whole_number

ANY_TERM = ""


def plan_prices(answers: Iterable[prices.SubscriptionPrice]) -> tuple[PlanPrice, ...]:
    """[spec] POST /resellers/v6/catalog/priceandavailability, `subscriptionPrice`."""
    return tuple(
        PlanPrice(
            plan_id=plan.plan_id,
            name=plan.name,
            billing_period=words_of_interval(plan.billing_period),
            periods=tuple(map(words_of_period, plan.periods)),
            resources=tuple(_resource(option, plan.periods) for option in plan.options),
        )
        for plan in answers
    )


def words_of_period(answer: theirs.SubscriptionPeriod | theirs.BillingPeriod) -> str:
    """ "1 month", "3 years"; a unit alone where no length was told."""
    unit = answer.unit.lower().removesuffix("s")
    if answer.length is None:
        return unit
    return f"{answer.length:f} {unit}{'' if answer.length == 1 else 's'}"


def words_of_interval(answer: theirs.BillingPeriod | None) -> str:
    """What stands after "every": "month", "3 months"; empty when it was not told."""
    words = words_of_period(answer) if answer else ""
    return words.removeprefix("1 ")


def words_of_units(least: Decimal | None, most: Decimal | None) -> str:
    """How many may be taken; empty when neither limit was told."""
    if least is None and most is None:
        return ""
    if most is None:
        return f"at least {least:,f}"
    return f"{least or Decimal(1):,f} to {most:,f}"


def _resource(
    option: prices.SubscriptionOption, periods: Sequence[theirs.SubscriptionPeriod]
) -> PlanResource:
    return PlanResource(
        name=option.resource_name or option.resource_id,
        vendor_part_number=option.vendor_part_number,
        units=words_of_units(option.units_minimum, option.units_maximum),
        unit_of_measure=option.unit_of_measure.lower(),
        price_model=option.recurring_price_model,
        tiers=(*_tiers(option, periods), *_volume(option)),
        discounts=tuple(
            PlanDiscount(
                kind=special.kind or "Discount",
                program_name=special.program_name,
                amount=special.discount,
                currency=special.currency,
                quantity_limit=special.quantity_limit,
                expires_on=special.expires_on,
            )
            for discounts in option.discounts
            for special in discounts.special_prices
        ),
    )


def _tiers(
    option: prices.SubscriptionOption, periods: Sequence[theirs.SubscriptionPeriod]
) -> Iterator[PriceTier]:
    """Steps of one term and kind of price follow one another; each ends where the next begins."""
    told = [(_term(price.subscription_period, periods), price) for price in option.prices]
    for (term, name), group in groupby(told, key=lambda one: (one[0], one[1].name)):
        steps = sorted((price for _, price in group), key=lambda price: _least(price.quantity) or 0)
        starts = [_least(step.quantity) for step in steps]
        for place, step in enumerate(steps):
            yield PriceTier(
                term=term,
                name=name,
                from_quantity=starts[place],
                to_quantity=_end(starts, place, option.units_maximum),
                # They write 0 where there is no price for the account (field notes 1).
                unit_price=step.unit_price or None,
                retail_price=step.retail_price or None,
                currency=step.currency,
            )


def _volume(option: prices.SubscriptionOption) -> Iterator[PriceTier]:
    steps = [step for discounts in option.discounts for step in discounts.volume]
    steps.sort(key=lambda step: _least(step.quantity) or 0)
    starts = [_least(step.quantity) for step in steps]
    for place, step in enumerate(steps):
        yield PriceTier(
            term=ANY_TERM,
            from_quantity=starts[place],
            to_quantity=_end(starts, place, option.units_maximum),
            unit_price=step.unit_price or None,
            retail_price=step.retail_price or None,
            currency=step.currency,
            is_volume=True,
        )


def _end(starts: Sequence[int | None], place: int, most: Decimal | None) -> int | None:
    later = [start for start in starts[place + 1 :] if start is not None]
    if later:
        return later[0] - 1
    return int(most) if most is not None else None


def _term(told: str, periods: Sequence[theirs.SubscriptionPeriod]) -> str:
    """In the words of the plan's periods: "1 YEARS" and, if only one fits, also a bare "1"."""
    length, _, unit = told.partition(" ")
    unit = unit.lower().removesuffix("s")
    fitting = [
        period
        for period in periods
        if period.length is not None
        and f"{period.length:f}" == length
        and unit in ("", period.unit.lower().removesuffix("s"))
    ]
    return words_of_period(fitting[0]) if len(fitting) == 1 else told.lower()


def _least(text: str) -> int | None:
    try:
        return read_whole_number(text)
    except ValueError:
        return None
