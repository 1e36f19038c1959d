"""What `manage.py check` says of the hosts that are taken for a local sandbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from apps.connections.base_url import is_theirs


@checks.register(checks.Tags.security)
def no_host_of_theirs(**kwargs: Any) -> list[checks.CheckMessage]:
    """The distributor's own hosts are never a sandbox of ours, whatever is named."""
    theirs = [host for host in settings.LOCAL_HOSTS if is_theirs(host)]
    if not theirs:
        return []
    words = f"LOCAL_HOSTS names {', '.join(theirs)}, which is the distributor's. It does not count."
    return [checks.Error(words, hint="Name only hosts of a sandbox.", id="connections.E001")]


@checks.register(checks.Tags.security, deploy=True)
def named_hosts(**kwargs: Any) -> list[checks.CheckMessage]:
    """To a named host secrets may travel unencrypted: well for a demo or a trial only."""
    if settings.DEMO or not settings.LOCAL_HOSTS:
        return []
    words = f"LOCAL_HOSTS takes {', '.join(settings.LOCAL_HOSTS)} for a sandbox, without https too."
    return [checks.Warning(words, hint="Leave it empty in production.", id="connections.W001")]
