"""Twenty reps for eight hours: how often the portal asks the distributor, and how often it would.

python -m tests.benchmarks.played_day plays the day in one process: the real views, services and
tasks (run at once instead of by a worker) against the sandbox over HTTP. Time is compressed: the
clocks of portal and sandbox jump fifteen seconds a step, and at each step what is due is run as
beat would run it. Nothing holds calls back (the allowance is lifted on both sides), so the busiest
minute is what the portal wants, not what it is granted.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

REPS, VIEWS, ORDERS, EVENTS = 20, 1_500, 60, 400
HOURS, STEP = 8, 15
MOST_SHARE, MOST_A_MINUTE = 0.1, 60
SEED = 20_261_123
#: One order's parcels and invoice are told in so many events at once.
PARCELS = 4

#: Which pages a day of order work opens, by weight.
MIX = {
    "start": 10,
    "orders": 30,
    "search": 10,
    "order": 35,
    "quotes": 6,
    "quote": 6,
    "submissions": 3,
}
#: Calls for what each page shows, by a portal that asks on every view: the rows, and one call for
#: the number in each tab.
ASKED_EACH_VIEW = {
    "start": 2 + 2,  # orders: latest, on hold; quotes: ready, expiring
    "orders": 1 + 5,  # rows, tabs
    "search": 1,
    "order": 1,
    "quotes": 1 + 3,
    "quote": 1,
    "submissions": 0,
}
#: The lists show when each order is expected. Order search does not tell that: a call a row.
ROWS = {"orders": 25, "search": 25}
#: An order is checked (price and stock, twice) and sent by either portal.
ASKED_EACH_ORDER = 3


class Clock:
    """Real time and what was jumped over."""

    def __init__(self) -> None:
        self.jumped = timedelta(0)

    def now(self, tz: Any = None) -> datetime:
        return datetime.now(tz) + self.jumped

    def time(self) -> float:
        return self.now().timestamp()

    def rule(self) -> None:
        """Let Django and its cache in this process live by this clock."""
        import django.core.cache.backends.base
        import django.core.cache.backends.locmem
        import django.utils.timezone

        clock = self

        class Told(type):
            def __instancecheck__(cls, instance: object) -> bool:
                return isinstance(instance, datetime)

        class Jumping(datetime, metaclass=Told):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
                return clock.now(tz)

        django.utils.timezone.datetime = Jumping
        for module in (django.core.cache.backends.base, django.core.cache.backends.locmem):
            module.time = SimpleNamespace(time=self.time)


@dataclass
class Day:
    """What the day is made of, and what was counted."""

    sandbox: Any
    clock: Clock
    account: Any
    people: Sequence[Any]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    views: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    busiest: Counter[str] = field(default_factory=Counter)
    orders: int = 0
    events: int = 0
    first_call: int = 0
    told: set[str] = field(default_factory=set)
    minutes: list[Counter[str]] = field(default_factory=list)

    def play(self) -> None:
        steps = HOURS * 3600 // STEP
        viewed = self._moments(VIEWS, steps)
        ordered = self._moments(ORDERS, steps * 9 // 10)
        self.first_call, before = self._last_call(), self._counted()
        for step in range(steps):
            self._jump()
            for _ in range(viewed[step]):
                self._view()
            for _ in range(ordered[step]):
                self._order()
            is_minute_over = (step + 1) % (60 // STEP) == 0
            if is_minute_over or ordered[step - 1]:  # a new order is told of in seconds
                state = self.sandbox.state()
                self._carry_events(state["events"], EVENTS * (step + 1) // steps)
            if is_minute_over:
                after = Counter(state["calls"])
                self.minutes.append(after - before)
                before = after
            self._beat(step)
        self.minutes.append(self._counted() - before)
        for minute in self.minutes:
            self.calls += minute
            self.busiest |= minute

    def _last_call(self) -> int:
        from apps.connections.models import ApiCall

        return ApiCall.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def reasons(self) -> Counter[str]:
        """What the details of orders were read for, by the records of the calls."""
        from apps.connections.models import ApiCall

        calls = ApiCall.objects.filter(pk__gt=self.first_call, operation="orders.details")
        words = {"order": "an event", "mirror": "the schedule", "orders": "a page"}
        told = [purpose.split(" ")[0] for purpose in calls.values_list("purpose", flat=True)]
        return Counter(words.get(word, "the ledger") for word in told)

    def _moments(self, count: int, steps: int) -> Counter[int]:
        # People come in waves: after nine, after lunch.
        hours = (3, 2, 1.5, 1, 0.7, 2, 2, 1)
        weights = [hours[step * HOURS // steps] for step in range(steps)]
        return Counter(self.chance.choices(range(steps), weights, k=count))

    def _jump(self) -> None:
        self.clock.jumped += timedelta(seconds=STEP)
        self.sandbox.advance(STEP)

    def _counted(self) -> Counter[str]:
        return Counter(self.sandbox.state()["calls"])

    def _view(self) -> None:
        page = self.chance.choices(list(MIX), list(MIX.values()))[0]
        browser = self.chance.choice(self.people)
        answer = browser.get(self._address(page))
        assert answer.status_code == 200, (page, answer.status_code)
        # What the page asks for by itself: a reading under way, prices that come later.
        for url in set(_FOLLOWS.findall(answer.content.decode())):
            browser.get(url.replace("&amp;", "&"), headers={"HX-Request": "true"})
        self.views[page] += 1

    def _address(self, page: str) -> str:
        from apps.orders.models import Order
        from apps.quotes.models import Quote

        if page == "order":
            # Mostly what is new: people follow what they have just ordered.
            newest = Order.objects.filter(account=self.account).order_by("-ordered_on", "-pk")
            return str(newest[int(self.chance.expovariate(1 / 40)) % 200].get_absolute_url())
        if page == "quote":
            quotes = Quote.objects.filter(account=self.account)
            return str(quotes[self.chance.randrange(40)].get_absolute_url())
        if page == "orders":
            return "/orders/" + self.chance.choice(
                ("", "", "?tab=open", "?tab=shipped", "?page=2", "?tab=hold")
            )
        if page == "search":
            return "/orders/" + self.chance.choice(("?q=20-", "?q=cisco", "?q=PO-DAY-1"))
        return {"start": "/", "quotes": "/quotes/", "submissions": "/submissions/"}[page]

    def _order(self) -> None:
        from apps.accounts.models import User
        from apps.catalog.services import price_and_availability
        from apps.submissions import services as submissions
        from tests.orders.at_distributor import OTHER_PART, PART, order_body

        self.orders += 1
        name = f"PO-DAY-{self.orders}"
        actor = User.objects.get(username="rep-1")
        for _ in range(2):
            price_and_availability(self.account, [PART, OTHER_PART], actor=actor, fresh=True)
        submissions.enqueue(
            kind=self.chance.choice(("order.create_v7", "order.create_v6")),
            account=self.account,
            actor=actor,
            form_key=name,
            business_key=name,
            body=order_body(name).body(),
        )

    def _carry_events(self, announced: Sequence[Any], due: int) -> None:
        """The sandbox's own, and others to make the day's number: parcels of one order at once."""
        from apps.orders.models import Order
        from portal.celery import app
        from tests.orders.at_distributor import post, tell

        connection = self.account.connection
        # They are stored as they come, and acted on by the next sweep, as by a worker that is busy.
        app.conf.task_always_eager = False
        for event in announced:
            if event["eventId"] not in self.told and self.events < EVENTS:
                self.told.add(event["eventId"])
                assert post(connection, event["body"]) == 200
                self.events += 1
        while due - self.events >= (1 if due == EVENTS else PARCELS):
            newest = Order.objects.filter(account=self.account).order_by("-ordered_on", "-pk")
            order = newest[self.chance.randrange(120)]
            for _ in range(min(PARCELS, due - self.events)):
                tell(connection, order.ingram_order_number, f"PARCEL-{self.events}")
                self.events += 1
        app.conf.task_always_eager = True

    def _beat(self, step: int) -> None:
        from apps.submissions import tasks as submissions
        from apps.sync import tasks as sync
        from apps.webhooks import tasks as webhooks

        submissions.sweep.delay()
        webhooks.sweep.delay()
        if step % 2 == 0:
            sync.run_due.delay()


_FOLLOWS = re.compile(r'hx-get="([^"]+)"[^>]*hx-trigger="(?:load|every)')


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django

    django.setup()
    from sandbox.settings import Timings
    from sandbox.testing import SandboxServer

    timings = Timings(order_shipped=3 * 3600, order_invoiced=3.1 * 3600, order_delivered=86_400)
    with SandboxServer(timings=timings) as sandbox:
        sandbox.control(limits={"get": None, "other": None})
        day = begin(sandbox)
        day.play()
        report(day)


def begin(sandbox: Any) -> Day:
    """A portal whose mirror is filled, with twenty people signed in."""
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from apps.connections.services import allowance
    from apps.ingram.limiter import NoLimiter
    from portal.celery import app
    from tests.factories import make_account, make_connection, make_membership, make_user

    setup_test_environment()
    call_command("migrate", verbosity=0)
    app.conf.update(task_always_eager=True, task_eager_propagates=False)
    clients = sys.modules["apps.connections.services.clients"]
    clients.limiter_of = lambda _connection: NoLimiter()  # type: ignore[attr-defined]
    assert allowance
    account = make_account(make_connection(sandbox))
    people = []
    for number in range(1, REPS + 1):
        person = make_user(f"rep-{number}")
        make_membership(person, account)
        browser = Client()
        browser.force_login(person)
        people.append(browser)
    clock = Clock()
    clock.rule()
    day = Day(sandbox=sandbox, clock=clock, account=account, people=people)
    fill(day)
    return day


def fill(day: Day) -> None:
    """The first reading is not the day's: it is made before."""
    from apps.connections.services import client_for
    from apps.orders import sync_resource
    from apps.sync.models import SyncState

    while not is_filled(SyncState.objects.all()):
        day._jump()
        day._beat(0)
    with client_for(day.account) as client:
        while sync_resource.DETAILS.read_some(client, day.account):
            pass


def is_filled(rows: Any) -> bool:
    found = list(rows)
    return bool(found) and all(row.filled_at for row in found)


def report(day: Day) -> None:
    made = sum(day.calls.values())
    per_view = sum(ASKED_EACH_VIEW[page] * count for page, count in day.views.items())
    either = ASKED_EACH_ORDER * day.orders
    views = sum(day.views.values())
    print(
        f"\nA played day: {REPS} reps, {views} page views, {day.orders} orders, "
        f"{day.events} webhooks, {HOURS} h in steps of {STEP} s"
    )
    print(f"  {'endpoint':<58} {'calls':>6} {'busiest minute':>15}")
    for endpoint, count in sorted(day.calls.items(), key=lambda item: -item[1]):
        print(f"  {endpoint:<58} {count:>6} {day.busiest[endpoint]:>15}")
    rows = sum(ROWS.get(page, 0) * count for page, count in day.views.items())
    print(f"  {'together':<58} {made:>6}")
    reasons = ", ".join(f"{reason} {count}" for reason, count in day.reasons().most_common())
    print(f"  details were read for: {reasons}")
    print("  a portal that calls the API on every page view, and this one's share of its calls")
    for asked, what in (
        (views + either, "a single call for each view"),
        (per_view + either, "rows and the numbers in the tabs"),
        (per_view + rows + either, f"all that the page shows (at most {MOST_SHARE})"),
    ):
        print(f"    {what:<54} {asked:>6}   {made / asked:.3f}")
    most = max(day.busiest.values())
    print(f"  most calls of an endpoint in a minute: {most} (at most {MOST_A_MINUTE})")
    if made > MOST_SHARE * asked or most > MOST_A_MINUTE:
        raise SystemExit("  over the limit")


if __name__ == "__main__":
    main()
