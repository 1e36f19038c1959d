"""The bell, the list and the choices."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, Membership, User
from apps.notifications.choices import MailWay
from apps.notifications.models import Choice, Notification
from tests.factories import make_membership
from tests.notifications.things import AT_ONCE, DAILY, FOR_MANAGERS, QUIET, STANDING, tell

HTMX = {"HX-Request": "true"}
LIST, LATEST, CHOICES = "/notifications/", "/notifications/latest/", "/notifications/choices/"

pytestmark = pytest.mark.django_db


def read(browser: Client, url: str = LIST, *, as_fragment: bool = False) -> str:
    return browser.get(url, headers=HTMX if as_fragment else None).content.decode()


def unread_in(page: str) -> int:
    """What the bell says."""
    found = re.search(r", (\d+) unread<", page)
    return int(found[1]) if found else 0


def the_one() -> Notification:
    return Notification.objects.get()


@pytest.fixture
def two_accounts(buyer: User, other_account: CustomerAccount) -> CustomerAccount:
    make_membership(buyer, other_account, Role.REP)
    return other_account


def test_every_page_says_how_much_is_unread(account, buyer, colleague, browser, signed_in):
    for _ in range(3):
        tell(QUIET, account, buyer)

    assert unread_in(read(browser, "/submissions/")) == 3
    assert unread_in(read(signed_in(colleague), "/submissions/")) == 0


def test_the_bell_opens_the_latest_ten(account, buyer, browser):
    for number in range(12):
        tell(QUIET, account, buyer, title=f"Number {number}.")

    fragment = read(browser, LATEST, as_fragment=True)

    assert "<html" not in fragment
    assert fragment.count('class="told told--unread"') == 10
    assert "Number 11." in fragment
    assert "Number 1." not in fragment
    assert 'id="bell-count" hx-swap-oob="true"' in fragment
    assert browser.get(LATEST).url == LIST


def test_opening_one_reads_it_and_leads_to_what_it_is_about(account, buyer, browser):
    tell(QUIET, account, buyer, url="/orders/20-RD3QV/")

    answer = browser.get(the_one().get_absolute_url())

    assert answer.url == "/orders/20-RD3QV/"
    assert the_one().read_at is not None
    assert unread_in(read(browser)) == 0


def test_one_that_stands_is_not_read_by_opening_but_by_dismissing(account, buyer, browser):
    tell(STANDING, account, buyer)
    one = the_one()

    browser.get(one.get_absolute_url())
    browser.post(reverse("notifications:read_all"))
    opened = the_one().read_at
    browser.post(reverse("notifications:read", args=[one.pk]))

    assert opened is None
    assert the_one().read_at is not None


def test_all_are_read_at_once_in_this_account_only(account, two_accounts, buyer, browser):
    tell(QUIET, account, buyer)
    tell(QUIET, account, buyer)
    tell(QUIET, two_accounts, buyer)

    answer = browser.post(reverse("notifications:read_all"))

    assert answer.url == LIST
    assert [row.account for row in Notification.objects.filter(read_at=None)] == [two_accounts]


def test_htmx_gets_the_open_list_back_after_reading_all(account, buyer, browser):
    tell(QUIET, account, buyer)

    answer = browser.post(reverse("notifications:read_all"), headers=HTMX).content.decode()

    assert 'id="bell-list"' in answer
    assert "unread" not in answer


def test_nobody_opens_or_reads_what_another_was_told(account, buyer, colleague, signed_in):
    tell(QUIET, account, buyer)
    one, other = the_one(), signed_in(colleague)

    assert other.get(one.get_absolute_url()).status_code == 404
    assert other.post(reverse("notifications:read", args=[one.pk])).status_code == 404
    assert other.post(reverse("notifications:read_all")).status_code == 302
    assert the_one().read_at is None


def test_the_list_is_of_the_account_in_which_one_works_and_points_to_the_others(
    account, two_accounts, buyer, browser, signed_in
):
    tell(QUIET, account, buyer, title="Of the first")
    tell(QUIET, two_accounts, buyer, title="Of the second")
    here = read(signed_in(buyer, account))

    assert "Of the first" in here
    assert "Of the second" not in here
    assert f"1 unread in {two_accounts.name}" in here
    assert "Of the second" in read(signed_in(buyer, two_accounts))


def test_what_a_role_no_longer_allows_is_neither_listed_nor_counted(account, manager, signed_in):
    tell(FOR_MANAGERS, account, manager, title="For managers only")
    browser = signed_in(manager)
    before = read(browser)
    Membership.objects.filter(user=manager).update(role=Role.REP)

    assert "For managers only" in before
    after = read(browser)
    assert "For managers only" not in after
    assert (unread_in(before), unread_in(after)) == (1, 0)


def test_the_list_shows_unread_ones_or_those_of_a_kind(account, buyer, browser):
    tell(QUIET, account, buyer, title="Quiet, read")
    Notification.objects.update(read_at="2026-01-01T00:00Z")
    tell(QUIET, account, buyer, title="Quiet, new")
    tell(DAILY, account, buyer, title="Daily, new")

    unread = read(browser, f"{LIST}?tab=unread")
    quiet = read(browser, f"{LIST}?kind={QUIET.code}")
    nonsense = read(browser, f"{LIST}?kind=nonsense&tab=x&page=99")

    assert [title in unread for title in ("Quiet, read", "Quiet, new", "Daily, new")] == [
        False,
        True,
        True,
    ]
    assert [title in quiet for title in ("Quiet, read", "Quiet, new", "Daily, new")] == [
        True,
        True,
        False,
    ]
    assert "Daily, new" in nonsense


def test_what_is_told_by_mail_only_is_not_in_the_portal(account, buyer, browser):
    Choice.objects.create(person=buyer, kind=AT_ONCE.code, in_portal=False, mail=MailWay.AT_ONCE)
    tell(AT_ONCE, account, buyer, title="By mail only")

    page = read(browser)

    assert "By mail only" not in page
    assert unread_in(page) == 0


def test_empty_lists_say_why(account, buyer, browser):
    assert "Nothing yet" in read(browser)
    assert "Nothing yet" in read(browser, LATEST, as_fragment=True)

    tell(QUIET, account, buyer)
    Notification.objects.update(read_at="2026-01-01T00:00Z")

    assert "Nothing is unread" in read(browser, f"{LIST}?tab=unread")
    assert "Nothing of this kind" in read(browser, f"{LIST}?kind={DAILY.code}")


def test_a_text_is_shown_as_it_was_written(account, buyer, browser):
    tell(QUIET, account, buyer, title="O'Neil & Sons <b>", text="<script>")

    page = read(browser)

    assert "O&#x27;Neil &amp; Sons &lt;b&gt;" in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_queries_for_any_number_of_rows(
    account, buyer, browser, django_assert_num_queries, rows
):
    for _ in range(rows):
        tell(QUIET, account, buyer)
    browser.get(LIST)

    # session, person, accounts, count, rows, what is unread; the frame's decisions
    with django_assert_num_queries(7):
        browser.get(LIST)


# --- Choices ------------------------------------------------------------------------------


def offered(page: str) -> list[str]:
    """The names of the choices of mail that the page has."""
    return re.findall(r'name="([\w.]+-mail)"', page)


def test_a_person_chooses_for_each_kind(buyer, browser):
    never = dict.fromkeys(offered(read(browser, CHOICES)), MailWay.NEVER)
    form = {**never, f"{DAILY.code}-portal": "on", f"{DAILY.code}-mail": MailWay.AT_ONCE}

    answer = browser.post(CHOICES, form)

    assert answer.url == CHOICES
    kept = {row.kind: (row.in_portal, row.mail) for row in Choice.objects.filter(person=buyer)}
    assert kept[DAILY.code] == (True, MailWay.AT_ONCE)
    assert kept[QUIET.code] == (False, MailWay.NEVER)
    assert kept[STANDING.code] == (True, MailWay.NEVER)
    assert FOR_MANAGERS.code not in kept
    assert "Your choices are kept." in read(browser, CHOICES)


def test_a_way_that_is_not_offered_is_refused(buyer, browser):
    answer = browser.post(CHOICES, {f"{STANDING.code}-mail": MailWay.DAILY})

    assert answer.status_code == 422
    assert not Choice.objects.exists()


def test_only_what_a_role_may_be_told_of_is_offered(account, buyer, manager, signed_in, browser):
    assert FOR_MANAGERS.label not in read(browser, CHOICES)
    assert FOR_MANAGERS.label in read(signed_in(manager), CHOICES)


def test_the_choices_take_the_same_queries_whatever_was_chosen(
    buyer, browser, django_assert_num_queries
):
    browser.get(CHOICES)

    # session, person, accounts, choices; what is unread and the frame's decisions
    with django_assert_num_queries(6):
        browser.get(CHOICES)
