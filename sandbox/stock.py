"""Stock that moves: a world's own view of the products, and what one movement does to them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sandbox.data import examples
from sandbox.data.catalogue import Catalogue, Product
from sandbox.records import StockLevel

FEWEST, MOST = 20, 60
# What people look up in the documentation stays as it stands there.
_FIXED = frozenset(product.part_number for product in examples.PRODUCTS)


class Stockroom(Catalogue):
    """The products of the catalogue, which all worlds share, with the stock of this world."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue.products)
        self._seed = catalogue.products

    def restock(self, levels: Iterable[StockLevel]) -> None:
        """Exactly these products have another stock than in the seed."""
        stock = {level.number: level.stock for level in levels}
        if not stock and self.products is self._seed:
            return
        super().__init__(
            tuple(
                replace(product, stock=stock[product.part_number])
                if product.part_number in stock
                else product
                for product in self._seed
            )
            if stock
            else self._seed
        )


def movements(catalogue: Catalogue, seed: int, tick: int) -> Iterator[StockLevel]:
    """The same goods come and go for the same seed, tick and stock: twenty to sixty parts."""
    dice = random.Random(f"{seed} stock {tick}")
    moving = [product for product in catalogue.products if _moves(product)]
    for product in dice.sample(moving, dice.randint(FEWEST, MOST)):
        yield StockLevel(number=product.part_number, stock=_moved(product.stock, dice))


def _moves(product: Product) -> bool:
    """Only what a reseller may buy from a warehouse."""
    return (
        product.kind == "physical"
        and product.is_authorized
        and not product.is_direct_ship
        and not product.is_discontinued
        and product.part_number not in _FIXED
    )


def _moved(stock: tuple[int, ...], dice: random.Random) -> tuple[int, ...]:
    sold = tuple(count - min(count, dice.randint(0, 9)) for count in stock)
    if sold != stock and dice.random() < 0.7:
        return sold
    first, *others = sold
    return (first + dice.randint(10, 80), *others)
