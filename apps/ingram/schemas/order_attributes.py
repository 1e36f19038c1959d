"""The additional attributes of an order by their documented names (field notes 5.2, 6.4)."""

from __future__ import annotations

from enum import StrEnum


class OrderAttribute(StrEnum):
    """The documents mix the cases of some names: this is how their descriptions spell them."""

    ALLOW_DUPLICATE_CUSTOMER_ORDER_NUMBER = "allowDuplicateCustomerOrderNumber"
    ALLOW_ORDER_ON_CUSTOMER_HOLD = "allowOrderOnCustomerHold"
    ALLOW_PARTIAL_ORDER = "allowPartialOrder"
    CHANNEL_CODE = "channelCode"
    CUSTOMER_PO_TYPE = "customerPOType"
    DEP_ORDER_NUMBER = "depOrderNbr"
    DPAS_PROGRAM_ID = "DpasProgramId"
    DPAS_RATING = "DpasRating"
    DYNAMIC_MESSAGE_LINE1 = "dynamicMessageLine1"
    ENABLE_COMMENTS_AS_LINES = "enableCommentsAsLines"
    END_USER_DEP_ID = "euDepId"
    END_USER_SEARCH_TERM = "endUserSearchTerm"
    GOVERNMENT_END_USER_DATA = "govtEndUserData"
    GOVERNMENT_END_USER_POSTAL_CODE = "govtEndUserPostalCode"
    GOVERNMENT_END_USER_TYPE = "govtEndUserType"
    GOVERNMENT_PROGRAM_TYPE = "govtProgramType"
    GOVERNMENT_PUBLIC_PRIVATE_CODE = "govtPublicPrivateCode"
    GOVERNMENT_SOLICITATION_NUMBER = "govtSolicitationNumber"
    ORDER_TYPE = "orderType"
    SHIP_FROM_WAREHOUSE_ID = "shipFromWarehouseId"
    SOLD_TO = "soldTo"
    STORAGE_LOCATION = "storageLocation"
    Z101 = "Z101"


#: The longest values (field notes 11).
LONGEST = {
    OrderAttribute.END_USER_DEP_ID: 32,
    OrderAttribute.GOVERNMENT_END_USER_POSTAL_CODE: 9,
}
_BY_LOWER_CASE = {attribute.lower(): attribute.value for attribute in OrderAttribute}


def documented_name(name: str) -> str:
    """The name as documented, whatever its case; an unknown name stays as it is."""
    return _BY_LOWER_CASE.get(name.lower(), name)
