"""A test of a connection says which doors open, and never what it opened them with."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.connections.choices import StepOutcome, VersionChoice
from apps.connections.models import AccessToken, ApiCall, Connection, ConnectionTest
from apps.connections.services import run_test
from apps.connections.services.testing import KEPT, TOKEN
from tests.connections.test_admin import connection_form
from tests.factories import make_account, make_connection, make_user

pytestmark = pytest.mark.django_db

RESOURCES = 8


def found(test: ConnectionTest) -> dict[str, str]:
    return {step.label: step.outcome for step in test.steps.all()}


def test_a_good_connection_may_do_everything(account, buyer):
    test = run_test(connection=account.connection, actor=buyer)

    assert set(found(test).values()) == {StepOutcome.PERMITTED}
    assert len(found(test)) == 1 + RESOURCES
    assert test.account == account
    assert not [call for call in ApiCall.objects.all() if call.operation.endswith(".create")]
    assert ApiCall.objects.filter(actor=buyer).count() == 1 + RESOURCES


def test_a_wrong_secret_is_found_even_while_an_old_token_lives(sandbox, buyer):
    account = make_account(make_connection(sandbox))
    run_test(connection=account.connection, actor=buyer)
    account.connection.client_secret = "planted-wrong-secret"
    account.connection.save()

    test = run_test(connection=account.connection, actor=buyer)

    assert found(test) == {TOKEN: StepOutcome.REFUSED}
    step = test.steps.get()
    assert "credentials" in step.words
    assert "planted" not in step.words


def test_a_resource_that_is_closed_is_named_and_the_others_are_tried(sandbox, account, buyer):
    sandbox.fault("status", "GET", "/resellers/v6/renewals*", status=403)
    sandbox.fault("status", "POST", "/resellers/v6/renewals*", status=403)
    sandbox.fault("lose_answer", "GET", "/resellers/v6/deals/search")

    test = run_test(connection=account.connection, actor=buyer)

    outcomes = found(test)
    assert outcomes["Renewals"] == StepOutcome.REFUSED
    assert outcomes["Deals"] == StepOutcome.UNANSWERED
    assert list(outcomes.values()).count(StepOutcome.PERMITTED) == 7
    assert test.steps.get(label="Renewals").correlation_id


def test_a_customer_number_that_is_not_registered_is_refused_everywhere(sandbox, buyer):
    stranger = make_account(make_connection(sandbox), customer_number="20-999999")

    outcomes = found(run_test(connection=stranger.connection, actor=buyer))

    assert outcomes.pop(TOKEN) == StepOutcome.PERMITTED
    assert set(outcomes.values()) == {StepOutcome.REFUSED}


def test_an_older_version_says_what_is_not_offered(sandbox, buyer):
    connection = make_connection(sandbox, invoices_version=VersionChoice.V5)
    make_account(connection)

    outcomes = found(run_test(connection=connection, actor=buyer))

    assert outcomes["Invoices"] == StepOutcome.NOT_OFFERED


def test_nobody_who_listens_is_said_in_words(buyer):
    account = make_account()

    test = run_test(connection=account.connection, actor=buyer)

    assert found(test) == {TOKEN: StepOutcome.UNANSWERED}
    assert "cannot be reached" in test.steps.get().words


def test_without_an_account_only_the_sign_in_is_tried(connection):
    test = run_test(connection=connection, actor=make_user())

    assert found(test) == {TOKEN: StepOutcome.PERMITTED}
    assert ApiCall.objects.get().account is None


def test_a_connection_that_is_switched_off_says_so(sandbox, buyer):
    off = make_connection(sandbox, is_active=False)

    test = run_test(connection=off, actor=buyer)

    assert "switched off" in test.steps.get().words


def test_old_tests_go(connection):
    person = make_user()
    for _ in range(KEPT + 2):
        run_test(connection=connection, actor=person)

    assert ConnectionTest.objects.count() == KEPT


def test_the_page_shows_the_outcome_and_neither_secret_nor_token(admin, account):
    url = reverse("admin:connections_connection_test", args=[account.connection_id])

    page = admin.post(url, follow=True).content.decode()

    token = AccessToken.objects.get()
    assert "Prices and stock" in page
    assert ">Permitted<" in page
    assert "Valid until" in page
    assert token.token not in page
    assert account.connection.client_secret not in page
    assert ConnectionTest.objects.get().actor == User.objects.get(username="admin")


def test_a_get_asks_nothing_and_others_may_not(admin, signed_in, account):
    url = reverse("admin:connections_connection_test", args=[account.connection_id])
    staff = signed_in(make_user("staff", is_staff=True))

    admin.get(url)

    assert staff.post(url).status_code == 403
    assert not ConnectionTest.objects.exists()
    assert not ApiCall.objects.exists()


def test_a_local_sandbox_is_no_choice_in_production(admin, settings):
    settings.DEMO = settings.DEBUG = False

    page = admin.get(reverse("admin:connections_connection_add")).content.decode()

    assert "Local sandbox" not in page
    assert "Production" in page


def test_an_empty_address_is_the_distributors_own(admin):
    admin.post(
        reverse("admin:connections_connection_add"),
        connection_form(environment="distributor_sandbox", base_url=""),
    )

    assert Connection.objects.get().base_url == "https://api.ingrammicro.com:443/sandbox"
