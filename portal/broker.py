"""The embedded broker: kombu's messages in files, made safe for a reader beside a writer.

kombu's own channel fills a message file after it has appeared in the folder. A worker that looks
in between moves half a message away and dies of it; here a message appears whole or not at all.
"""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    # kombu's own channels disagree on the name of the second argument.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        # Readers take the files of a queue in the order of their names.
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}"
        folder = Path(self.data_folder_out)
        part = folder / f"{name}.part"
        try:
            part.write_text(dumps(payload))
            part.replace(folder / f"{name}.msg")
        except OSError:
            part.unlink(missing_ok=True)  # on a full disk half a message would take room for good
            raise


class Transport(filesystem.Transport):
    Channel = Channel
