"""The folder that Django's file backend writes into, its mails one below another."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, cast

import nh3

MOST_SHOWN = 50
_FILE = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]+\.log")
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    place: int
    name: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail as a person reads it.

    `html` is sanitised: no script, style or form, and no picture that did not come along.
    """

    file: str
    place: int
    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def latest(folder: Path) -> list[Mail]:
    """The latest mails of the folder, newest first; none when there is no folder."""
    files = sorted(_files(folder), reverse=True)[:MOST_SHOWN]
    return [mail for file in files for mail in reversed(_mails(folder / file))][:MOST_SHOWN]


def mail_in(folder: Path, *, file: str, place: int) -> Mail | None:
    """One mail, by the file and its place in it; None when there is none such."""
    if not _FILE.fullmatch(file) or not (folder / file).is_file():
        return None
    return next((mail for mail in _mails(folder / file) if mail.place == place), None)


def _files(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if _FILE.fullmatch(path.name)]


def _mails(path: Path) -> list[Mail]:
    # A file may be deleted, or still be written to, while it is read.
    try:
        pieces = path.read_bytes().split(_BETWEEN)
    except FileNotFoundError:
        return []
    return [
        _read(path.name, place, piece)
        for place, piece in enumerate(pieces, start=1)
        if piece.strip()
    ]


def _read(file: str, place: int, content: bytes) -> Mail:
    message = message_from_bytes(content, policy=default)
    return Mail(
        file=file,
        place=place,
        subject=str(message["Subject"] or "No subject"),
        sender=_people(message["From"]),
        recipients=_people(message["To"]),
        sent_at=_moment(str(message["Date"] or "")),
        text=_body(message, "plain"),
        html=_harmless(_body(message, "html"), _pictures(message)),
        attachments=tuple(
            Attachment(
                place=number,
                name=part.get_filename() or f"part {number}",
                content_type=part.get_content_type(),
                content=cast("bytes", part.get_payload(decode=True) or b""),
            )
            for number, part in enumerate(message.iter_attachments(), start=1)
        ),
    )


def _harmless(html: str, pictures: Mapping[str, str]) -> str:
    def kept(tag: str, attribute: str, value: str) -> str | None:
        return pictures.get(value) if attribute == "src" else value

    return nh3.clean(
        html,
        tags={"p", "br", "strong", "em", "b", "i", "a", "ul", "ol", "li", "h1", "h2", "h3", "img"},
        attributes={"a": {"href"}, "img": {"src", "alt", "height"}},
        attribute_filter=kept,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "cid"},
    )


def _pictures(message: EmailMessage) -> dict[str, str]:
    """The PNGs that the HTML names by their content id, as addresses that hold them."""
    return {
        f"cid:{str(part['Content-ID'] or '').strip('<>')}": "data:image/png;base64,"
        + b64encode(cast("bytes", part.get_payload(decode=True) or b"")).decode()
        for part in message.walk()
        if part.get_content_type() == "image/png"
    }


def _people(header: Any) -> str:
    """Names and addresses as one reads them, without the quotes of the format."""
    addresses = getattr(header, "addresses", ())
    return ", ".join(
        f"{one.display_name} <{one.addr_spec}>" if one.display_name else one.addr_spec
        for one in addresses
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # -0000: in no zone of its own
