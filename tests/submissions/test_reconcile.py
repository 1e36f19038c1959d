from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from apps import ingram
from apps.connections.choices import EnvironmentChoice
from apps.submissions import services
from apps.submissions.choices import Outcome, State
from apps.submissions.maintenance import Region, Window, open_again_at, open_again_for
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Refused, Unclear


def reconcile(submission: Submission, times: int = 1) -> Submission:
    for _ in range(times):
        services.reconcile(submission_id=submission.pk)
    submission.refresh_from_db()
    return submission


@pytest.fixture
def lost(make_submission, upstream):
    """A write that arrived and whose answer was lost."""
    upstream.after = [ingram.OutcomeUnknown()]
    submission = make_submission()
    services.send(submission_id=submission.pk)
    return submission


@pytest.fixture
def vanished(make_submission, upstream):
    """A write that never arrived, though nobody can know."""
    upstream.before = [ingram.OutcomeUnknown()]
    submission = make_submission()
    services.send(submission_id=submission.pk)
    return submission


def test_a_look_up_goes_before_what_fills_the_mirror(lost, upstream):
    reconcile(lost)

    assert upstream.priorities == [ingram.Priority.INTERACTIVE]


def test_a_look_up_without_allowance_was_not_made_and_leaves_the_proof_as_it_is(vanished, upstream):
    upstream.look_ups = [Absent(), ingram.RateLimited(), Absent()]

    reconcile(vanished, times=3)

    assert vanished.state == State.QUEUED
    assert vanished.message == "The look-ups found nothing, so it is sent again."


def test_a_lost_write_is_found_and_completed(lost, upstream):
    reconcile(lost)

    assert lost.state == State.COMPLETED
    assert lost.result_number == "N-PO-1"
    assert upstream.arrived == ["PO-1"]
    assert [a.outcome for a in lost.attempts.all()] == [Outcome.UNKNOWN, Outcome.FOUND]


def test_a_found_write_that_is_not_ready_is_accepted(lost, upstream):
    upstream.is_complete = False

    reconcile(lost)

    assert lost.state == State.ACCEPTED
    assert lost.reference == "REF-1"


def test_one_absence_proves_nothing(vanished, upstream):
    reconcile(vanished)

    assert vanished.state == State.RECONCILING
    assert vanished.absences == 1
    assert upstream.arrived == []


def test_a_write_that_is_proved_absent_is_sent_again_once(vanished, upstream):
    reconcile(vanished, times=2)
    assert vanished.state == State.QUEUED

    services.send(submission_id=vanished.pk)
    services.send(submission_id=vanished.pk)

    vanished.refresh_from_db()
    assert vanished.state == State.ACCEPTED
    assert upstream.arrived == ["PO-1"]


def test_absence_counts_only_over_the_settling_period(vanished, settings):
    settings.SUBMISSIONS = {"absences": 2, "settling": 60, "look_up_first": 0}

    reconcile(vanished, times=5)
    assert vanished.state == State.RECONCILING
    Submission.objects.filter(pk=vanished.pk).update(
        absent_since=timezone.now() - timedelta(seconds=61)
    )
    reconcile(vanished)

    assert vanished.state == State.QUEUED


@pytest.mark.parametrize("failure", [ingram.Unavailable(), Unclear(reason="cut off"), KeyError()])
def test_a_look_up_that_failed_is_no_absence(vanished, upstream, failure):
    upstream.look_ups = [Absent(), failure, Absent()]

    reconcile(vanished, times=3)

    assert vanished.state == State.RECONCILING
    assert vanished.absences == 1


def test_nothing_is_proved_absent_in_a_maintenance_window(vanished, connection, settings):
    always = Window(weekdays=frozenset(range(7)), start=time(0), hours=48)
    settings.MAINTENANCE_WINDOWS = (
        Region(countries=frozenset({"US"}), utc_offset=timedelta(0), windows=(always,)),
    )
    connection.environment = EnvironmentChoice.PRODUCTION
    connection.save()

    reconcile(vanished, times=5)

    assert vanished.state == State.RECONCILING
    assert vanished.absences == 0
    assert vanished.next_step_at > timezone.now() + timedelta(hours=23)


def test_a_contradiction_calls_a_person(lost, upstream):
    upstream.look_ups = [Unclear(reason="It has other lines.", is_contradiction=True)]

    reconcile(lost)

    assert lost.state == State.NEEDS_ATTENTION
    assert lost.message == "It has other lines."


def test_what_stays_unknown_too_long_calls_a_person(vanished, upstream):
    upstream.look_ups = [ingram.Unavailable()]
    Submission.objects.filter(pk=vanished.pk).update(
        state_since=timezone.now() - timedelta(hours=13)
    )

    reconcile(vanished)

    assert vanished.state == State.NEEDS_ATTENTION


def test_a_write_that_vanishes_again_and_again_calls_a_person(vanished, upstream, settings):
    settings.SUBMISSIONS = {**settings.SUBMISSIONS, "most_unknown": 2}
    upstream.before = [ingram.OutcomeUnknown()]

    reconcile(vanished, times=2)
    services.send(submission_id=vanished.pk)
    reconcile(vanished, times=2)

    assert vanished.state == State.NEEDS_ATTENTION
    assert upstream.arrived == []


@pytest.mark.parametrize(
    "failure", [ingram.ValidationFailed("The number is in use."), ingram.Unavailable()]
)
def test_a_resend_that_failed_proves_nothing_about_the_first_request(
    vanished, upstream, settings, failure
):
    settings.SUBMISSIONS = {**settings.SUBMISSIONS, "most_sends": 2}
    reconcile(vanished, times=2)
    upstream.before = [failure]

    services.send(submission_id=vanished.pk)
    doubted = Submission.objects.get(pk=vanished.pk).state
    reconcile(vanished, times=2)

    assert doubted == State.UNKNOWN
    assert vanished.state == State.NEEDS_ATTENTION
    assert upstream.arrived == []


def test_an_accepted_write_is_looked_up_until_it_is_there(make_submission, upstream):
    submission = make_submission(state=State.ACCEPTED, reference="REF-1")
    upstream.look_ups = [Absent(), Absent(), Absent()]

    reconcile(submission, times=3)
    assert submission.state == State.ACCEPTED
    upstream.arrived = ["PO-1"]
    reconcile(submission)

    assert submission.state == State.COMPLETED


def test_the_schedule_for_a_silent_write_slows_down(make_submission, upstream, settings):
    settings.SUBMISSIONS = {"accepted_first": 20}
    submission = make_submission(state=State.ACCEPTED, look_ups=3)

    reconcile(submission)

    pause = (submission.next_step_at - timezone.now()).total_seconds()
    assert 300 < pause <= 320


def test_an_accepted_write_that_stays_silent_calls_a_person(make_submission):
    submission = make_submission(
        state=State.ACCEPTED, reference="REF-9", state_since=timezone.now() - timedelta(days=2)
    )

    reconcile(submission)

    assert submission.state == State.NEEDS_ATTENTION
    assert "REF-9" in submission.message


def test_a_refusal_that_is_read_later_ends_it(make_submission, upstream):
    submission = make_submission(state=State.ACCEPTED)
    upstream.look_ups = [Refused(message="Part 6YE881 does not exist.")]

    reconcile(submission)

    assert submission.state == State.REJECTED
    assert submission.message == "Part 6YE881 does not exist."


def test_two_workers_look_up_once(lost, upstream):
    Submission.objects.filter(pk=lost.pk).update(next_step_at=timezone.now() + timedelta(seconds=9))

    reconcile(lost)

    assert lost.state == State.UNKNOWN
    assert lost.look_ups == 0


@pytest.mark.parametrize(
    ("country", "at", "reopens"),
    [
        ("US", datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 13, tzinfo=UTC)),
        ("US", datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)),
        ("US", datetime(2026, 11, 23, 20, tzinfo=UTC), None),
        ("GB", datetime(2026, 11, 27, 7, tzinfo=UTC), datetime(2026, 11, 27, 8, tzinfo=UTC)),
        ("DE", datetime(2026, 11, 23, 8, tzinfo=UTC), None),
    ],
)
def test_maintenance_windows_are_in_regional_time(country, at, reopens):
    found = open_again_at(country, at)

    assert found == reopens


@pytest.mark.parametrize(
    ("at", "reopens"),
    [
        # 22:00 to 02:00 in Berlin on a Saturday: 21:00 to 01:00 UTC in winter, an hour less in
        # summer.
        (datetime(2026, 11, 28, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 28, 21, tzinfo=UTC), datetime(2026, 11, 29, 1, tzinfo=UTC)),
        (datetime(2026, 11, 29, 0, 59, tzinfo=UTC), datetime(2026, 11, 29, 1, tzinfo=UTC)),
        (datetime(2026, 11, 29, 1, tzinfo=UTC), None),
        (datetime(2026, 7, 4, 20, tzinfo=UTC), datetime(2026, 7, 5, 0, tzinfo=UTC)),
        # The distributor's own hours for the United States count no more.
        (datetime(2026, 11, 24, 8, tzinfo=UTC), None),
    ],
)
def test_an_accounts_own_hours_replace_those_of_its_country(account, at, reopens):
    account.maintenance_windows.create(
        weekday=5, starts_at=time(22), hours=4, time_zone="Europe/Berlin"
    )

    assert open_again_for(account, at) == reopens


def test_an_account_without_own_hours_goes_by_its_country(account):
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)

    assert open_again_for(account, at) == open_again_at("US", at) is not None
