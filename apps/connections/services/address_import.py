"""Addresses of an account from a .csv file: read, offered with what is wrong, then written once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import CustomerAccount
from apps.connections.choices import AddressKind
from apps.connections.exceptions import UnreadableAddresses
from apps.connections.models import Address

MAX_BYTES = 1024 * 1024
MAX_ROWS = 2_000

#: The columns of a file, in the order of the example that the page offers.
COLUMNS = (
    "kind",
    "label",
    "address_id",
    "company_name",
    "contact",
    "address_line_1",
    "address_line_2",
    "city",
    "state",
    "postal_code",
    "country_code",
    "phone_number",
    "email",
    "is_default",
)
#: Other headings that people and systems write for the same columns.
_ALSO = {
    "type": "kind",
    "name": "label",
    "id": "address_id",
    "suffix": "address_id",
    "company": "company_name",
    "address_1": "address_line_1",
    "address_2": "address_line_2",
    "street": "address_line_1",
    "zip": "postal_code",
    "zip_code": "postal_code",
    "postcode": "postal_code",
    "province": "state",
    "country": "country_code",
    "phone": "phone_number",
    "e_mail": "email",
    "default": "is_default",
}
_KINDS = {
    "billto": AddressKind.BILL_TO,
    "bill": AddressKind.BILL_TO,
    "shipto": AddressKind.SHIP_TO,
    "ship": AddressKind.SHIP_TO,
}
_YES, _NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"", "no", "n", "false", "0"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, kw_only=True)
class OfferedAddress:
    """A row that can be written, as it will be; `row` is its line in the file."""

    row: int
    kind: str
    label: str
    address_id: str
    company_name: str
    contact: str
    address_line_1: str
    address_line_2: str
    city: str
    state: str
    postal_code: str
    country_code: str
    phone_number: str
    email: str
    is_default: bool

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def kind_label(self) -> str:
        return str(AddressKind(self.kind).label)

    @property
    def place(self) -> str:
        """The address in a line, without its empty parts."""
        city = " ".join(part for part in (self.city, self.state, self.postal_code) if part)
        parts = (self.company_name, self.address_line_1, self.address_line_2, city)
        return ", ".join(part for part in (*parts, self.country_code) if part)


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row that cannot be written, and why, in words."""

    row: int
    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AddressPreview:
    offered: tuple[OfferedAddress, ...]
    refused: tuple[RefusedRow, ...]

    @property
    def count(self) -> int:
        return len(self.offered) + len(self.refused)


def example() -> str:
    """The first lines of a file as it should be."""
    company = "Harbor Point Technologies"
    bill_to = {"kind": "bill-to", "label": "Head office", "address_id": "000"}
    ship_to = {
        "kind": "ship-to",
        "label": "Warehouse",
        "address_id": "200",
        "contact": "Dana Whitfield",
        "address_line_1": "1610 E Saint Andrew Pl",
        "address_line_2": "Dock 4",
        "city": "Santa Ana",
        "state": "CA",
        "postal_code": "92705",
        "country_code": "US",
        "phone_number": "714-555-0114",
        "email": "goods-in@example.com",
        "is_default": "yes",
    }
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(one | {"company_name": company} for one in (bill_to, ship_to))
    return target.getvalue()


def read_addresses(*, account: CustomerAccount, content: bytes) -> AddressPreview:
    """What of the file can be written for the account, and what not and why. One query.

    Nothing is written. Raises UnreadableAddresses when the file as a whole cannot be read.
    """
    rows = _rows(_text(content))
    stored = set(Address.objects.filter(account=account).values_list("kind", "label"))
    labels: dict[tuple[str, str], int] = {}
    defaults: dict[str, int] = {}
    offered: list[OfferedAddress] = []
    refused: list[RefusedRow] = []
    for number, cells in rows:
        address, reasons = _read(account, number, cells)
        key = (address.kind, address.label)
        if key in stored:
            reasons.append(f"“{address.label}” is stored already.")
        elif key in labels:
            reasons.append(f"“{address.label}” stands in row {labels[key]} already.")
        elif address.is_default and address.kind in defaults:
            reasons.append(f"Row {defaults[address.kind]} is the default already.")
        if reasons:
            refused.append(RefusedRow(row=number, label=address.label, reasons=tuple(reasons)))
            continue
        labels[key] = number
        if address.is_default:
            defaults[address.kind] = number
        offered.append(address)
    return AddressPreview(offered=tuple(offered), refused=tuple(refused))


@transaction.atomic
def write_addresses(*, account: CustomerAccount, offered: Sequence[OfferedAddress]) -> int:
    """Write what was offered and confirmed; how many were new.

    Whoever confirms twice writes once: an address whose label is stored stays as it is. A default
    takes the place of the stored one. Four queries and one for each 500 addresses.
    """
    CustomerAccount.objects.select_for_update().get(pk=account.pk)
    stored = set(Address.objects.filter(account=account).values_list("kind", "label"))
    new = [one for one in offered if (one.kind, one.label) not in stored]
    replaced = {one.kind for one in new if one.is_default}
    if replaced:
        Address.objects.filter(account=account, kind__in=replaced).update(is_default=False)
    Address.objects.bulk_create([_model(account, one) for one in new], batch_size=500)
    return len(new)


def _model(account: CustomerAccount, offered: OfferedAddress) -> Address:
    values = offered.to_json()
    del values["row"]
    return Address(account=account, **values)


# --- The file -----------------------------------------------------------------------------


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise UnreadableAddresses("The file has more than 1 MB. Divide it into several.")
    if content.startswith(_SPREADSHEET) or b"\0" in content:
        raise UnreadableAddresses("This is no .csv file. Save the sheet as “CSV UTF-8” first.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Each row that holds something, by its line in the file, with its cells by column."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = _columns(next(reader, []))
        found = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, _named(columns, cells)))
            if len(found) > MAX_ROWS:
                raise UnreadableAddresses(f"More than {MAX_ROWS:,} rows. Divide the file.")
    except csv.Error as exc:
        raise UnreadableAddresses(f"Line {reader.line_num} cannot be read: {exc}.") from exc
    if not found:
        raise UnreadableAddresses("There is no address below the headings.")
    return found


def _columns(headings: Iterable[str]) -> list[str]:
    plain = [re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_") for heading in headings]
    columns = [_ALSO.get(heading, heading) for heading in plain]
    missing = [name for name in ("kind", "label") if name not in columns]
    if missing:
        raise UnreadableAddresses(
            f"The first line must hold the headings; there is none for {' and '.join(missing)}. "
            "Take the example as a pattern."
        )
    twice = {name for name in columns if name in COLUMNS and columns.count(name) > 1}
    if twice:
        raise UnreadableAddresses(f"Two columns are called {' and '.join(sorted(twice))}.")
    return columns


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {
        name: " ".join(cell.split())
        for name, cell in zip(columns, cells, strict=False)
        if name in COLUMNS
    }


# --- One row ------------------------------------------------------------------------------


def _read(
    account: CustomerAccount, number: int, cells: Mapping[str, str]
) -> tuple[OfferedAddress, list[str]]:
    """The row as an address, and the reasons why it cannot be one."""
    reasons: list[str] = []
    told = cells.get("kind", "")
    kind = _KINDS.get(re.sub(r"[^a-z]", "", told.lower()))
    if kind is None:
        reasons.append(f"Kind is “{told}”: write bill-to or ship-to.")
    default = cells.get("is_default", "").lower()
    if default not in _YES | _NO:
        reasons.append(f"Default is “{cells['is_default']}”: write yes, or leave it empty.")
    texts = {name: cells.get(name, "") for name in COLUMNS[1:-1]}
    texts["country_code"] = texts["country_code"].upper() or account.country_code
    address = OfferedAddress(
        row=number, kind=kind or AddressKind.SHIP_TO, is_default=default in _YES, **texts
    )
    return address, [*reasons, *_shortcomings(address)]


def _shortcomings(address: OfferedAddress) -> list[str]:
    values = address.to_json()
    del values["row"]
    reasons = []
    try:
        Address(**values).clean_fields(exclude=["account"])
    except ValidationError as exc:
        reasons = [
            f"{name.replace('_', ' ').capitalize()}: {' '.join(messages)}"
            for name, messages in exc.message_dict.items()
        ]
    if not _COUNTRY.fullmatch(address.country_code):
        reasons.append("Country code: two capital letters, US and not USA.")
    if address.kind == AddressKind.BILL_TO and not address.address_id:
        reasons.append("A bill-to needs the address id agreed at onboarding.")
    if address.kind == AddressKind.SHIP_TO and not address.address_id:
        needed = {"address line 1": address.address_line_1, "city": address.city}
        lacking = [name for name, text in needed.items() if not text]
        if lacking:
            reasons.append(f"A ship-to without an address id needs its {' and '.join(lacking)}.")
    return reasons
