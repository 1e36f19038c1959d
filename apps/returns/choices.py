from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone

#: The kind of write that the ledger knows of returns.
CREATE_RETURN = "return.create"


class CaseStatus(TextChoices):
    """Where a return stands (field notes 8.2); the raw text is kept beside.

    `OTHER` is a word the distributor uses and we do not know: its own text is shown.
    """

    OPEN = "open", "Open"
    APPROVED = "approved", "Approved"
    PARTLY_APPROVED = "partly", "Partly approved"
    DENIED = "denied", "Denied"
    VOIDED = "voided", "Voided"
    OTHER = "other", "Other"

    @property
    def tone(self) -> Tone:
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]


#: Of these nothing comes back: the pieces may be asked back for again.
REFUSED_STATUSES = (CaseStatus.DENIED, CaseStatus.VOIDED)
APPROVED_STATUSES = (CaseStatus.APPROVED, CaseStatus.PARTLY_APPROVED)

_TONES = {
    CaseStatus.OPEN: Tone.INFO,
    CaseStatus.APPROVED: Tone.GOOD,
    CaseStatus.PARTLY_APPROVED: Tone.WARN,
    CaseStatus.DENIED: Tone.BAD,
    CaseStatus.VOIDED: Tone.NEUTRAL,
    CaseStatus.OTHER: Tone.NEUTRAL,
}
_ICONS = {
    CaseStatus.OPEN: "hourglass",
    CaseStatus.APPROVED: "circle-check",
    CaseStatus.PARTLY_APPROVED: "circle-dot",
    CaseStatus.DENIED: "circle-x",
    CaseStatus.VOIDED: "ban",
    CaseStatus.OTHER: "circle-question-mark",
}


class CaseKind(TextChoices):
    """Whether goods come back, or only money is claimed for what never arrived."""

    RETURN = "return", "Return"
    CLAIM = "claim", "Claim"
    OTHER = "other", "Other"


class MoveKind(TextChoices):
    """What happened to a case, as the mirror noticed it."""

    STATUS = "status", "Status"
    CREDIT = "credit", "Credit"


class TermKind(TextChoices):
    """What a word of the search index is of a return."""

    CASE = "case", "Case number"
    CLAIM = "claim", "Claim id"
    REFERENCE = "reference", "Reference"
    INVOICE = "invoice", "Invoice number"
    PURCHASE_ORDER = "po", "Purchase order number"
    PART = "part", "Part number"
    SERIAL = "serial", "Serial number"


class AskBy(TextChoices):
    """By what the distributor can be asked for a return."""

    CASE = TermKind.CASE.value, "Case number"
    CLAIM = TermKind.CLAIM.value, "Claim id"
    REFERENCE = TermKind.REFERENCE.value, "Reference"
    INVOICE = TermKind.INVOICE.value, "Invoice number"
    PART = TermKind.PART.value, "Ingram part number"
    VENDOR_PART = "vpn", "Vendor's part number"

    @property
    def term(self) -> TermKind:
        """What it is in the word index."""
        return TermKind.PART if self is AskBy.VENDOR_PART else TermKind(self.value)


class Origin(TextChoices):
    """What a return is started from."""

    INVOICE = "invoice", "Invoice"
    ORDER = "order", "Order"
    SERIAL = "serial", "Serial number"
