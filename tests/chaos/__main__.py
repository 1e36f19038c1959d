"""`make chaos`: a thousand orders and their changes in the storm, and the table of what came of it.

python -m tests.chaos [--orders 1000] [--changes 150] [--seconds 200] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.storm import Storm
from tests.services.postgresql import throw_away_database


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=150)
    parser.add_argument("--seconds", type=float, default=200, help="over which they are spread")
    parser.add_argument("--patience", type=float, default=600, help="for those that have not ended")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--keep", type=Path, help="a folder for the logs")
    given = parser.parse_args()
    _tell(f"seed {given.seed}")
    with tempfile.TemporaryDirectory() as folder, throw_away_database() as database_url:
        place = given.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        storm = Storm(place, database_url, seed=given.seed, tell=_tell)
        tally = storm.run(
            orders=given.orders,
            changes=given.changes,
            seconds=given.seconds,
            patience=given.patience,
        )
    print(tally.table())
    if tally.faults:
        sys.exit("\n".join(["", "The promise was broken:", *tally.faults]))


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


if __name__ == "__main__":
    main()
