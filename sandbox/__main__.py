"""`python -m sandbox --port 8001`; every option has an environment variable."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sandbox.server import main


def _arguments() -> argparse.Namespace:
    env = os.environ.get
    parser = argparse.ArgumentParser(prog="sandbox", description=__doc__)
    parser.add_argument("--host", default=env("SANDBOX_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(env("SANDBOX_PORT", "8001")))
    parser.add_argument("--state", type=Path, default=env("SANDBOX_STATE") or None)
    parser.add_argument(
        "--webhook-target",
        action="append",
        dest="webhook_targets",
        default=env("SANDBOX_WEBHOOK_TARGETS", "").split(),
    )
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    main(
        host=given.host,
        port=given.port,
        state=Path(given.state) if given.state else None,
        webhook_targets=tuple(given.webhook_targets),
    )
