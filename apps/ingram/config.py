"""What a client is told about its connection. It never looks anything up by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from urllib.parse import SplitResult, urlsplit

from apps.ingram.errors import Misdirected

PRODUCTION_HOST = "api.ingrammicro.com"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SANDBOX_PATH = "/sandbox"


class Environment(StrEnum):
    PRODUCTION = "production"
    DISTRIBUTOR_SANDBOX = "distributor_sandbox"
    LOCAL_SANDBOX = "local_sandbox"


class Priority(StrEnum):
    INTERACTIVE = "interactive"
    BACKGROUND = "background"


class Resource(StrEnum):
    """What has older versions, each to be chosen for itself."""

    CATALOG = "catalog"
    ORDERS = "orders"
    QUOTES = "quotes"
    INVOICES = "invoices"


class ApiVersion(StrEnum):
    """CURRENT is the newest of each operation; V6 reads details as they were before v6.1."""

    CURRENT = "current"
    V6 = "v6"
    V5 = "v5"


#: There never was another version of v6 for the catalogue and for quotes.
VERSIONS: Mapping[Resource, tuple[ApiVersion, ...]] = {
    Resource.CATALOG: (ApiVersion.CURRENT, ApiVersion.V5),
    Resource.ORDERS: (ApiVersion.CURRENT, ApiVersion.V6, ApiVersion.V5),
    Resource.QUOTES: (ApiVersion.CURRENT, ApiVersion.V5),
    Resource.INVOICES: (ApiVersion.CURRENT, ApiVersion.V6, ApiVersion.V5),
}


@dataclass(frozen=True, kw_only=True)
class ClientConfig:
    """One customer account at one connection.

    `key` names the connection: calls with the same key share sessions and the call allowance.
    `contact_email` is the signed-in person's address, sent where the distributor wants one.
    `local_hosts` are further host names (a container's, say) that count as a local sandbox.
    `versions` names the resources for which the country has no current version.
    """

    key: str
    base_url: str
    environment: Environment
    client_id: str
    client_secret: str = field(repr=False)
    customer_number: str
    country_code: str
    sender_id: str = ""
    application_id: str = ""
    token_path: str = "/oauth/oauth20/token"  # noqa: S105 - a path, not a secret
    connect_timeout: float = 5
    read_timeout: float = 30
    pool_size: int = 10
    read_attempts: int = 4
    contact_email: str = ""
    max_answer_bytes: int = 20_000_000
    local_hosts: tuple[str, ...] = ()
    versions: Mapping[Resource, ApiVersion] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for resource, version in self.versions.items():
            if version not in VERSIONS[resource]:
                raise ValueError(f"there is no version {version} of {resource}")

    def version_of(self, resource: Resource) -> ApiVersion:
        return self.versions.get(resource, ApiVersion.CURRENT)

    @cached_property
    def address(self) -> SplitResult:
        """The parts of the base URL. Raises Misdirected when it is none."""
        try:
            address = urlsplit(self.base_url)
            _ = address.port  # read now: it raises when it is no number
        except ValueError as error:
            raise Misdirected(detail="the base URL cannot be read") from error
        return address

    @cached_property
    def is_local(self) -> bool:
        return (self.address.hostname or "") in LOOPBACK | set(self.local_hosts)

    @cached_property
    def root(self) -> str:
        return f"{self.address.scheme}://{self.address.netloc}"

    @cached_property
    def base_path(self) -> str:
        """The base's path; `/sandbox` stands in it once, however often it was typed."""
        parts: list[str] = []
        for part in self.address.path.split("/"):
            if part and not (parts and parts[-1] == part == SANDBOX_PATH.strip("/")):
                parts.append(part)
        return "".join(f"/{part}" for part in parts)

    @property
    def region_code(self) -> str:
        """What the distributor's sandbox wants with an order, and production must never see."""
        return "CS" if self.environment is Environment.DISTRIBUTOR_SANDBOX else ""

    @property
    def token_url(self) -> str:
        # The token endpoint has no /sandbox prefix, for sandbox keys neither (field notes 1).
        return f"{self.root}/{self.token_path.lstrip('/')}"

    def url(self, path: str) -> str:
        base = self.base_path
        if base.endswith(SANDBOX_PATH) and path.startswith(f"{SANDBOX_PATH}/"):
            path = path.removeprefix(SANDBOX_PATH)
        return f"{self.root}{base}/{path.lstrip('/')}"

    def refuse_plain_text(self) -> None:
        """Raises Misdirected when secrets or tokens would travel unencrypted."""
        if self.address.scheme == "https" or (self.address.scheme == "http" and self.is_local):
            return
        raise Misdirected(
            "The address of this connection must begin with https://. Nothing was sent.",
            detail=f"scheme {self.address.scheme!r}",
        )

    def refuse_mismatch(self) -> None:
        """Raises Misdirected when host and declared environment disagree.

        The distributor's document calls the production host "Sandbox" (field notes 1), so
        the address alone is not believed, and neither is the declaration.
        """
        if not self._fits_environment():
            raise Misdirected(
                detail=f"{self.environment} at {self.address.hostname}{self.base_path}"
            )

    def _fits_environment(self) -> bool:
        if self.environment is Environment.LOCAL_SANDBOX:
            return self.is_local
        is_theirs = (
            self.address.hostname == PRODUCTION_HOST
            and self.address.port in (None, 443)
            and self.address.username is None
        )
        wanted = SANDBOX_PATH if self.environment is Environment.DISTRIBUTOR_SANDBOX else ""
        return is_theirs and self.base_path == wanted
