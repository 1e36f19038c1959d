"""Run as a process of its own: sets copy.typ in the folder that is named, as copy.pdf there.

Needs nothing of the portal. The fonts come from pip, so that a copy looks the same everywhere.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import manimgx_fonts
import manimgx_fonts_cjk
import typst


def press(folder: Path, *, at: datetime, is_tagged: bool) -> None:
    homes: list[Path] = [
        Path(str(package.__file__)).parent for package in (manimgx_fonts, manimgx_fonts_cjk)
    ]
    typst.compile(
        folder / "copy.typ",
        output=folder / "copy.pdf",
        root=folder,
        font_paths=homes,
        ignore_system_fonts=True,
        format="pdf",
        timestamp=at,
        pdf_tags=is_tagged,
    )


if __name__ == "__main__":
    name, seconds, tagged = sys.argv[1:]
    press(Path(name), at=datetime.fromtimestamp(int(seconds), tz=UTC), is_tagged=tagged == "tagged")
