"""The embedded portal, everything in files, on a disk that is full and then is not any more."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.services.counter import arrived, doctors_words
from tests.services.person import Person
from tests.services.rush import ordering
from tests.stack import running_stack, wait_until

MEGABYTE = 2**20
SIZE = 200 * MEGABYTE
PATH = "/resellers/v7/orders"
NO_ROOM = "hardly any room left"

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


class Disk:
    """A file system of its own, which can be filled to the last byte."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            for block in (MEGABYTE, 1):
                try:
                    while file.write(b"\0" * block) == block:
                        pass
                except OSError:
                    continue
        assert shutil.disk_usage(self.folder).free == 0

    def clear(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("Only who may mount a file system can fill one.")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_loses_no_order_and_doubles_none(disk, tmp_path):
    with (
        running_stack(
            tmp_path,
            DJANGO_SETTINGS_MODULE="tests.services.settings",
            VAR_DIR=str(disk.folder),
        ) as stack,
        ordering(stack) as rush,
    ):
        person = Person(stack, stack.port)

        # The answer to this one comes when it can no longer be written down.
        slow = {"kind": "latency", "method": "POST", "path": PATH, "seconds": 3}
        stack.control(faults=[slow], timings={"order_created": 1})
        person.place_order("PO-ON-ITS-WAY")
        wait_until(lambda: not stack.control()["faults"], seconds=60, what="it is on its way")
        disk.fill()
        wait_until(lambda: arrived(stack, "orders", "PO-ON-ITS-WAY") == 1, seconds=60, what="sent")

        wait_until(partial(person.is_told, NO_ROOM), seconds=60, what="every page tells")
        for page in ("/", "/orders/", "/quotes/", "/submissions/"):
            assert person.get(page).status_code == 200, page
        # A call to the distributor leaves a record, so there is none without room for it.
        live = person.get("/catalog/?q=dell")
        assert (live.status_code, "no room left" in live.text) == (503, True)
        assert "storage" in doctors_words(stack)
        rush.start()
        # Now and then one finds room that was given back: it counts like the others.
        wait_until(lambda: rush.person.was_refused > 4, seconds=60, what="orders are refused")
        disk.clear()
        rush.goes_on()
        rush.stop()
        wait_until(lambda: not person.is_told(NO_ROOM), seconds=60, what="nothing is told any more")
        for number in ("PO-ON-ITS-WAY", *rush.numbers):
            wait_until(partial(person.sees_order, number), seconds=200, what=number)
            assert arrived(stack, "orders", number) == 1, number
