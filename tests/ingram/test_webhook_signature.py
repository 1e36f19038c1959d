"""The signature of inbound events."""

from __future__ import annotations

import pytest

from apps.ingram.webhooks import is_signed, signature


def test_a_signature_is_base64_of_64_bytes_and_differs_by_secret_and_event() -> None:
    assert len(signature("secret", "E1")) == 88
    assert signature("secret", "E1") != signature("secret", "E2")
    assert signature("secret", "E1") != signature("other", "E1")


def test_either_of_two_secrets_may_have_signed() -> None:
    header = signature("old", "E1")

    assert is_signed(header, "E1", secrets=("new", "old"))
    assert not is_signed(header, "E1", secrets=("new",))


@pytest.mark.parametrize(
    ("header", "event_id", "secrets"),
    [
        ("", "E1", ("s",)),
        (signature("s", ""), "", ("s",)),
        (signature("", "E1"), "E1", ("",)),
        (signature("s", "E1"), "E1", ()),
        (signature("s", "E1").lower(), "E1", ("s",)),
        ("ünicode", "E1", ("s",)),
    ],
)
def test_a_missing_or_wrong_part_is_no_signature(
    header: str, event_id: str, secrets: tuple[str, ...]
) -> None:
    assert not is_signed(header, event_id, secrets=secrets)
