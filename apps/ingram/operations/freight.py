"""Freight: what it would cost to send goods somewhere."""

from __future__ import annotations

from apps.ingram.calls import Operation
from apps.ingram.schemas.freight import FreightAnswer, FreightEstimate, FreightRequest
from apps.ingram.transport import Client

ESTIMATE_FREIGHT = Operation(
    name="freight.estimate",
    method="POST",  # a read all the same: it may be repeated
    path="/resellers/v6/freightestimate",
    needs_contact=True,
)


def estimate_freight(client: Client, request: FreightRequest) -> FreightEstimate:
    """Freight by warehouse, with every carrier that could take it and the totals.

    [spec] POST /resellers/v6/freightestimate
    """
    reply = client.call(ESTIMATE_FREIGHT, body=request)
    envelope = FreightAnswer.read(reply.data)
    found = envelope.estimate or FreightEstimate()
    client.expect(ESTIMATE_FREIGHT, reply, is_there=found.is_told)
    estimate = found.standing_in(envelope.raw)
    return FreightEstimate.read(estimate, correlation_id=reply.correlation_id)
