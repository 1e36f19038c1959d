"""The distributor as its OpenAPI documents tell of it: a server that judges each request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from tests.contract import documents
from tests.contract.cases import CASES
from tests.contract.documents import Described, shape
from tests.contract.exceptions import REQUESTS, Problem
from tests.contract.requests import departures
from tests.ingram.upstream import TOKEN_PATH, Handler, Seen, Upstream, reply
from tests.walk.answers import Answers


class Distributor(Upstream):
    """`with Distributor(Examples()) as distributor:`; what was forbidden stands in `forbidden`.

    A request that no document has, or that departs from the newest one that has it, gets a 400.
    """

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.forbidden: list[str] = []
        self._answers = answers

    @property
    def base_url(self) -> str:
        return self.url

    def next_answer(self, seen: Seen) -> Callable[[Handler], None]:
        if seen.path == TOKEN_PATH:
            return super().next_answer(seen)
        try:
            return self._answer(seen)
        except Exception as exc:
            # The server would hang up and the portal take it for an outage.
            self.forbidden.append(f"no answer to {seen.method} {seen.path}: {exc!r}")
            raise

    def _answer(self, seen: Seen) -> Callable[[Handler], None]:
        judges = documents.judges(seen.method, seen.path)
        wrong = list(_departures(judges[0], seen)) if judges else ["in no document"]
        if wrong:
            query = "&".join(f"{name}={value}" for name, value in seen.query)
            body = seen.content[:300].decode(errors="replace")
            self.forbidden += [f"{p}: {seen.method} {seen.path}?{query} {body}" for p in wrong]
            return reply(400, {"errors": [{"message": place} for place in wrong]}, {})
        status, value = self._answers.answer(judges[0], seen)
        if value is None:
            return reply(status, None, {})
        return reply(status, json.dumps(value, default=float), {})


def _departures(described: Described, seen: Seen) -> Iterator[str]:
    ours = {
        case.operation.name
        for case in CASES
        if case.operation.method == described.method
        and shape(case.operation.path) == shape(described.template)
    }
    for place in departures(described, seen):
        if not any(Problem(name, place) in REQUESTS for name in ours):
            yield place
