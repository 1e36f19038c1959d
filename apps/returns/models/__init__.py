"""The mirror of returns, and the forms by which they are asked for."""

from apps.returns.models.mirror import Move, ReturnCase, ReturnCaseLine, Term
from apps.returns.models.reasons import ReasonPhrase
from apps.returns.models.requests import RequestLine, ReturnDraft, new_form_key

__all__ = [
    "Move",
    "ReasonPhrase",
    "RequestLine",
    "ReturnCase",
    "ReturnCaseLine",
    "ReturnDraft",
    "Term",
    "new_form_key",
]
