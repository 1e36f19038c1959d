"""`python -m tests.fuzz SECONDS SEED`: attack for so long; with DATABASE_URL, on that server."""

from __future__ import annotations

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["FUZZ_SECONDS"], os.environ["FUZZ_SEED"] = sys.argv[1:]
    sys.exit(pytest.main(["tests/fuzz", "-q"]))
