"""The scripted server and its client, as in the client's own tests."""

from __future__ import annotations

from tests.ingram.conftest import client, make_client, records, upstream, waits

__all__ = ["client", "make_client", "records", "upstream", "waits"]
