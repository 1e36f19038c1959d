"""Every page of the portal, over a distributor that answers by its own documents.

`WALK_SEEDS=4-23` walks with the random values of other seeds than those of every run.
"""

from __future__ import annotations

import os

import pytest

from tests.walk.answers import Answers, Examples, RandomValues
from tests.walk.conftest import OpenPortal
from tests.walk.portal import Portal
from tests.walk.walker import Walker

FIRST, _, LAST = os.environ.get("WALK_SEEDS", "1-3").partition("-")
SEEDS = range(int(FIRST), int(LAST or FIRST) + 1)


def walk(portal: Portal, *, is_brief: bool) -> list[Walker]:
    """The rep walks everywhere; whoever comes second opens each view once.

    What one sees depends on the role, and not on the values: who walks through random ones is
    the rep, and the administrator, who is shown all columns as they are.
    """
    walkers = [Walker(portal, portal.rep, must_open=not is_brief)]
    if not is_brief:
        walkers += [Walker(portal, who, is_brief=True) for who in (portal.manager, portal.viewer)]
    for walker in walkers:
        walker.walk()
        walker.open_routes()
    administrator = Walker(portal, portal.administrator, is_brief=True)
    administrator.open_administration()
    return [*walkers, administrator]


def told(portal: Portal) -> str:
    return "\n".join(dict.fromkeys(portal.faults + portal.distributor.forbidden))


@pytest.mark.parametrize(
    "answers",
    [Examples(), *map(RandomValues, SEEDS)],
    ids=["examples", *(f"seed-{seed}" for seed in SEEDS)],
)
def test_every_page_opens(answers: Answers, open_portal: OpenPortal) -> None:
    with open_portal(answers) as portal:
        portal.fill()

        walkers = walk(portal, is_brief=isinstance(answers, RandomValues))

    assert sum(sum(walker.visited.values()) for walker in walkers) > 500
    assert not told(portal), told(portal)
