from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps import ingram
from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount
from apps.ingram import Priority
from apps.sync import registry, selectors, services
from apps.sync.choices import SyncStatus
from apps.sync.exceptions import BeingRead
from apps.sync.models import SyncState
from tests.factories import make_account
from tests.sync.shelf import CODE


def step(account: CustomerAccount) -> SyncState:
    row = SyncState.objects.get(account=account)
    services.step(state_id=row.pk)
    row.refresh_from_db()
    return row


def fill(account: CustomerAccount) -> SyncState:
    services.run_due()
    for _ in range(3):
        row = step(account)
    return row


def make_due(account: CustomerAccount, **changes: object) -> None:
    SyncState.objects.filter(account=account).update(**{"next_step_at": timezone.now(), **changes})


def test_a_new_account_is_filled_page_by_page_with_visible_progress(account, shelf):
    services.run_due()
    waiting = selectors.freshness(account, CODE)
    step(account)
    filling = selectors.freshness(account, CODE)
    step(account)
    step(account)
    filled = selectors.freshness(account, CODE)

    assert waiting.state == SyncStatus.WAITING
    assert (filling.state, filling.done, filling.total) == (SyncStatus.FILLING, 10, 30)
    assert (filled.state, filled.done) == (SyncStatus.FRESH, 30)
    assert filled.as_of is not None
    assert shelf.pages_read == [1, 2, 3]


@pytest.mark.parametrize("total", [-1, 2**62])
def test_a_filling_goes_on_when_the_distributor_cannot_count(account, shelf, total):
    shelf.total = total

    filled = fill(account)

    assert shelf.pages_read == [1, 2, 3]
    assert (filled.last_error, filled.total) == ("", None)
    assert filled.filled_at is not None


def test_the_whole_filling_runs_by_its_own_wake_up_calls(account, shelf, eager_tasks):
    with eager_tasks():
        services.run_due()

    assert shelf.pages_read == [1, 2, 3]


def test_a_filling_goes_on_where_a_killed_worker_left_it(account, shelf):
    services.run_due()
    step(account)
    shelf.failures = [SystemExit()]
    with pytest.raises(SystemExit):
        step(account)

    step(account)
    assert shelf.pages_read == [1]
    make_due(account)
    step(account)

    assert shelf.pages_read == [1, 2]


def test_a_filled_mirror_is_read_again_when_its_time_has_come(account, shelf):
    fill(account)

    step(account)
    assert shelf.recent_read == 0
    make_due(account)
    step(account)

    assert shelf.recent_read == 1
    assert selectors.freshness(account, CODE).state == SyncStatus.FRESH


def test_the_interval_grows_while_nothing_changes(account, shelf, monkeypatch):
    shelf.longest_interval = timedelta(minutes=35)
    monkeypatch.setitem(registry._resources, CODE, shelf.resource())
    fill(account)

    def minutes(news: int) -> int:
        shelf.news = news
        make_due(account)
        return round((step(account).next_step_at - timezone.now()).total_seconds() / 60)

    assert [minutes(news) for news in (0, 0, 0, 5, 0)] == [10, 20, 35, 10, 20]


def test_a_resource_without_a_longest_interval_is_read_as_often_as_ever(account, shelf):
    fill(account)
    shelf.news = 0
    for _ in range(3):
        make_due(account)
        row = step(account)

    assert row.next_step_at <= timezone.now() + timedelta(minutes=10)


def test_a_slow_filling_rests_between_its_steps(account, shelf, eager_tasks):
    shelf.pause = timedelta(seconds=30)
    with eager_tasks():
        services.run_due()
    row = SyncState.objects.get(account=account)

    assert shelf.pages_read == [1]
    assert row.next_step_at > timezone.now() + timedelta(seconds=20)
    assert selectors.freshness(account, CODE).state == SyncStatus.FILLING


def test_who_reads_here_and_now_is_seen_and_kept_from_being_disturbed(account, shelf):
    with services.reading(account=account, resource=CODE, key="QUO-1"):
        moving = selectors.refresh_of_one(account, CODE, "QUO-1").is_moving
        with (
            pytest.raises(BeingRead),
            services.reading(account=account, resource=CODE, key="QUO-1"),
        ):
            pass
        asked = services.refresh_one(account=account, resource=CODE, key="QUO-1")

    assert (moving, asked) == (True, False)
    assert not selectors.refresh_of_one(account, CODE, "QUO-1").is_moving


def test_a_reading_here_and_now_that_failed_says_why(account, shelf):
    with (
        pytest.raises(ingram.Unavailable),
        services.reading(account=account, resource=CODE, key="QUO-1"),
    ):
        raise ingram.Unavailable(correlation_id="abc")

    assert selectors.refresh_of_one(account, CODE, "QUO-1").correlation_id == "abc"


def test_a_failure_is_kept_with_its_words_and_tried_again_later(account, shelf):
    fill(account)
    make_due(account)
    shelf.failures = [ingram.Unavailable(correlation_id="abc")]

    row = step(account)

    found = selectors.freshness(account, CODE)
    assert found.state == SyncStatus.FAILED
    assert found.error == ingram.Unavailable.default_message
    assert found.correlation_id == "abc"
    assert found.as_of is not None
    assert row.next_step_at > timezone.now()


def test_pauses_after_failures_grow_and_a_success_forgets_them(account, shelf):
    fill(account)
    make_due(account, failures=5, last_error="Down.")
    shelf.failures = [ingram.Unavailable()]

    failed = step(account)
    pause = (failed.next_step_at - timezone.now()).total_seconds()
    make_due(account)
    good = step(account)

    assert 400 < pause <= 480
    assert (good.failures, good.last_error) == (0, "")


def test_a_slip_of_ours_does_not_stop_the_mirror_for_good(account, shelf):
    services.run_due()
    shelf.failures = [KeyError("quoteNumber")]

    row = step(account)

    assert row.last_error == "The reading broke off: KeyError."
    assert row.step_started_at is None


def test_a_used_up_allowance_is_waited_for(account, shelf):
    services.run_due()
    shelf.failures = [ingram.RateLimited(retry_after=100)]

    row = step(account)

    assert row.next_step_at > timezone.now() + timedelta(seconds=90)


def test_many_people_who_ask_at_once_cause_one_reading(account, shelf, buyer, colleague):
    fill(account)
    SyncState.objects.update(last_success_at=timezone.now() - timedelta(minutes=1))

    first = services.refresh_list(account=account, resource=CODE, actor=buyer)
    second = services.refresh_list(account=account, resource=CODE, actor=colleague)
    moving = selectors.freshness(account, CODE).state
    step(account)
    third = services.refresh_list(account=account, resource=CODE, actor=buyer)

    assert (first, second, third) == (True, False, False)
    assert moving == SyncStatus.REFRESHING
    assert shelf.recent_read == 1


def test_after_a_failure_one_may_ask_at_once(account, shelf, buyer):
    fill(account)
    make_due(account)
    shelf.failures = [ingram.Unavailable()]
    step(account)

    asked = services.refresh_list(account=account, resource=CODE, actor=buyer)

    assert asked


def test_a_viewer_does_not_spend_the_call_allowance(account, shelf, viewer):
    with pytest.raises(NotPermitted):
        services.refresh_list(account=account, resource=CODE, actor=viewer)


def test_one_object_is_read_once_however_often_it_is_asked_for(account, shelf, buyer):
    first = services.refresh_one(account=account, resource=CODE, key="QUO-1", actor=buyer)
    second = services.refresh_one(account=account, resource=CODE, key="QUO-1", actor=buyer)
    moving = selectors.refresh_of_one(account, CODE, "QUO-1").is_moving
    read_one(account, "QUO-1")

    assert (first, second, moving) == (True, False, True)
    assert not selectors.refresh_of_one(account, CODE, "QUO-1").is_moving
    assert shelf.books_read == ["QUO-1"]


def test_an_object_that_could_not_be_read_says_why_until_a_person_asks(account, shelf, buyer):
    services.refresh_one(account=account, resource=CODE, key="QUO-1")
    shelf.failures = [ingram.Unavailable(correlation_id="abc")]
    read_one(account, "QUO-1")

    found = selectors.refresh_of_one(account, CODE, "QUO-1")
    by_looking = services.refresh_one(account=account, resource=CODE, key="QUO-1")
    by_asking = services.refresh_one(account=account, resource=CODE, key="QUO-1", actor=buyer)

    assert found.error == ingram.Unavailable.default_message
    assert found.correlation_id == "abc"
    assert (by_looking, by_asking) == (False, True)


def test_an_account_that_is_switched_off_is_left_alone(account, shelf):
    account.is_active = False
    account.save()

    services.run_due()

    assert not SyncState.objects.exists()


def test_a_filling_can_be_begun_anew(account, shelf, buyer):
    fill(account)

    services.start_back_fill(account=account, actor=buyer)
    fill(account)

    assert shelf.pages_read == [1, 2, 3, 1, 2, 3]


def test_the_schedule_takes_the_same_queries_for_any_number_of_accounts(
    connection, shelf, django_assert_num_queries
):
    for number in range(20):
        make_account(connection, customer_number=f"20-{number:06}")
    services.run_due()

    # accounts, what is known, what is due
    with django_assert_num_queries(3):
        services.run_due()


def read_one(account: CustomerAccount, key: str) -> None:
    services.read_one(
        account_id=account.pk,
        resource=CODE,
        key=key,
        actor_id=None,
        priority=Priority.INTERACTIVE,
    )
