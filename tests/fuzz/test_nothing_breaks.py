"""Whatever anybody sends: a page that says what is wrong, and no error.

`python -m tests.fuzz SECONDS SEED` goes on for as long as it is told.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import count

import pytest

from apps.accounts.choices import Role
from apps.accounts.models import User
from tests.factories import make_account, make_membership, make_user
from tests.fuzz.attacker import Attacker
from tests.fuzz.furnishing import furnish
from tests.walk.answers import Examples
from tests.walk.conftest import OpenPortal
from tests.walk.portal import Portal
from tests.walk.test_every_page import told

SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
#: Of each URL pattern by each person: the first of them is tame.
EXAMPLES = 10 if SECONDS else 3

People = Callable[[Portal], list[User | None]]


def inside(portal: Portal) -> list[User | None]:
    return [portal.viewer, portal.rep, portal.manager]


def outside(portal: Portal) -> list[User | None]:
    """Nobody, a stranger who knows the numbers of this account, and the superuser."""
    stranger = make_user("stranger")
    make_membership(stranger, make_account(customer_number="20-333333"), Role.ADMINISTRATOR)
    return [None, stranger, portal.administrator]


@pytest.mark.parametrize("people", [inside, outside])
def test_nothing_breaks(people: People, open_portal: OpenPortal) -> None:
    with open_portal(Examples()) as portal:
        portal.fill()
        furnish(portal)
        judged: set[tuple[str, bool]] = set()
        attackers = [Attacker(portal, who, is_brief=True, judged=judged) for who in people(portal)]

        until = time.monotonic() + SECONDS
        for seed, attacker in ((seed, who) for seed in count(SEED) for who in attackers):
            if seed > SEED and time.monotonic() >= until:
                break
            attacker.attack(seed, EXAMPLES)

    assert not told(portal), told(portal)
