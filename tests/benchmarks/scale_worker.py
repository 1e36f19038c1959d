"""A portal with many rows as a process of its own: it says how long its pages take.

python -m tests.benchmarks.scale_worker fill NAME=COUNT… | serve | export LIST PATH | stock
`serve` reads a line a page (`get` or `count`, `page` or `part`, a path) and answers with a line
of JSON each.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from portal.call_room import with_call_room  # noqa: E402
from tests.benchmarks.rows import fill  # noqa: E402
from tests.benchmarks.stock_update import update_stock  # noqa: E402
from tests.factories import make_account, make_connection, make_membership, make_user  # noqa: E402


def main() -> None:
    deed, *rest = sys.argv[1:]
    if deed == "fill":
        prepare({name: int(count) for name, count in (word.split("=") for word in rest)})
    elif deed == "serve":
        serve()
    elif deed == "export":
        print(json.dumps(export(*rest)))
    else:
        print(json.dumps(update_stock()))


def prepare(counts: dict[str, int]) -> None:
    call_command("migrate", verbosity=0)
    # Whole pages name their style sheets by their contents.
    call_command("collectstatic", verbosity=0, interactive=False)
    user = make_user("rep")
    account = make_account(make_connection())
    make_membership(user, account)
    fill(account, counts)


def browser() -> Client:
    found = Client()
    found.force_login(User.objects.get(username="rep"))
    return found


def serve() -> None:
    client = browser()
    as_served = with_call_room(answer)
    for line in sys.stdin:
        print(json.dumps(as_served(client, line.rstrip("\n"))), flush=True)


def answer(client: Client, told: str) -> dict[str, Any]:
    deed, shape, path = told.split(" ", 2)
    headers = {} if shape == "page" else {"HX-Request": "true"}
    if deed == "get":
        start = time.perf_counter()
        client.get(path, headers=headers)
        return {"seconds": time.perf_counter() - start}
    with CaptureQueriesContext(connection) as captured:
        page = client.get(path, headers=headers)
    slowest = max(captured.captured_queries, key=lambda query: float(query["time"]))
    links = (b'"table__link', b'class="hit"')
    return {
        "status": page.status_code,
        "rows": sum(page.content.count(link) for link in links),
        "queries": len(captured),
        "slowest": slowest,
        "database": sum(float(query["time"]) for query in captured.captured_queries),
    }


def export(list_path: str, path: str) -> dict[str, Any]:
    """What the answer weighs and the process at its fullest, in MB."""
    client = browser()
    client.get(list_path, headers={"HX-Request": "true"})
    before = peak()
    start = time.perf_counter()
    answer = client.get(path)
    first = 0.0
    size = 0
    for piece in answer.streaming_content:
        first = first or time.perf_counter() - start
        size += len(piece)
    took = time.perf_counter() - start
    return {"before": before, "peak": peak(), "size": size / 2**20, "first": first, "took": took}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
