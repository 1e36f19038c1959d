"""The reasons of returns that the distributor knows, as its search wants and its answers have them.

They are not the phrases that a new return gives as its reasons: of those no list exists.
[spec] GET /resellers/v6/returns/search
"""

from __future__ import annotations

import re
from enum import StrEnum

_CODED = re.compile(r"\(\s*(\w+)\s*\)\s*(.*)", re.DOTALL)


class ReturnReason(StrEnum):
    """Each in the distributor's own wording, slips included: it is compared as a whole."""

    ACCOUNT_RECEIVABLES = "(AR) Account Receivables"
    BILL_ONLY = "(BO) Bill Only"
    BUY_BACK = "(BB) Buy Back"
    CONFIGURATION_FEE = "(CF) Configuration Fee"
    CREDIT_EXCEPTION = "(CE) Credit Dept Use - Credit Exception"
    CUSTOMER_SERVICE_DISCRETION = "(CS ) Customer Service Discretion"
    CUSTOMER_SERVICE_ERROR = "(CS1) Customer Service Discretion CS Error"
    DAMAGED_BY_CARRIER = "(DM) Damaged from Carrier"
    DAMAGED_WITHOUT_PRODUCT = "(DN) Damaged Without Product"
    DEFECTIVE = "(DF) Defective Items"
    DEFECTIVE_EXCEPTION = "(DE) Defective Exception"
    DIRECT_CREDIT = "(DI) Direct Credit"
    DIRECT_ORDER = "(DT) Direct/ Special Order"
    DIRECT_SHIP_NOT_SHIPPED = "(DT1) Direct Ship billed, not shipped."
    EXPRESS_WAREHOUSING = "(EW) Express Warehousing"
    FREIGHT_OUT = "(FO) Freight Out"
    INCOMPLETE = "(IN) Incomplete"
    LATIN_AMERICA_VENDOR_CREDITS = "Latin America Vebdor Credits"
    LOST_SHIPMENT = "(LS) Lost Shipment"
    MINIMUM_ORDER_FEE = "(MN) Minimum Order Fee Credit"
    NO_SCAN = "(FX) No-Scan"
    OPENED = "(TE) Opened Return"
    OVER_SHIPMENT = "(OS) Over Shipment"
    PRICING_ERROR = "(PR) Pricing Error"
    RCN = "(RTD) RCN"
    REFUSAL = "(RF) Refusal Credit"
    REINVOICE = "(RI) Re-Invoice"
    REPAIR = "(RP) Return For Repair"
    RETURN_NOT_CREDITED = "(RT) Return Not Credited"
    SALES_DISCRETION = "(SD) Sales Discretion"
    SALES_WRITE_OFF = "(SW) Sales Writeoff"
    SELECT_SOURCE = "Select Source"
    SERIAL_CAPTURE_FAILED = "(FS) Warehouse Failed Serial# Capture"
    SHORT_SHIPMENT = "(SS) Short Shipment"
    SHORT_SHIP_KIT = "(SSK) Short Ship kit"
    STOCK_BALANCE = "(SB) Stock Balance"
    STOCK_BALANCE_EXCEPTION = "(BE) Stock Balance Exception"
    TAX_CREDIT = "(TX) Tax Credit"
    TEST = "test"
    TRADE_IN = "ITAD - Trade-in Credit"
    TRAINING_REFUND = "(TR) Training Refund"
    WITHHOLDING_TAX = "Withholding Tax"
    WRONG_SALES = "(WS) Wrong Sales Sealed"
    WRONG_SHIPPING = "(SH) Incorrect Shipping And Handling"
    WRONG_WAREHOUSE = "(WW) Wrong Warehouse"

    @property
    def code(self) -> str:
        """Its letters, such as DF; "" for the few that have none."""
        return reason_code(self)

    @property
    def sentence(self) -> str:
        """What it says without its code."""
        coded = _CODED.fullmatch(self)
        return coded[2] if coded else str(self)


def reason_code(text: str) -> str:
    """The code at the head of a reason: "(CS ) Customer…" -> CS, for the blank occurs."""
    coded = _CODED.match(text.strip())
    return coded[1].upper() if coded else ""


def reason_of(text: str) -> ReturnReason | None:
    """The known reason of an answer, by its code or else by its words; None for a new one."""
    code = reason_code(text)
    if code:
        return next((reason for reason in ReturnReason if reason.code == code), None)
    words = text.strip().casefold()
    return next((reason for reason in ReturnReason if reason.casefold() == words), None)
