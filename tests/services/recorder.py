"""A bare application behind the real server: writes down what requests the server read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from portal.whole_bodies import WholeBodies


def record(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    told = {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "body": body.decode("latin-1"),
        "host": environ.get("HTTP_HOST"),
        "scheme": environ.get("HTTP_X_FORWARDED_PROTO"),
    }
    with (Path(os.environ["VAR_DIR"]) / "requests").open("a") as file:
        file.write(json.dumps(told) + "\n")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"heard"]


application = WholeBodies(record)
