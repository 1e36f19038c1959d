from __future__ import annotations

from django.db.models import TextChoices


class Area(TextChoices):
    """What an event is about; each is a tab of the list."""

    SIGN_IN = "sign_in", "Sign-in"
    PEOPLE = "people", "People and roles"
    SET_UP = "set_up", "Set-up and secrets"
    WORK = "work", "Sent and decided"
    EXPORT = "export", "Exports"


class Action(TextChoices):
    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    CONFIRMED = "confirmed", "Confirmed who they are"
    SIGNED_OUT = "signed_out", "Signed out"
    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    REMOVED = "removed", "Removed"
    SUBMITTED = "submitted", "Sent to the distributor"
    DECIDED = "decided", "Decided"
    ASKED = "asked", "Asked for approval"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    EXPORTED = "exported", "Exported"


class TermKind(TextChoices):
    """Where a word that an event is found by stands."""

    PERSON = "person", "Person"
    OBJECT = "object", "Object"
    ADDRESS = "address", "Network address"
