"""Where a connection may lead, and what environment an address belongs to.

The client refuses again at each call (`ClientConfig.refuse_mismatch`); here a person reads why.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from apps.connections.choices import EnvironmentChoice
from apps.ingram.config import LOOPBACK, PRODUCTION_HOST, SANDBOX_PATH, ClientConfig, Environment
from apps.ingram.errors import Misdirected

# Narrower than a URL may be: two parsers cannot read these characters in two ways.
_PLAIN = re.compile(
    r"https?://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(/[A-Za-z0-9._-]+)*/?"
)

_EXPECTED = {
    EnvironmentChoice.PRODUCTION: f"Production is https://{PRODUCTION_HOST}:443, without /sandbox.",
    EnvironmentChoice.DISTRIBUTOR_SANDBOX: (
        f"The distributor's sandbox is https://{PRODUCTION_HOST}:443{SANDBOX_PATH}."
    ),
    EnvironmentChoice.LOCAL_SANDBOX: (
        "A local sandbox listens on this machine, for example at http://127.0.0.1:8001, or on a "
        "host that LOCAL_HOSTS names."
    ),
}

#: Where the distributor is reached, unless it tells an application otherwise.
USUAL_ADDRESS = {
    EnvironmentChoice.PRODUCTION: f"https://{PRODUCTION_HOST}:443",
    EnvironmentChoice.DISTRIBUTOR_SANDBOX: f"https://{PRODUCTION_HOST}:443{SANDBOX_PATH}",
}


_THEIRS = "ingrammicro.com"


def local_hosts() -> tuple[str, ...]:
    """Other hosts where a sandbox may listen (LOCAL_HOSTS), in lower case; never one of theirs."""
    return tuple(host.lower() for host in settings.LOCAL_HOSTS if not is_theirs(host))


def may_be_local() -> bool:
    """Whether a sandbox is a choice: while the portal is tried out, or where a host is named."""
    return settings.DEBUG or settings.DEMO or bool(local_hosts())


def is_theirs(host: str) -> bool:
    """Whether the host is the distributor's: what is sent there may be real."""
    return f".{host.lower().rstrip('.')}".endswith(f".{_THEIRS}")


def environment_of(base_url: str) -> EnvironmentChoice:
    """The one environment that the address can belong to; ValidationError when there is none."""
    check_form(base_url)
    for environment in EnvironmentChoice:
        if _fits(base_url, environment):
            return environment
    raise ValidationError(
        f"{base_url} belongs to no environment. {' '.join(_EXPECTED.values())}",
        code="unknown_host",
    )


def check_environment(base_url: str, environment: str) -> None:
    """ValidationError unless the address is one of the declared environment."""
    check_form(base_url)
    declared = EnvironmentChoice(environment)
    if not _fits(base_url, declared):
        raise ValidationError(_EXPECTED[declared], code="mismatch")


def check_form(base_url: str) -> None:
    """ValidationError unless the address is a plain https one (http to a local sandbox)."""
    if not _PLAIN.fullmatch(base_url):
        raise ValidationError(
            "Give a plain address such as https://api.ingrammicro.com:443: scheme, host, port and "
            "path, without user name, password, ? or #.",
            code="form",
        )
    parts = urlsplit(base_url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK | {*local_hosts()}:
        raise ValidationError(
            "The address must begin with https://, or secrets would travel unencrypted.",
            code="plain_text",
        )


def _fits(base_url: str, environment: EnvironmentChoice) -> bool:
    config = ClientConfig(
        key="",
        base_url=base_url,
        environment=Environment(environment),
        client_id="",
        client_secret="",
        customer_number="",
        country_code="",
        local_hosts=local_hosts(),
    )
    try:
        config.refuse_plain_text()
        config.refuse_mismatch()
    except (Misdirected, ValueError):  # ValueError: a port beyond 65535
        return False
    return True
