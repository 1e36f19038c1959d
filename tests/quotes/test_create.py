"""Sending a draft leaves one quote, whatever happens on the way."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.quotes import services
from apps.quotes.choices import QuoteStatus
from apps.quotes.exceptions import DraftIncomplete
from apps.quotes.models import Quote
from apps.quotes.submission_kind import look_up
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Found
from tests.quotes.factories import KNOWN_PART, make_draft, make_quote

CREATE = ("POST", "/resellers/v6/quotes/create")
HTMX = {"HX-Request": "true"}


def create(browser, draft, **more):
    form = {"form_key": draft.form_key} | more
    return browser.post(reverse("quotes:create", args=[draft.pk]), form)


def sent(draft):
    draft.refresh_from_db()
    services_of = draft.submission
    submissions.send(submission_id=services_of.pk)
    services_of.refresh_from_db()
    return services_of


def wait_for(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition never came true"
        time.sleep(0.02)


def is_ready(sandbox_client, number):
    from apps.ingram.operations.quotes import quote_details

    return lambda: quote_details(sandbox_client, number).status != "DRAFT"


def test_a_draft_becomes_a_quote_with_all_that_was_typed(account, buyer, signed_in, sandbox):
    draft = make_draft(
        account,
        buyer,
        (KNOWN_PART, "2"),
        customer_need="Quiet please",
        recipients="a@b.example",
        company_name="Harbour Clinic",
        expires_on=str(timezone.localdate() + timedelta(days=9)),
    )

    answer = create(signed_in(buyer), draft)
    submission = sent(draft)

    assert answer.url == draft.get_absolute_url()
    assert submission.state == State.ACCEPTED
    quote = Quote.objects.get()
    assert quote.quote_number == submission.reference
    assert (quote.is_being_made, quote.owner) == (True, buyer)
    assert sandbox.quotes(quote_name=draft.name) == 1
    body = sandbox.requests()[-1]["body"]
    assert "Harbour Clinic" in str(body)
    assert "a@b.example" in str(body)


def test_a_double_click_a_reload_and_two_tabs_leave_one_quote(
    account, buyer, colleague, signed_in, sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    browser = signed_in(buyer)

    answers = [create(browser, draft), create(browser, draft), create(signed_in(colleague), draft)]
    submission = sent(draft)
    submissions.send(submission_id=submission.pk)
    answers.append(create(browser, draft))

    assert {answer.url for answer in answers} == {draft.get_absolute_url()}
    assert Submission.objects.count() == 1
    assert sandbox.quotes(quote_name=draft.name) == 1


@pytest.mark.parametrize(
    ("entered", "lines", "said"),
    [
        ({"name": ""}, [(KNOWN_PART, "1")], "Give the quote a name"),
        ({"expires_on": "2001-01-01"}, [(KNOWN_PART, "1")], "This day is past"),
        ({"recipients": "x@"}, [(KNOWN_PART, "1")], "not an e-mail address"),
        (
            {"recipients": ",".join(f"p{n}@b.example" for n in range(11))},
            [(KNOWN_PART, "1")],
            "At most 10 addresses",
        ),
        ({"customer_need": "<b>now</b>"}, [(KNOWN_PART, "1")], "HTML"),
        ({}, [(KNOWN_PART, "0")], "at least 1"),
        ({}, [(KNOWN_PART, "-2")], "at least 1"),
        ({}, [(KNOWN_PART, "1.5")], "no decimals"),
        ({}, [(KNOWN_PART, "10000000")], "999,999"),
        ({}, [], "Add at least one line"),
    ],
)
def test_bad_input_is_told_beside_its_field_kept_and_never_sent(
    account, buyer, signed_in, sandbox, entered, lines, said
):
    draft = make_draft(account, buyer, *lines, **entered)

    answer = create(signed_in(buyer), draft)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Nothing was sent" in answer.content.decode()
    draft.refresh_from_db()
    assert {name: draft.entered[name] for name in entered} == entered
    assert not Submission.objects.exists()
    assert sandbox.calls("POST /resellers/v6/quotes/create") == 0


def test_what_stands_in_the_form_is_saved_before_it_is_sent(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()

    create(signed_in(buyer), draft, name="Typed just now", **{f"quantity-{line.pk}": "7"})

    submission = Submission.objects.get()
    assert submission.business_key == "Typed just now"
    assert submission.body["products"][0]["quantity"] == "7"


def test_an_unknown_part_number_is_not_sent(account, buyer, signed_in, sandbox):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"), ("NOSUCHPART1", "1"))
    services.price_lines(draft=draft, actor=buyer)

    answer = create(signed_in(buyer), draft)

    assert answer.status_code == 422
    assert "1 line has an unknown part number" in answer.content.decode()
    assert sandbox.calls("POST /resellers/v6/quotes/create") == 0


def test_a_name_in_use_is_refused_because_quotes_are_looked_up_by_it(account, buyer):
    make_quote(account, name="Harbour")
    draft = make_draft(account, buyer, (KNOWN_PART, "1"), name="harbour")

    with pytest.raises(DraftIncomplete) as refused:
        services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)

    assert "name" in refused.value.fields


def test_two_drafts_of_one_name_make_one_quote(account, buyer):
    first = make_draft(account, buyer, (KNOWN_PART, "1"), name="Harbour")
    second = make_draft(account, buyer, (KNOWN_PART, "1"), name="Harbour")
    services.create_quote(draft=first, actor=buyer, form_key=first.form_key)

    with pytest.raises(DraftIncomplete) as refused:
        services.create_quote(draft=second, actor=buyer, form_key=second.form_key)

    assert "name" in refused.value.fields
    assert Submission.objects.count() == 1


def test_a_page_that_is_out_of_date_sends_nothing(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))

    answer = signed_in(buyer).post(
        reverse("quotes:create", args=[draft.pk]), {"form_key": "of-another-day"}
    )

    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_a_sent_draft_is_locked_and_can_be_copied(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    browser = signed_in(buyer)
    create(browser, draft)

    page = browser.get(draft.get_absolute_url())
    browser.post(reverse("quotes:save_draft", args=[draft.pk]), {"name": "Another"})
    copy = browser.post(reverse("quotes:copy_draft", args=[draft.pk]))

    assert "Copy as new draft" in page.content.decode()
    assert "Create quote of" not in page.content.decode()
    draft.refresh_from_db()
    assert draft.name != "Another"
    assert copy.url != draft.get_absolute_url()


def test_a_viewer_may_not_create(account, buyer, viewer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))

    answer = create(signed_in(viewer), draft)

    assert answer.status_code == 403
    assert not Submission.objects.exists()


def test_a_lost_answer_is_found_by_the_quotes_name_and_leaves_one_quote(
    account, buyer, sandbox, client_at_sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    sandbox.lose_answer(*CREATE)

    submission = sent(draft)
    found = look_up(client_at_sandbox, submission)

    assert submission.state == State.UNKNOWN
    assert isinstance(found, Found)
    assert found.reference
    assert sandbox.quotes(quote_name=draft.name) == 1


def test_without_any_webhook_a_look_up_completes_and_the_quote_is_read(
    account, buyer, sandbox, client_at_sandbox, eager_tasks
):
    draft = make_draft(account, buyer, (KNOWN_PART, "3"))
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    submission = sent(draft)
    wait_for(is_ready(client_at_sandbox, submission.reference))

    with eager_tasks():
        found = look_up(client_at_sandbox, submission)
        submissions.complete(submission=submission, result_number=found.result_number)

    quote = Quote.objects.get()
    assert found.is_complete
    assert quote.state is QuoteStatus.READY
    assert quote.lines.get().quantity == 3


def test_a_quote_of_the_same_name_from_an_earlier_day_is_not_ours(
    account, buyer, sandbox, client_at_sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"), name="Harbour")
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    submission = sent(draft)
    Submission.objects.filter(pk=submission.pk).update(
        reference="", created_at=timezone.now() + timedelta(minutes=30)
    )
    submission.refresh_from_db()

    assert isinstance(look_up(client_at_sandbox, submission), Absent)


def test_a_request_that_never_arrived_is_absent(account, buyer, sandbox, client_at_sandbox):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    sandbox.fault("drop_request", *CREATE)

    submission = sent(draft)

    assert isinstance(look_up(client_at_sandbox, submission), Absent)
    assert sandbox.quotes(quote_name=draft.name) == 0


def test_a_refusal_opens_the_draft_again_for_a_new_try(account, buyer, signed_in, sandbox):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    browser = signed_in(buyer)
    create(browser, draft)
    old_key = draft.form_key
    sandbox.fault("status", *CREATE, status=400)

    refused = sent(draft)
    draft.refresh_from_db()
    page = browser.get(draft.get_absolute_url()).content.decode()
    create(browser, draft)
    draft.refresh_from_db()

    assert refused.state == State.REJECTED
    assert draft.form_key != old_key
    assert "did not make this quote" in page
    assert draft.submission != refused
    assert sandbox.quotes(quote_name=draft.name) == 0


def test_the_hint_of_a_ready_quote_completes_the_submission(
    account, connection, buyer, sandbox, client_at_sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "3"))
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    number = sent(draft).reference
    wait_for(is_ready(client_at_sandbox, number))

    services.take_quote_hint(connection=connection, quote_number=number)
    services.take_quote_hint(connection=connection, quote_number=number)

    draft.refresh_from_db()
    quote = Quote.objects.get()
    assert draft.submission.state == State.COMPLETED
    assert draft.submission.result_number == number
    assert quote.state is QuoteStatus.READY
    assert quote.lines.get().quantity == 3


def test_a_hint_that_lies_about_failure_changes_nothing(
    account, connection, buyer, sandbox, client_at_sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "3"))
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    number = sent(draft).reference
    wait_for(is_ready(client_at_sandbox, number))

    services.take_quote_hint(connection=connection, quote_number=number, failure="No such part")

    draft.refresh_from_db()
    assert draft.submission.state == State.COMPLETED


def test_the_hint_of_a_failed_quote_marks_its_lines_and_opens_the_draft(
    account, connection, buyer, signed_in, sandbox, client_at_sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"), ("NOSUCHPART1", "1"))
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    number = sent(draft).reference
    wait_for(is_ready(client_at_sandbox, number))

    services.take_quote_hint(
        connection=connection,
        quote_number=number,
        failure="Part number(s) not found: NOSUCHPART1",
        rejected_part_numbers=["NOSUCHPART1"],
    )

    draft.refresh_from_db()
    page = signed_in(buyer).get(draft.get_absolute_url()).content.decode()
    known, unknown = draft.lines.all()
    assert draft.submission.state == State.REJECTED
    assert not draft.is_locked
    assert (known.refusal, bool(unknown.refusal)) == ("", True)
    assert "NOSUCHPART1" in page
    quote = Quote.objects.get()
    assert quote.state is QuoteStatus.FAILED
    page = signed_in(buyer).get(quote.get_absolute_url()).content.decode()
    assert f'href="{draft.get_absolute_url()}"' in page


def test_a_reported_failure_without_any_quote_refuses_the_submission(
    account, connection, buyer, sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    services.create_quote(draft=draft, actor=buyer, form_key=draft.form_key)
    submission = sent(draft)
    Submission.objects.filter(pk=submission.pk).update(reference="QUO-00000000-A1A1A1")

    services.take_quote_hint(
        connection=connection, quote_number="QUO-00000000-A1A1A1", failure="It broke"
    )

    submission.refresh_from_db()
    assert (submission.state, submission.message) == (State.REJECTED, "It broke")


def test_a_quote_that_was_made_elsewhere_is_mirrored_when_its_hint_comes(
    account, connection, sandbox
):
    services.take_quote_hint(connection=connection, quote_number="QUO-14551943-D2Y9L9")

    assert Quote.objects.get().lines.exists()
