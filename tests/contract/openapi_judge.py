"""A judge from outside: openapi-core reads requests as a server made from the documents would."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.contract.documents import Described, plain_document
from tests.ingram.upstream import Seen

HOST = "http://reseller.example"


class _AsRequest:
    """What openapi-core wants to know of a request."""

    def __init__(self, seen: Seen) -> None:
        headers = Headers(dict(seen.headers))
        self.host_url = HOST
        self.path = unquote(seen.path)
        self.method = seen.method.lower()
        self.content_type = headers.get("Content-Type", "")
        self.body = seen.content or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(seen.query),
            header=headers,
            cookie=ImmutableMultiDict(),
            path={},
        )


def complaints(described: Described, seen: Seen) -> Iterator[str]:
    """What is wrong with the request, at most one thing of each of its parts."""
    with warnings.catch_warnings():
        # It cannot judge a token, and does not like a word of the documents: it says so each time.
        warnings.filterwarnings("ignore", "Unsupported scheme type")
        warnings.filterwarnings("ignore", "Use of allowEmptyValue property is deprecated")
        for error in _api(described.name).iter_request_errors(_AsRequest(seen)):
            yield str(error)


@cache
def _api(name: str) -> OpenAPI:
    # None of the documents is valid by the letter of OpenAPI: they are taken as they are.
    document: dict[str, Any] = json.loads(json.dumps(plain_document(name), default=float))
    document["servers"] = [{"url": HOST}]
    return OpenAPI.from_dict(document, config=Config(spec_validator_cls=None))
