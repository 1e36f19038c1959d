"""What the distributor's documents would answer: their own examples, and random values by schema.

Both hold what was asked for most of the time, so that the answers of one distributor fit each
other; now and then they do not, as nothing in the documents says that they must.
"""

from __future__ import annotations

import copy
import json
import random
import re
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, given

from tests.contract import documents
from tests.contract.documents import Described
from tests.contract.random_values import Values, conforming
from tests.ingram.upstream import Seen
from tests.walk.reading import DEBRIS

#: Of each page of a list that many are told; then it is empty, as every list ends somewhere.
PAGES = 3
#: Values of a schema that are made at once; then they begin anew.
POOL = 12
_PAGE_NUMBERS = {"pagenumber", "page"}
_PRICES = "/resellers/v6/catalog/priceandavailability"

Answer = tuple[int, Any]


class Answers(ABC):
    """Gives an answer to each request that a document describes; the same ones in each run."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def answer(self, described: Described, seen: Seen) -> Answer:
        """The status and the JSON of the answer; a body of None is no body."""
        with self._lock:
            what = f"{seen.method} {seen.path} {seen.query}"
            self._asked[what] += 1
            # Of its own for each request: what other requests there were changes nothing.
            chance = random.Random(f"{self._seed} {what} {self._asked[what]}")
            status, value = self._made(described, seen, chance)
        value = copy.deepcopy(value)
        if status < 300:
            if chance.random() < 0.8:
                value = asked_for(described, seen, value)
            if _page(seen) > PAGES:
                value = _emptied(value)
        return status, value

    @abstractmethod
    def _made(self, described: Described, seen: Seen, chance: random.Random) -> Answer: ...


class Examples(Answers):
    """The documents' own examples of good answers, one after the other."""

    def __init__(self) -> None:
        super().__init__(seed=0)
        self._told: Counter[str] = Counter()

    def _made(self, described: Described, seen: Seen, chance: random.Random) -> Answer:
        found = list(examples(described))
        if not found:
            return _first_status(described), None
        self._told[described.endpoint] += 1
        return found[(self._told[described.endpoint] - 1) % len(found)]


class RandomValues(Answers):
    """Values that conform: wholly random ones, examples with random parts, documented errors."""

    #: One of so many answers is an error.
    errors = 15

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._pools: dict[str, list[Any]] = {}

    def _made(self, described: Described, seen: Seen, chance: random.Random) -> Answer:
        wrong = list(_refusals(described))
        if wrong and chance.randrange(self.errors) == 0:
            status, schema = chance.choice(wrong)
            name = f"{described.endpoint} {status}"
            return status, self._value(name, schema, chance) if schema else None
        schemas = list(described.answer_schemas())
        found = list(examples(described))
        if not schemas:
            return _first_status(described), None
        if found and chance.random() < 0.6:
            status, value = chance.choice(found)
            return status, self._varied(value, schemas[0], chance)
        return _first_status(described), self._value(described.endpoint, schemas[0], chance)

    def _value(self, name: str, schema: Any, chance: random.Random) -> Any:
        """One of the pool of the schema that has this name."""
        if name not in self._pools:
            self._pools[name] = values(conforming(schema), f"{self._seed} {name}")
        return chance.choice(self._pools[name])

    def _varied(self, value: Any, schema: Any, chance: random.Random) -> Any:
        """The example with some of its members random, and some that may be missing left out."""
        if isinstance(value, dict) and "properties" in schema:
            return {
                key: self._varied(member, schema["properties"].get(key, {}), chance)
                for key, member in value.items()
                if key in schema.get("required", ()) or chance.random() > 0.05
            }
        if isinstance(value, list) and "items" in schema:
            several = value * chance.choice((0, 1, 1, 1, 1, 2)) if len(value) < 20 else value[:20]
            return [self._varied(member, schema["items"], chance) for member in several]
        if chance.random() < 0.15 and schema.get("type") in _SCALARS:
            name = str([schema.get(key) for key in ("type", "format", "enum", "nullable")])
            return self._value(name, schema, chance)
        return value


_SCALARS = ("string", "number", "integer", "boolean")


def values(strategy: Values, seed: str) -> list[Any]:
    """Some values of the strategy, the same ones for the same seed.

    Such as look like a slip of a template are left out: a page that shows them makes none.
    """
    made: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=POOL,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        if not re.search(DEBRIS, json.dumps(value, default=str, ensure_ascii=False)):
            made.append(value)

    collect()
    return made or [None]


def examples(described: Described) -> Iterator[Answer]:
    """Examples of the answers proper: some stand among them that are bodies of webhooks."""
    for judge in documents.all_described(described.method, described.template):
        for name, value in judge.examples():
            status, _, title = name.partition(" ")
            if "webhook" not in title.lower():
                yield int(status), value


def asked_for(described: Described, seen: Seen, value: Any) -> Any:
    """The answer about what was asked for: with the number of the path, a price for each part."""
    if described.template == _PRICES and isinstance(value, list) and value:
        parts = [product.get("ingramPartNumber") for product in seen.json.get("products", ())]
        return [
            {**value[nth % len(value)], "ingramPartNumber": part}
            for nth, part in enumerate(parts)
            if isinstance(value[nth % len(value)], dict)
        ]
    if isinstance(value, dict):
        value = value | {
            key: number
            for name, number in documents.numbers_in(described, seen.path).items()
            for key in value
            if key.lower() in (name.lower(), f"ingram{name.lower()}")
            and isinstance(value[key], str)
        }
    return value


def _page(seen: Seen) -> int:
    for name, value in seen.query:
        if name.lower() in _PAGE_NUMBERS and value.isdecimal():
            return int(value)
    return 1


def _emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: [] if isinstance(member, list) else member for key, member in value.items()}
    return [] if isinstance(value, list) else value


def _refusals(described: Described) -> Iterator[tuple[int, Any]]:
    for status, answer in described.description["responses"].items():
        if status.startswith(("4", "5")):
            media = list(answer.get("content", {}).values())
            yield int(status), media[0].get("schema") if media else None


def _first_status(described: Described) -> int:
    return min(int(s) for s in described.description["responses"] if s.startswith("2"))
