"""Returns as the API spells them: a row of a search, the details, the answer to a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.invoicing import with_dashes
from sandbox.records import ReturnCase


def return_row(case: ReturnCase) -> dict[str, Any]:
    """The claim id has another name here than in the details, the status is in capitals."""
    return {
        "returnClaimId": case.rma_claim_id,
        "caseRequestNumber": case.number,
        "createdOn": _moment(case.created_at),
        "type": _type(case),
        "returnReason": case.reason,
        "referenceNumber": case.reference_number,
        "estimatedTotalValue": case.estimated_total,
        **_credit(case),
        "modifiedOn": _moment(case.modified_at),
        "status": case.status.upper(),
        "links": _links(case),
    }


def return_details(case: ReturnCase) -> dict[str, Any]:
    return {
        "typeOfDetails": _type(case),
        "rmaClaimId": case.rma_claim_id,
        "caseRequestNumber": case.number,
        "createdOn": _moment(case.created_at),
        "returnReason": case.reason,
        "referenceNumber": case.reference_number,
        "status": case.status,
        "returnWarehouseAddress": case.return_warehouse_address,
        "products": [
            {
                "ingramLineNumber": case.line_number,
                "description": case.description,
                "ingramPartNumber": case.part_number,
                "vendorPartNumber": case.vendor_part_number,
                "upc": case.upc,
                "invoiceDate": f"{case.invoiced_on.isoformat()}T00:00:00Z",
                "invoiceNumber": with_dashes(case.invoice_number),
                "customerOrderNumber": case.customer_order_number.upper(),
                "quantity": case.quantity,
                "unitPrice": case.unit_price,
                "extendedPrice": case.value,
                "status": case.status,
                "returnBranch": case.return_branch,
                "shipFromBranch": case.ship_from_branch,
                "requestDetails": case.notes,
                "additionalDetails": _outcome(case),
            }
        ],
        "subTotal": case.value,
        "tax": case.tax,
        "additionalFees": case.fees,
        "estimatedTotal": case.estimated_total,
    }


def created_claim(case: ReturnCase) -> dict[str, Any]:
    """One of the answer's returnsClaims: of the day only, and without claim id so far."""
    return {
        "rmaClaimId": case.rma_claim_id,
        "caseRequestNumber": case.number,
        "referenceNumber": case.reference_number,
        "createdOn": case.created_at.date().isoformat(),
        "type": _type(case).upper(),
        "returnReason": case.reason,
        "ingramPartNumber": case.part_number,
        "vendorPartNumber": case.vendor_part_number,
        "quantity": case.quantity,
        "notes": case.notes,
        "estimatedTotalValue": case.estimated_total,
        **_credit(case),
        "status": case.status,
        "links": _links(case),
    }


def _type(case: ReturnCase) -> str:
    return "Claim" if case.is_claim else "Return"


def _credit(case: ReturnCase) -> dict[str, Any]:
    # Left out while nothing is known: the schema refuses the null of its own example.
    return {} if case.credit is None else {"credit": case.credit}


def _outcome(case: ReturnCase) -> str:
    if not case.quantity_approved:
        return case.decision
    return f"{case.decision}: {case.quantity_approved} of {case.quantity}"


def _links(case: ReturnCase) -> list[dict[str, str]]:
    href = f"/resellers/v6/returns/{case.number}"
    return [{"topic": "returnsClaimsDetails", "href": href, "type": "get"}]


def _moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
