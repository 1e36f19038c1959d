"""Between the distributor's answers and the rows of the mirror. Pure."""

from apps.returns.mapping.replies import (
    case_terms,
    claim_values,
    details_values,
    kind_of,
    line_rows,
    part_key,
    status_of,
)
from apps.returns.mapping.requests import (
    asked_elements,
    fingerprint,
    fit_of,
    reference_for,
    to_request,
    words_for_unclaimed,
)

__all__ = [
    "asked_elements",
    "case_terms",
    "claim_values",
    "details_values",
    "fingerprint",
    "fit_of",
    "kind_of",
    "line_rows",
    "part_key",
    "reference_for",
    "status_of",
    "to_request",
    "words_for_unclaimed",
]
