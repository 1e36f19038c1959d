from __future__ import annotations

from apps.ingram.operations import vendor_info
from apps.ingram.schemas.reading import Answer, Many
from apps.ingram.schemas.vendor_info import VendorInfo, VendorInfoRequest
from tests.contract.cases.case import Case

BY_QUOTE = VendorInfoRequest(quote_number="QUO-14551943-D2Y9L9")
BY_PRODUCTS = VendorInfoRequest.model_validate(
    {
        "products": [
            {"ingram_part_number": "5DV320", "vendor_part_number": "V-1"},
            {"plan_id": "438308"},
        ]
    }
)


class VendorInfos(Answer):
    """The root of the answer is an array."""

    entries: Many[VendorInfo] = ()


CASES = (
    Case(
        operation=vendor_info.VENDOR_REQUIRED_INFO,
        answer=VendorInfos,
        calls=(
            lambda client: vendor_info.vendor_required_info(client, BY_QUOTE),
            lambda client: vendor_info.vendor_required_info(client, BY_PRODUCTS),
        ),
        wrapped_in="entries",
    ),
)
