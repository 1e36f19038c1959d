"""Handing a mail to the mail server, and what it says of it."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMessage

#: A mail that a worker began to send and did not finish is sent anew after this time.
LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240))
"""Before each further try; after the last one the mail counts as refused, some 8 hours on."""
MOST_WORDS = 500


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What the mail server said, and whether it meant it for good.

    `is_of_the_way` when the server or the way to it is at fault, and not this mail.
    """

    words: str
    is_final: bool
    is_of_the_way: bool = False


def hand_over(message: EmailMessage) -> Trouble | None:
    """Send one mail to one address; None when the server took it."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as exc:
        code, answer = next(iter(exc.recipients.values()))
        return Trouble(words=_told(code, answer), is_final=code >= 500)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError) as exc:
        # Of the way to the server and not of this mail: somebody mends it.
        words = _told(exc.smtp_code, exc.smtp_error)
        return Trouble(words=words, is_final=False, is_of_the_way=True)
    except smtplib.SMTPResponseException as exc:
        return Trouble(words=_told(exc.smtp_code, exc.smtp_error), is_final=exc.smtp_code >= 500)
    except (smtplib.SMTPException, OSError) as exc:
        words = " ".join(str(exc).split()) or type(exc).__name__
        return Trouble(
            words=f"The mail server could not be reached: {words}"[:MOST_WORDS],
            is_final=False,
            is_of_the_way=True,
        )
    except ValueError as exc:  # an address or a header that no mail may have
        return Trouble(words=f"This is no mail: {one_line(str(exc))}"[:MOST_WORDS], is_final=True)
    return None


def one_line(text: str) -> str:
    """The text without line ends and other control characters, fit for a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None when there were enough."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def _told(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.replace(chr(0), ' ').split())}"[:MOST_WORDS]
