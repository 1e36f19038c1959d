"""What is kept of renewals."""

from __future__ import annotations

from apps.renewals.models.mirror import Renewal, RenewalLine, Term
from apps.renewals.models.months import RenewalMonth

__all__ = ["Renewal", "RenewalLine", "RenewalMonth", "Term"]
