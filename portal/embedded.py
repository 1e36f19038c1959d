"""Write the settings file of the embedded demo once: `make run` needs no other set-up.

The keys are made on this machine and kept under `var/`; production names its own.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

VAR_DIR = Path(__file__).resolve().parents[1] / "var"


def prepare(var_dir: Path = VAR_DIR) -> Path:
    """Create `var/portal.env` (readable by its owner only) unless it is there; return its path."""
    var_dir.mkdir(parents=True, exist_ok=True)
    path = var_dir / "portal.env"
    if path.exists():
        return path
    lines = [
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"FIELD_ENCRYPTION_KEYS={Fernet.generate_key().decode()}",
        "ALLOWED_HOSTS=localhost,127.0.0.1,[::1]",
        "HTTPS=off",
        "DEMO=on",
    ]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
    return path


if __name__ == "__main__":
    prepare()
