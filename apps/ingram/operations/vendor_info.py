"""Vendor required info (v7): which fields an order needs before the vendor takes it."""

from __future__ import annotations

from apps.ingram.calls import Operation
from apps.ingram.schemas.vendor_info import VendorInfo, VendorInfoRequest
from apps.ingram.transport import Client

VENDOR_REQUIRED_INFO = Operation(
    name="vendor_info.required", method="POST", path="/resellers/v7/vendorrequiredinfo"
)


def vendor_required_info(client: Client, request: VendorInfoRequest) -> tuple[VendorInfo, ...]:
    """What the vendors of a quote or of products demand, one entry for each.

    The order of the entries is not promised: match by number. Errors come as `messages` of an
    entry, under a good status. A POST that only reads, so it is retried.
    [spec] POST /resellers/v7/vendorrequiredinfo
    """
    reply = client.call(VENDOR_REQUIRED_INFO, body=request)
    # An object that stands without its list is believed too.
    entries = reply.data if isinstance(reply.data, list) else [reply.data]
    infos = tuple(VendorInfo.read(x, correlation_id=reply.correlation_id) for x in entries)
    # An answer that tells nothing must not pass as "nothing is demanded".
    is_there = bool(infos) and all(info.is_told for info in infos)
    client.expect(VENDOR_REQUIRED_INFO, reply, is_there=is_there)
    return infos
