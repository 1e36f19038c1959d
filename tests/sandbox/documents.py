"""The judge of the sandbox's answers is that of the contract tests."""

from __future__ import annotations

from tests.contract.answers import check_answer, check_event

__all__ = ["check_answer", "check_event"]
