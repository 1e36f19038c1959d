"""The distributor's own client, filled in with what every call needs, on the sandbox."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from xi.sdk.resellers import ApiClient, Configuration, api
from xi.sdk.resellers.exceptions import ApiException

from sandbox.testing import SandboxServer

_VARIANTS = ("_with_http_info", "_without_preload_content")
_HEADERS = {
    "im_country_code": "US",
    "im_correlation_id": "0123456789abcdef0123456789abcdef",
    "im_sender_id": "Trade Counter",
    "im_application_id": "Trade Counter",
    "im_customer_contact": "rep@harborpoint.example",
}


def operations() -> dict[str, type]:
    """Every operation that the SDK has, "OrdersApi.post_createorder_v7", and its class."""
    return dict(_operations())


def _operations() -> Iterator[tuple[str, type]]:
    for module in pkgutil.iter_modules(api.__path__, f"{api.__name__}."):
        for name, group in vars(importlib.import_module(module.name)).items():
            if inspect.isclass(group) and group.__module__ == module.name:
                for method in vars(group):
                    if not method.startswith("_") and not method.endswith(_VARIANTS):
                        yield f"{name}.{method}", group


class OfficialSdk:
    """`call(operation, ...)` gives the answer as the SDK's model has read it, as plain JSON."""

    def __init__(self, sandbox: SandboxServer) -> None:
        self.sandbox = sandbox
        self.performed: set[str] = set()
        self._transport = ApiClient(Configuration(host=sandbox.base_url))

    def sign_in(self) -> Any:
        token = self.call(
            "AccesstokenApi.get_accesstoken",
            grant_type="client_credentials",
            client_id=self.sandbox.client_id,
            client_secret=self.sandbox.client_secret,
        )
        self._transport.configuration.access_token = token["access_token"]
        return token

    def call(self, operation: str, **arguments: Any) -> Any:
        answer = self._method(operation, arguments)(**arguments)
        self.performed.add(operation)
        return _plain(answer)

    def refusal(self, operation: str, **arguments: Any) -> tuple[int, Any]:
        """The status and body of a call that is refused."""
        with pytest.raises(ApiException) as caught:
            self._method(operation, arguments)(**arguments)
        return caught.value.status, json.loads(caught.value.body or "null")

    def close(self) -> None:
        self._transport.rest_client.pool_manager.clear()

    def _method(self, operation: str, arguments: dict[str, Any]) -> Callable[..., Any]:
        name = operation.partition(".")[2]
        method: Callable[..., Any] = getattr(operations()[operation](self._transport), name)
        wanted = inspect.signature(method).parameters
        headers = {**_HEADERS, "im_customer_number": self.sandbox.customer_number}
        for header in headers.keys() & wanted.keys():
            arguments.setdefault(header, headers[header])
        return method


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return value.to_dict() if hasattr(value, "to_dict") else value
