"""What only a person can tell has a page of its own; the first decision stands."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from apps import ingram
from apps.accounts.choices import Role
from apps.accounts.models import User
from apps.submissions import services
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.exceptions import AlreadyDecided
from apps.submissions.models import Submission
from tests.factories import make_membership, make_user

PAGE = "/submissions/attention/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def make_stuck(make_submission) -> Callable[..., Submission]:
    def make(name: str = "PO-1", **changes: object) -> Submission:
        standard = {"state": State.NEEDS_ATTENTION, "next_step_at": None}
        return make_submission(name, **standard | changes)

    return make


@pytest.fixture
def second_manager(account) -> User:
    user = make_user("second-manager", first_name="Noor", last_name="Haddad")
    make_membership(user, account, Role.MANAGER)
    return user


def of(submission: Submission, deed: str) -> str:
    return f"/submissions/{submission.pk}/{deed}/?from=attention"


def read(browser: Client, **more: object) -> str:
    return browser.get(PAGE, **more).content.decode()


def test_what_waits_is_shown_with_its_attempts_and_decisions_the_oldest_first(
    make_stuck, make_submission, upstream, manager, signed_in
):
    upstream.after = [ingram.OutcomeUnknown(status=500)]
    older = make_submission("PO-OLDER")
    services.send(submission_id=older.pk)
    services.needs_attention(submission=older, message="No look-up gave a certain answer.")
    make_stuck("PO-NEWER")
    make_submission("PO-MOVING")
    Submission.objects.filter(pk=older.pk).update(state_since=timezone.now() - timedelta(hours=1))

    page = read(signed_in(manager))

    assert page.index("PO-OLDER") < page.index("PO-NEWER")
    assert "PO-MOVING" not in page
    assert "No look-up gave a certain answer." in page
    assert upstream.correlation_ids[0] in page
    assert "It exists: link it" in page
    assert "hush" not in page


def test_a_rep_reads_it_without_decisions_and_learns_who_decides(
    make_stuck, buyer, second_manager, signed_in
):
    make_stuck()

    page = read(signed_in(buyer))

    assert "PO-1" in page
    assert "Noor Haddad" in page
    assert "It exists: link it" not in page


def test_an_account_sees_its_own_only(make_stuck, outsider, signed_in):
    make_stuck("PO-SECRET")

    page = read(signed_in(outsider))

    assert "PO-SECRET" not in page
    assert "Nothing needs a decision" in page


def test_the_page_answers_htmx_with_its_fragment(make_stuck, manager, signed_in):
    make_stuck()

    fragment = read(signed_in(manager), headers=HTMX)

    assert "<html" not in fragment
    assert "PO-1" in fragment


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_the_same_queries_for_any_number_of_rows(
    make_stuck, manager, signed_in, django_assert_num_queries, rows
):
    for number in range(rows):
        make_stuck(f"PO-{number}")
    browser = signed_in(manager)

    # session, person, accounts, count, rows, attempts; the frame's decisions and reminders
    with django_assert_num_queries(8):
        browser.get(PAGE)


def test_a_manager_decides_from_the_page_and_the_record_bears_the_name(
    make_stuck, upstream, manager, signed_in
):
    upstream.arrived = ["20-RD3QV"]
    exists, lost, given_up = make_stuck("PO-1"), make_stuck("PO-2"), make_stuck("PO-3")
    browser = signed_in(manager)

    linked = browser.post(of(exists, "link"), {"result_number": "20-RD3QV"})
    browser.post(of(lost, "send_again".replace("_", "-")))
    browser.post(of(given_up, "close"))

    assert linked.url == PAGE
    assert "Your decision about PO-1 is recorded." in read(browser)
    for submission, state, outcome in (
        (exists, State.COMPLETED, Outcome.LINKED),
        (lost, State.QUEUED, Outcome.SENT_AGAIN),
        (given_up, State.REJECTED, Outcome.CLOSED),
    ):
        submission.refresh_from_db()
        decision = submission.attempts.get(kind=AttemptKind.DECISION)
        assert (submission.state, decision.outcome) == (state, outcome)
        assert decision.actor == manager


def test_what_was_typed_for_one_is_kept_beside_the_others(make_stuck, manager, signed_in):
    wrong, other = make_stuck("PO-1"), make_stuck("PO-2")

    answer = signed_in(manager).post(of(wrong, "link"), {"result_number": "20-WRONG"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The distributor does not know 20-WRONG" in page
    assert page.count('value="20-WRONG"') == 1
    assert f'id="id_{other.pk}_result_number"' in page


def test_the_second_of_two_managers_is_told_what_the_first_decided(
    make_stuck, upstream, manager, second_manager, signed_in
):
    stuck = make_stuck()
    first, second = signed_in(second_manager), signed_in(manager)
    read(first)
    read(second)

    first.post(of(stuck, "close"))
    late = second.post(of(stuck, "send-again"))

    stuck.refresh_from_db()
    assert late.status_code == 422
    assert "Noor Haddad has already decided: closed by hand." in late.content.decode()
    assert stuck.state == State.REJECTED
    assert upstream.arrived == []


def test_the_side_navigation_bears_the_number_on_every_page(make_stuck, buyer, signed_in):
    browser = signed_in(buyer)
    quiet = browser.get("/submissions/").content.decode()
    make_stuck("PO-1")
    make_stuck("PO-2")

    page = browser.get("/submissions/").content.decode()
    fragment = browser.get("/submissions/", headers=HTMX).content.decode()

    assert "side__count" not in quiet
    assert re.search(r'class="side__count" href="/submissions/attention/"[^>]*>2<', page)
    assert "side__count" not in fragment


def test_a_rep_who_forges_a_decision_is_refused(make_stuck, buyer, signed_in):
    stuck = make_stuck()

    answer = signed_in(buyer).post(of(stuck, "close"))

    stuck.refresh_from_db()
    assert answer.status_code == 403
    assert stuck.state == State.NEEDS_ATTENTION


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_at_the_same_moment_one_decides(
    make_stuck, manager, second_manager, upstream
):
    stuck = make_stuck()
    start = threading.Barrier(2)

    def decide(deed: Callable[..., None], actor: User) -> str:
        try:
            row = Submission.objects.select_related("account__connection").get(pk=stuck.pk)
            start.wait(10)
            deed(submission=row, actor=actor)
        except AlreadyDecided as exc:
            return str(exc)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = list(
            pool.map(decide, (services.close, services.send_again), (manager, second_manager))
        )

    stuck.refresh_from_db()
    decisions = list(stuck.attempts.filter(kind=AttemptKind.DECISION))
    assert sorted(map(bool, told)) == [False, True]
    assert len(decisions) == 1
    assert any(f"{decisions[0].actor} has already decided" in words for words in told)
    assert stuck.state == (State.QUEUED if told[0] else State.REJECTED)
    assert upstream.arrived == []
