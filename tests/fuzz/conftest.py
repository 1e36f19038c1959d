from __future__ import annotations

from tests.walk.conftest import open_portal as open_portal
