"""The driver of a running stack: one call, one process, one answer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.stack import ROOT, Stack


def drive(stack: Stack, *words: object) -> dict[str, Any]:
    with driving(stack, *words) as process:
        out, _ = process.communicate(timeout=90)
    assert process.returncode == 0
    return dict(json.loads(out))


@contextmanager
def driving(stack: Stack, *words: object) -> Iterator[subprocess.Popen[str]]:
    """The driver while it runs; it ends with the block at the latest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.services.driver", *map(str, words)],
        cwd=ROOT,
        env=stack.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def arrived(stack: Stack, what: str, name: str) -> int:
    """How many quotes or orders of this name the sandbox really received."""
    received = stack.control()[what]
    assert isinstance(received, dict)
    return len(received.get(name, []))


def doctors_words(stack: Stack) -> set[str]:
    """What `manage.py doctor` finds wrong."""
    told = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env=stack.environment,
        capture_output=True,
        text=True,
    ).stdout
    return {line.split()[1] for line in told.splitlines() if line.startswith("wrong")}
