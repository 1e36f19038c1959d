"""Into the ledger: before a byte is sent, the write stands here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from apps.accounts.models import CustomerAccount, User
from apps.audit.choices import Action, Area
from apps.audit.recording import record
from apps.core.wake import wake
from apps.submissions import registry, tasks
from apps.submissions.choices import State
from apps.submissions.exceptions import BusinessKeyInUse, FormKeyMisused
from apps.submissions.models import Submission
from apps.submissions.registry import SubmissionKind


@transaction.atomic
def enqueue(
    *,
    kind: str,
    account: CustomerAccount,
    actor: User,
    form_key: str,
    business_key: str,
    body: Mapping[str, object],
    subject: str = "",
) -> Submission:
    """Queue a write to be sent once; the same form_key returns the same submission.

    `subject` is the number of the order that a change is about.

    The caller has asked for the permission. Raises BusinessKeyInUse (with the other submission),
    FormKeyMisused and registry.UnknownKind. A lost wake-up call is made good by the sweeper.
    """
    spec = registry.kind(kind)
    if earlier := Submission.objects.filter(form_key=form_key).first():
        return _same(earlier, kind=kind, account=account, actor=actor)
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                kind=kind,
                key_space=spec.key_space,
                account=account,
                actor=actor,
                form_key=form_key,
                business_key=business_key,
                body=body,
                subject=subject,
            )
    except IntegrityError as exc:
        if earlier := Submission.objects.filter(form_key=form_key).first():
            return _same(earlier, kind=kind, account=account, actor=actor)
        if other := live_with_key(account=account, kind=spec, business_key=business_key):
            raise BusinessKeyInUse(other) from exc
        raise
    record(
        Area.WORK,
        Action.SUBMITTED,
        about=submission,
        accounts=[account.pk],
        actor=actor,
        after={"kind": kind, "number": business_key, "subject": subject},
    )
    spec.on_change(submission)
    wake(tasks.send, submission.pk)
    return submission


def live_with_key(
    *, account: CustomerAccount, kind: SubmissionKind, business_key: str
) -> Submission | None:
    return (
        Submission.objects.filter(account=account, key_space=kind.key_space)
        .with_key(business_key)
        .exclude(state=State.REJECTED)
        .first()
    )


def _same(
    submission: Submission, *, kind: str, account: CustomerAccount, actor: User
) -> Submission:
    if (submission.kind, submission.account_id, submission.actor_id) != (
        kind,
        account.pk,
        actor.pk,
    ):
        raise FormKeyMisused("This form was already used for something else. Open it anew.")
    return submission
