"""From a paper to a PDF, in a process of its own (`paper/press.py`).

So the 200 MB that hundreds of lines take for a moment are given back, a web process stays
small, and what goes wrong there takes nothing else along.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from apps.copies.choices import CopyKind
from apps.copies.exceptions import CopyNotSet
from apps.copies.mapping import Paper

PAPER = Path(__file__).parent / "paper"
MOST_SECONDS = 60
_one_at_a_time = Lock()

log = logging.getLogger(__name__)


def pdf_of(paper: Paper, *, logo: bytes = b"", at: datetime) -> bytes:
    """The paper as a PDF; the same paper and second give the same bytes.

    500 lines take a few seconds. A customer copy is tagged for screen readers; an internal one
    is not, which halves its size. Raises CopyNotSet.
    """
    with TemporaryDirectory(prefix="copy-") as name, _one_at_a_time:
        folder = Path(name)
        (folder / "copy.typ").write_bytes((PAPER / "copy.typ").read_bytes())
        (folder / "copy.json").write_text(json.dumps(asdict(paper)))
        if paper.has_logo:
            (folder / "logo.png").write_bytes(logo)
        tagged = "tagged" if paper.kind == CopyKind.CUSTOMER else "plain"
        _run(str(folder), str(int(at.timestamp())), tagged)
        return (folder / "copy.pdf").read_bytes()


def _run(*arguments: str) -> None:
    # Our own interpreter and file, and no text of a person among the arguments.
    command = [sys.executable, "-I", str(PAPER / "press.py"), *arguments]
    try:
        subprocess.run(  # noqa: S603
            command, check=True, capture_output=True, timeout=MOST_SECONDS, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as exc:
        said = (exc.stderr or b"").decode("utf-8", "replace")[-2_000:]
        log.exception("a copy was not set: %s", said)
        raise CopyNotSet(
            "The copy could not be set on paper. Try again; if it stays so, tell an administrator."
        ) from exc
