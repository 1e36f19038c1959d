from __future__ import annotations

import pytest
from django.urls import reverse

from apps import ingram
from apps.submissions import services
from apps.submissions.choices import State
from apps.submissions.models import Submission

HTMX = {"HX-Request": "true"}


@pytest.fixture
def stuck(make_submission) -> Submission:
    return make_submission(state=State.NEEDS_ATTENTION, next_step_at=None)


def url(name: str, submission: Submission) -> str:
    return reverse(f"submissions:{name}", args=[submission.pk])


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_queries_for_any_number_of_rows(
    make_submission, buyer, signed_in, django_assert_num_queries, rows
):
    for number in range(rows):
        make_submission(f"PO-{number}")
    browser = signed_in(buyer)

    # session, person, accounts, count, rows; the frame's decisions and reminders
    with django_assert_num_queries(7):
        answer = browser.get("/submissions/")

    assert f"PO-{rows - 1}" in answer.content.decode()


def test_the_list_is_filtered_by_the_url(make_submission, buyer, signed_in):
    make_submission("PO-KEPT", state=State.COMPLETED, result_number="20-RD3QV")
    make_submission("PO-OTHER")
    browser = signed_in(buyer)

    by_state = browser.get("/submissions/?state=completed").content.decode()
    by_number = browser.get("/submissions/?q=rd3qv").content.decode()
    nonsense = browser.get("/submissions/?state=nonsense&kind=none&page=99").content.decode()

    assert "PO-KEPT" in by_state
    assert "PO-OTHER" not in by_state
    assert "PO-OTHER" not in by_number
    assert "PO-OTHER" in nonsense


def test_the_list_answers_htmx_with_its_fragment(make_submission, buyer, signed_in):
    make_submission()
    browser = signed_in(buyer)

    page = browser.get("/submissions/").content.decode()
    fragment = browser.get("/submissions/", headers=HTMX).content.decode()

    assert "<html" in page
    assert "<html" not in fragment
    assert "PO-1" in fragment


def test_the_list_shows_one_account_only(make_submission, outsider, signed_in):
    make_submission("PO-SECRET")

    assert "PO-SECRET" not in signed_in(outsider).get("/submissions/").content.decode()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("detail", "get"),
        ("status", "get"),
        ("link", "post"),
        ("send_again", "post"),
        ("close", "post"),
    ],
)
def test_an_outsider_finds_nothing_and_changes_nothing(
    stuck, outsider, signed_in, upstream, name, method
):
    answer = getattr(signed_in(outsider), method)(url(name, stuck), {"result_number": "20-X"})

    stuck.refresh_from_db()
    assert answer.status_code == 404
    assert stuck.state == State.NEEDS_ATTENTION
    assert upstream.arrived == []


def test_the_page_shows_attempts_and_hides_secrets(make_submission, upstream, buyer, signed_in):
    upstream.after = [ingram.OutcomeUnknown(status=500)]
    submission = make_submission("<b>PO</b>")
    services.send(submission_id=submission.pk)

    page = signed_in(buyer).get(url("detail", submission)).content.decode()

    assert upstream.correlation_ids[0] in page
    assert "&lt;b&gt;PO&lt;/b&gt;" in page
    assert "<b>PO</b>" not in page
    assert "hush" not in page
    assert "(hidden)" in page


def test_a_page_that_polls_hears_only_what_is_new(make_submission, buyer, signed_in):
    submission = make_submission()
    browser = signed_in(buyer)
    first = browser.get(url("status", submission), headers=HTMX)
    poll_url = f"{url('status', submission)}?seen=queued.0.0"

    silent = browser.get(poll_url, headers=HTMX)
    services.send(submission_id=submission.pk)
    changed = browser.get(poll_url, headers=HTMX)
    services.complete(submission=submission, result_number="20-RD3QV")
    ended = browser.get(poll_url, headers=HTMX)

    assert poll_url in first.content.decode()
    assert silent.status_code == 204
    assert "Accepted" in changed.content.decode()
    assert ended.status_code == 286
    assert "/results/20-RD3QV/" in ended.content.decode()
    assert "hx-trigger" not in ended.content.decode()


def test_a_refusal_shows_its_reason_in_place(make_submission, upstream, buyer, signed_in):
    upstream.before = [ingram.ValidationFailed("The PO number was used before.", status=400)]
    submission = make_submission()
    services.send(submission_id=submission.pk)

    answer = signed_in(buyer).get(url("status", submission), headers=HTMX)

    assert answer.status_code == 286
    assert "The PO number was used before." in answer.content.decode()


def test_only_a_manager_is_offered_the_decision(stuck, buyer, manager, signed_in):
    for_buyer = signed_in(buyer).get(url("detail", stuck)).content.decode()
    for_manager = signed_in(manager).get(url("detail", stuck)).content.decode()
    asked = signed_in(manager).get(f"{url('detail', stuck)}?decide=send_again").content.decode()

    assert "Your decision" not in for_buyer
    assert "Your decision" in for_manager
    assert "Send it once more?" in asked


def test_a_manager_decides_with_plain_forms(stuck, upstream, manager, signed_in):
    upstream.arrived = ["20-RD3QV"]
    browser = signed_in(manager)

    unknown = browser.post(url("link", stuck), {"result_number": "20-WRONG"})
    empty = browser.post(url("link", stuck), {"result_number": ""})
    known = browser.post(url("link", stuck), {"result_number": "20-RD3QV"})
    late = browser.post(url("send_again", stuck))

    assert (unknown.status_code, empty.status_code, late.status_code) == (422, 422, 422)
    assert "20-WRONG" in unknown.content.decode()
    assert known.url == stuck.get_absolute_url()
    stuck.refresh_from_db()
    assert stuck.state == State.COMPLETED


def test_a_rep_who_forges_the_decision_is_refused(stuck, buyer, signed_in):
    answer = signed_in(buyer).post(url("send_again", stuck))

    stuck.refresh_from_db()
    assert answer.status_code == 403
    assert stuck.state == State.NEEDS_ATTENTION
