"""What resellers buy, and of whom."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sandbox.data.catalogue import Catalogue, Product

# The vendors with mandatory fields among them, so that every account can try those.
BOUGHT_BY_ALL = ("Cisco", "Microsoft", "Adobe", "Lenovo", "HP Inc")


def favourites(catalogue: Catalogue, dice: random.Random) -> list[list[Product]]:
    """What a reseller buys of: one vendor's orderable products to a list."""
    by_vendor: dict[str, list[Product]] = {}
    for product in catalogue.products:
        if product.is_authorized and not product.is_discontinued:
            by_vendor.setdefault(product.vendor_name, []).append(product)
    always = [by_vendor.pop(name) for name in BOUGHT_BY_ALL]
    return always + dice.sample(list(by_vendor.values()), 12)


def cart(vendors: Sequence[list[Product]], dice: random.Random) -> list[Product]:
    """Mostly of one vendor, as special bids and habits have it."""
    main = dice.choice(vendors)
    chosen = dice.sample(main, dice.randint(1, 5))
    if dice.random() < 0.4:
        chosen += dice.sample(dice.choice(vendors), dice.randint(1, 3))
    return list(dict.fromkeys(chosen))
