"""The embedded broker under many writers: each message arrives whole."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kombu import Connection

from portal.broker import Transport
from tests.stack import ROOT

WRITERS = 3
MESSAGES = 300

COUNTER = """
import json, subprocess, sys
from queue import Empty
from kombu import Connection

transport, folder, writers, messages = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
options = {
    "data_folder_in": folder,
    "data_folder_out": folder,
    "control_folder": folder + "-control",
}
WRITE = (
    "import json, sys; from kombu import Connection; "
    "queue = Connection(transport=sys.argv[1], transport_options=json.loads(sys.argv[2]))"
    ".SimpleQueue('work'); [queue.put('x' * 500) for _ in range(int(sys.argv[3]))]"
)
queue = Connection(transport=transport, transport_options=options).SimpleQueue("work")
words = [sys.executable, "-c", WRITE, transport, json.dumps(options), str(messages)]
running = [subprocess.Popen(words) for _ in range(writers)]
read = 0
while True:
    busy = any(process.poll() is None for process in running)
    try:
        queue.get(block=False).ack()
        read += 1
    except Empty:
        if not busy:
            break
print(json.dumps(read))
"""


def count_read(transport: str, folder: Path) -> int:
    folder.mkdir()
    folder.with_name(folder.name + "-control").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", COUNTER, transport, str(folder), str(WRITERS), str(MESSAGES)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-600:]
    return int(json.loads(done.stdout))


def test_a_reader_beside_many_writers_reads_every_message(tmp_path):
    assert count_read("portal.broker:Transport", tmp_path / "queue") == WRITERS * MESSAGES


def test_the_file_system_broker_is_the_one_that_writes_whole_files():
    assert isinstance(Connection("filesystem://localhost/").transport, Transport)


def test_a_full_disk_keeps_no_half_message(tmp_path, monkeypatch):
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
    }

    def half(self, text):
        self.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with Connection(transport=Transport, transport_options=options) as connection:
        queue = connection.SimpleQueue("work")
        monkeypatch.setattr(Path, "write_text", half)
        with pytest.raises(OSError, match="No space"):
            queue.put("x")

    assert list((tmp_path / "queue").iterdir()) == []
