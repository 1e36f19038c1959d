"""Inviting a person to a customer account by a link that works once, for seven days."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from apps.accounts import tasks
from apps.accounts.choices import Role
from apps.accounts.exceptions import InvitationRefused
from apps.accounts.models import INVITATION_VALID_FOR as VALID_FOR
from apps.accounts.models import CustomerAccount, Invitation, Membership, User
from apps.accounts.permissions import Permission, require

#: Invitations that one person may send in an hour: a signed-in account is no mailing machine.
MOST_PER_HOUR = 100
_SALT = "apps.accounts.invitations"


def open_invitations(account: CustomerAccount) -> QuerySet[Invitation]:
    """Those that nobody has accepted or withdrawn, also those whose time is over; newest first."""
    return Invitation.objects.filter(
        account=account, accepted_at=None, withdrawn_at=None
    ).select_related("invited_by")


def open_for(email: str) -> QuerySet[Invitation]:
    """What may still be accepted by whoever has this address."""
    return Invitation.objects.filter(
        email=email.lower(),
        accepted_at=None,
        withdrawn_at=None,
        sent_at__gt=timezone.now() - VALID_FOR,
        account__is_active=True,
    )


def invite(*, account: CustomerAccount, email: str, role: Role, actor: User) -> Invitation:
    """Keep the invitation and send its link once the transaction is over.

    Raises NotPermitted; InvitationRefused for somebody who is a member or invited already, and
    above the limit of an hour.
    """
    require(actor, Permission.MANAGE_PEOPLE, account)
    _keep_to_limit(actor)
    return invite_as_staff(account=account, email=email, role=role, actor=actor)


def invite_as_staff(*, account: CustomerAccount, email: str, role: Role, actor: User) -> Invitation:
    """The same for the admin site, whose people need no membership."""
    email = email.lower()
    may_be_invited(account=account, email=email)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                account=account, email=email, role=role, invited_by=actor, sent_at=timezone.now()
            )
            _send_on_commit(invitation)
    except IntegrityError as exc:
        raise _invited(email, account) from exc
    return invitation


def may_be_invited(*, account: CustomerAccount, email: str) -> None:
    """Raise InvitationRefused for a member of the account, or somebody invited. Two queries."""
    if Membership.objects.filter(account=account, user__email__iexact=email).exists():
        raise InvitationRefused(f"{email} is a member of {account.name} already.")
    if open_invitations(account).filter(email=email.lower()).exists():
        raise _invited(email, account)


def send_again(*, account: CustomerAccount, invitation_id: int, actor: User) -> Invitation:
    """Send a new link, which is good for another seven days; the older link no longer works.

    Raises NotPermitted, Http404, and InvitationRefused above the limit of an hour.
    """
    require(actor, Permission.MANAGE_PEOPLE, account)
    _keep_to_limit(actor)
    with transaction.atomic():
        found = get_object_or_404(
            open_invitations(account).select_for_update(of=("self",)), pk=invitation_id
        )
        found.sent_count += 1
        found.sent_at = timezone.now()
        found.invited_by = actor
        found.save(update_fields=["sent_count", "sent_at", "invited_by"])
        _send_on_commit(found)
    return found


def withdraw(*, account: CustomerAccount, invitation_id: int, actor: User) -> None:
    """Make the link void. Raises NotPermitted and Http404."""
    require(actor, Permission.MANAGE_PEOPLE, account)
    with transaction.atomic():
        found = get_object_or_404(
            open_invitations(account).select_for_update(of=("self",)), pk=invitation_id
        )
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])


def invitation_of(token: str) -> Invitation:
    """The invitation that the link stands for, with its account.

    Raises InvitationRefused if it is not ours, too old, used, withdrawn or sent anew since.
    """
    try:
        pk, sent_count = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
        found = Invitation.objects.select_related("account", "invited_by").get(
            pk=pk, sent_count=sent_count
        )
    except (signing.BadSignature, Invitation.DoesNotExist, TypeError, ValueError) as exc:
        raise _void() from exc
    if found.accepted_at or found.withdrawn_at or not found.account.is_active:
        raise _void()
    return found


def known_person(invitation: Invitation) -> User | None:
    """Who has the invited address already, if anybody."""
    address = Q(email__iexact=invitation.email) | Q(
        emailaddress__email__iexact=invitation.email, emailaddress__verified=True
    )
    return User.objects.filter(address).first()


@transaction.atomic
def accept_as_new(
    *, invitation: Invitation, username: str, password: str, first_name: str, last_name: str
) -> User:
    """Make the person, whose address the link has proved, and their membership.

    Raises InvitationRefused if the link was used meanwhile or the user name is taken.
    """
    _claim(invitation)
    if known_person(invitation) is not None:
        raise _void()
    if User.objects.filter(username__iexact=username).exists():
        raise InvitationRefused("Somebody has this user name. Choose another one.")
    person = User.objects.create_user(
        username, invitation.email, password, first_name=first_name, last_name=last_name
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    _join(invitation, person)
    return person


@transaction.atomic
def accept_as_known(*, invitation: Invitation, person: User) -> None:
    """Let somebody who has a sign-in join the account.

    Raises InvitationRefused if the link was used meanwhile, or was sent to somebody else.
    """
    known = known_person(invitation)
    if known is None or known.pk != person.pk:
        raise InvitationRefused(
            f"This invitation is for {invitation.email}. Sign in as that person to accept it."
        )
    _claim(invitation)
    _join(invitation, person)


@transaction.atomic
def accept_all(*, person: User, email: str) -> None:
    """What a person is invited to whose address another party has verified."""
    for invitation in open_for(email):
        _claim(invitation)
        _join(invitation, person)


def link_of(invitation: Invitation) -> str:
    """The address that is sent, which is the only place where it stands."""
    token = signing.dumps([invitation.pk, invitation.sent_count], salt=_SALT)
    return f"{settings.SITE_URL}{reverse('accounts:join', args=[token])}"


def _claim(invitation: Invitation) -> None:
    # One conditional UPDATE is both test and claim: a link that is opened twice works once.
    claimed = Invitation.objects.filter(
        pk=invitation.pk,
        sent_count=invitation.sent_count,
        accepted_at=None,
        withdrawn_at=None,
    ).update(accepted_at=timezone.now())
    if not claimed:
        raise _void()


def _join(invitation: Invitation, person: User) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    Membership.objects.get_or_create(
        user=person, account_id=invitation.account_id, defaults={"role": invitation.role}
    )


def _keep_to_limit(actor: User) -> None:
    since = timezone.now() - timedelta(hours=1)
    sent = Invitation.objects.filter(invited_by=actor, sent_at__gt=since)
    if sum(sent.values_list("sent_count", flat=True)[:MOST_PER_HOUR]) >= MOST_PER_HOUR:
        raise InvitationRefused(
            f"You have sent {MOST_PER_HOUR} invitations within an hour. Try again later."
        )


def send(*, invitation_id: int, sent_count: int) -> None:
    """Send the link by e-mail, unless it is void by now. Raises OSError and SMTPException."""
    found = (
        Invitation.objects.filter(
            pk=invitation_id, sent_count=sent_count, accepted_at=None, withdrawn_at=None
        )
        .select_related("account", "invited_by")
        .first()
    )
    if found is None:
        return
    context = {"invitation": found, "link": link_of(found), "days": VALID_FOR.days}
    send_mail(
        f"Join {found.account.name} in Trade Counter",
        render_to_string("accounts/mail/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [found.email],
        html_message=render_to_string("accounts/mail/invitation.html", context),
    )


def _send_on_commit(invitation: Invitation) -> None:
    def call() -> None:
        # Only the id travels: a link in a message of the broker would be a secret in the open.
        tasks.send_invitation.delay(invitation.pk, invitation.sent_count)

    # A broker that is down is logged; the invitation stands in the list and is sent again.
    transaction.on_commit(call, robust=True)


def _invited(email: str, account: CustomerAccount) -> InvitationRefused:
    return InvitationRefused(
        f"{email} is invited to {account.name} already. Send that invitation again."
    )


def _void() -> InvitationRefused:
    return InvitationRefused(
        "This invitation was used, withdrawn, sent anew, or is older than seven days."
        " Ask whoever invited you to send it again."
    )
