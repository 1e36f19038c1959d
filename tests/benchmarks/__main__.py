"""`make bench`: what client and portal cost, the latter on the running demo, and printed.

Ratios compare two things measured side by side in this run; absolute figures are the machine's.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urljoin

import psutil
import requests

from tests.benchmarks import at_scale, client
from tests.benchmarks.pairs import ROUNDS, paired_ratio
from tests.stack import Stack, running_stack, wait_until

LISTS = ("/quotes/", "/orders/", "/submissions/")
#: The session, the person and one query, behind the same middleware as every page.
BARE = "/bare/page/"


def main() -> None:
    client.main()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_stack(Path(folder), DJANGO_SETTINGS_MODULE="tests.load.bare_settings") as stack,
    ):
        session = signed_in(stack)
        wait_for_the_mirror(stack, session)
        print_weight(stack, session)
        print_lists(stack, session)
        print_start(stack)
        print_idle(stack)
    at_scale.main()
    # It has clocks of its own, and therefore a process of its own.
    subprocess.run([sys.executable, "-m", "tests.benchmarks.played_day"], check=False)


def signed_in(stack: Stack) -> requests.Session:
    session = requests.Session()
    login = f"{stack.url}/accounts/login/"
    form = session.get(login, timeout=30).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    answer = session.post(
        login,
        data={"login": "rep", "password": "demo-counter", "csrfmiddlewaretoken": token[1]},
        headers={"Referer": login},
        timeout=30,
    )
    assert answer.ok
    assert "/accounts/login" not in answer.url
    return session


def wait_for_the_mirror(stack: Stack, session: requests.Session) -> None:
    for path in ("/quotes/", "/orders/"):
        wait_until(
            lambda path=path: session.get(stack.url + path, timeout=30).text.count("<tr") > 25,
            seconds=120,
            what=f"the back-fill of {path}",
        )


def print_weight(stack: Stack, session: requests.Session) -> None:
    print("\nFirst page, over the wire with an empty cache (limit 100 KB)")
    for path in ("/accounts/login/", "/", "/catalog/?q=dell", "/quotes/"):
        page = session.get(stack.url + path, timeout=60)
        parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
        weights = [wire_bytes(session, urljoin(stack.url, part)) for part in sorted(parts)]
        total = wire_bytes(session, stack.url + path) + sum(weights)
        print(f"  {path:<20} {total / 1024:6.1f} KB in {len(parts) + 1} requests")
    print("\nA swapped list of 25 rows, over the wire (limit 20 KB)")
    for path in LISTS:
        swapped = wire_bytes(session, stack.url + path, **{"HX-Request": "true"})
        print(f"  {path:<20} {swapped / 1024:6.1f} KB")


def wire_bytes(session: requests.Session, url: str, **headers: str) -> int:
    asked = {"Accept-Encoding": "gzip", **headers}
    answer = session.get(url, headers=asked, stream=True, timeout=60)
    return len(answer.raw.read(decode_content=False))


def print_lists(stack: Stack, session: requests.Session) -> None:
    print(f"\nList pages against a bare page (session, one query), median of {ROUNDS} pairs")
    for path in LISTS:
        ratio = paired_ratio(
            lambda path=path: session.get(stack.url + path, timeout=30),
            lambda: session.get(stack.url + BARE, timeout=30),
        )
        print(f"  {path:<20} {ratio:5.1f} x")


def print_start(stack: Stack) -> None:
    stack.kill("web")
    start = time.perf_counter()
    stack.start("web")
    stack.wait_ready()
    print(f"\nThe web process answers {time.perf_counter() - start:.1f} s after its start")


def print_idle(stack: Stack) -> None:
    families = {
        name: [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        for name, pid in stack.pids().items()
    }
    members = [process for family in families.values() for process in family]
    before = sum(sum(process.cpu_times()[:2]) for process in members)
    span = 20.0
    time.sleep(span)
    used = sum(sum(process.cpu_times()[:2]) for process in members) - before
    print("\nIdle demo (limit 600 MB, near 0 % of a core)")
    total = 0.0
    for name, family in families.items():
        megabytes = sum(process.memory_full_info().pss for process in family) / 2**20
        total += megabytes
        print(f"  {name:<20} {megabytes:6.0f} MB")
    print(f"  {'together':<20} {total:6.0f} MB, {100 * used / span:.1f} % of a core")


if __name__ == "__main__":
    main()
