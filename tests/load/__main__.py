"""`make load`: fifty people at once, and a burst of webhooks, on two web processes and PostgreSQL.

python -m tests.load people [--people 50] [--orders 20000] [--seconds 60] [--pause 0]
python -m tests.load webhooks [--events 10000] [--blocks 20] [--seed N]
Each prints its table, and ends with 1 when something went wrong or was too slow.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.load import people, webhooks
from tests.services.postgresql import throw_away_database


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("what", choices=["people", "webhooks"])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--orders", type=int, default=20_000, help="in the mirrors of all")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0, help="seconds a person looks at a page")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--blocks", type=int, default=20, help="each is measured beside a bare one")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--patience", type=float, default=900, help="for what waits at the end")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, throw_away_database() as database_url:
        told = {"people": _people, "webhooks": _webhooks}[given.what]
        faults = told(given, Path(folder), database_url)
    if faults:
        sys.exit("\n".join(["", *faults]))


def _people(given: argparse.Namespace, folder: Path, database_url: str) -> list[str]:
    waits = people.run(
        folder,
        database_url,
        people=given.people,
        orders=given.orders,
        seconds=given.seconds,
        pause=given.pause,
    )
    print(waits.table())
    # Who looks at a page meets idle processes, and the bare page then nothing to wait for.
    judged = () if given.pause else people.LISTS
    slow = [page for page in judged if waits.ratio(page) > people.MOST_TIMES]
    return waits.errors[:20] + [f"{page}: over {people.MOST_TIMES} times" for page in slow]


def _webhooks(given: argparse.Namespace, folder: Path, database_url: str) -> list[str]:
    print(f"  seed {given.seed}", flush=True)
    outcome = webhooks.run(
        folder,
        database_url,
        events=given.events,
        blocks=given.blocks,
        seed=given.seed,
        patience=given.patience,
    )
    print(outcome.table())
    is_slow = outcome.ratio < webhooks.LEAST_OF_BARE
    return outcome.faults + [f"under {webhooks.LEAST_OF_BARE} of the bare view"] * is_slow


if __name__ == "__main__":
    main()
