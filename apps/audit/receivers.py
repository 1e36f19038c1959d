"""What is recorded by itself: sign-ins, and every change of people and of the set-up.

By signals, as these rows are written in several places (the admin site, invitations, commands,
the sign-in package) and none of them may be missed. They write the record and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.signals import authentication_failed
from django.apps import apps
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from apps.audit.choices import Action, Area
from apps.audit.middleware import origin_of
from apps.audit.models import Term
from apps.audit.recording import record

#: Columns that no person sets, or that change with each visit.
_UNTOLD = {"id", "last_login", "created_at", "last_good_call_at", "key", "updated_at"}
_UNTOLD |= {"last_webhook_at"}
_NOTHING: tuple[Any, ...] = (None, "", b"")
#: Of second factors: their secrets, and when they were used.
_UNTOLD |= {"data", "last_used_at"}


@dataclass(frozen=True, kw_only=True)
class _Watched:
    area: Area
    #: The ids of the accounts that a change concerns.
    accounts: Callable[[Any], Iterable[int]]


def _of_person(person: Any) -> Iterable[int]:
    if person is None or not person.pk:
        return []
    model = apps.get_model("accounts", "Membership")
    return list(model.objects.filter(user_id=person.pk).values_list("account_id", flat=True))


def _of_connection(connection: Any) -> Iterable[int]:
    model = apps.get_model("accounts", "CustomerAccount")
    return list(model.objects.filter(connection_id=connection.pk).values_list("pk", flat=True))


def _of_none(row: Any) -> Iterable[int]:
    """It concerns all accounts, or none: the admin site tells of it."""
    return []


WATCHED = {
    "auth.Group": _Watched(area=Area.PEOPLE, accounts=_of_none),
    "accounts.User": _Watched(area=Area.PEOPLE, accounts=_of_person),
    "accounts.Membership": _Watched(area=Area.PEOPLE, accounts=lambda one: [one.account_id]),
    "accounts.Invitation": _Watched(area=Area.PEOPLE, accounts=lambda one: [one.account_id]),
    "accounts.SecondFactorRule": _Watched(area=Area.SET_UP, accounts=lambda one: [one.account_id]),
    "mfa.Authenticator": _Watched(area=Area.PEOPLE, accounts=lambda one: _of_person(one.user)),
    "accounts.CustomerAccount": _Watched(area=Area.SET_UP, accounts=lambda one: [one.pk]),
    "accounts.Branding": _Watched(area=Area.SET_UP, accounts=lambda one: [one.account_id]),
    "accounts.MaintenanceWindow": _Watched(area=Area.SET_UP, accounts=lambda one: [one.account_id]),
    "invoices.ReturnWindow": _Watched(area=Area.SET_UP, accounts=_of_none),
    "returns.ReasonPhrase": _Watched(area=Area.SET_UP, accounts=_of_none),
    "connections.Connection": _Watched(area=Area.SET_UP, accounts=_of_connection),
    "connections.Address": _Watched(area=Area.SET_UP, accounts=lambda one: [one.account_id]),
}
#: Lists of theirs that stand in a table between two models.
LISTS = [
    ("accounts.User", "groups"),
    ("accounts.User", "user_permissions"),
    ("auth.Group", "permissions"),
]


def connect() -> None:
    """Once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_logged_out.connect(_signed_out, dispatch_uid="audit")
    user_login_failed.connect(_sign_in_failed, dispatch_uid="audit")
    authentication_failed.connect(_code_failed, dispatch_uid="audit")
    for label in WATCHED:
        sender = apps.get_model(label)
        pre_save.connect(_before_save, sender=sender, dispatch_uid="audit")
        post_save.connect(_after_save, sender=sender, dispatch_uid="audit")
        post_delete.connect(_after_delete, sender=sender, dispatch_uid="audit")
    for label, name in LISTS:
        field = apps.get_model(label)._meta.get_field(name)  # noqa: SLF001 - documented
        m2m_changed.connect(
            partial(_list_changed, field),
            sender=field.remote_field.through,
            weak=False,
            dispatch_uid="audit",
        )


# --- Sign-in ----------------------------------------------------------------------------------


def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    record(
        Area.SIGN_IN,
        Action.SIGNED_IN,
        about=user,
        actor=user,
        accounts=_of_person(user),
        after=_by(request, user),
        at_origin=origin_of(request),
    )


def confirmed(request: Any) -> None:
    """Who is signed in was asked for their password or second step again, and gave it."""
    record(
        Area.SIGN_IN,
        Action.CONFIRMED,
        about=request.user,
        actor=request.user,
        accounts=_of_person(request.user),
        after={"by": _steps(request, request.user)[-1:]},
        at_origin=origin_of(request),
    )


def signed_out_elsewhere(person: Any, *, addresses: Iterable[str]) -> None:
    """Sessions of theirs were ended, by themselves or by an administrator: where they were."""
    record(
        Area.SIGN_IN,
        Action.SIGNED_OUT,
        about=person,
        accounts=_of_person(person),
        before={"signed in at": ", ".join(sorted(set(addresses)))},
    )


def _by(request: Any, user: Any) -> dict[str, Any]:
    """By which steps; none where a command or a test signs somebody in."""
    steps = _steps(request, user)
    return {"by": steps} if steps else {}


def _steps(request: Any, user: Any) -> list[str]:
    if request is None or not hasattr(request, "session"):
        return []
    records = get_authentication_records(request, user)
    return [str(one.get("type") or one.get("provider") or one["method"]) for one in records]


def _code_failed(
    sender: Any, request: Any, user: Any, authenticator: Any, reauthentication: bool, **kwargs: Any
) -> None:
    """A wrong code or passkey, of somebody who is signed in or gave the right password."""
    record(
        Area.SIGN_IN,
        Action.SIGN_IN_FAILED,
        about=user or "",
        accounts=_of_person(user),
        after={"second step": authenticator.type, "was signed in": reauthentication},
        at_origin=origin_of(request),
    )


def _signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is None:
        return
    record(
        Area.SIGN_IN,
        Action.SIGNED_OUT,
        about=user,
        actor=user,
        accounts=_of_person(user),
        at_origin=origin_of(request),
    )


def _sign_in_failed(
    sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
) -> None:
    """A name that nobody has concerns no account; the admin site lists it."""
    typed = str(credentials.get("username") or credentials.get("email") or "")
    users = apps.get_model("accounts", "User").objects
    person = users.filter(models.Q(username=typed) | models.Q(email__iexact=typed)).first()
    record(
        Area.SIGN_IN,
        Action.SIGN_IN_FAILED,
        about=person or typed[:150],
        accounts=_of_person(person),
        at_origin=origin_of(request),
    )


# --- Rows -------------------------------------------------------------------------------------


def _values(row: models.Model) -> dict[str, Any]:
    return {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django documents it as public
        if field.name not in _UNTOLD and not field.generated
    }


def _before_save(sender: Any, instance: Any, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    instance.audited = None
    is_told = update_fields is None or not set(update_fields) <= _UNTOLD
    if raw or not instance.pk or not is_told:
        return
    stored = sender._default_manager.filter(pk=instance.pk).first()
    instance.audited = _values(stored) if stored else None


def _after_save(
    sender: Any, instance: Any, raw: bool, created: bool, update_fields: Any, **kwargs: Any
) -> None:
    before, after = getattr(instance, "audited", None), _values(instance)
    if raw or (before is None and not created):
        return
    if before is not None:
        # Another column that differs was not written.
        written = after if update_fields is None else set(update_fields)
        changed = [n for n, value in after.items() if n in written and before[n] != value]
        if not changed:
            return
        before, after = ({name: side[name] for name in changed} for side in (before, after))
    _record_row(instance, Action.ADDED if created else Action.CHANGED, before or {}, after)


def _after_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
    _record_row(instance, Action.REMOVED, _values(instance), {})
    if sender is apps.get_model("accounts", "CustomerAccount"):
        # What was just told of it and its parts stays; nobody is left to search it by words.
        Term.objects.filter(account_id=instance.pk).delete()


def _list_changed(
    field: Any, sender: Any, instance: Any, action: str, reverse: bool, **kwargs: Any
) -> None:
    if reverse:  # From the other side; no page of ours or of the admin site writes it there.
        return
    known: dict[str, list[str]] = instance.__dict__.setdefault("audited_lists", {})
    now = sorted(map(str, getattr(instance, field.name).all()))
    if action.startswith("pre_"):
        known[field.name] = now
    elif (before := known.pop(field.name, now)) != now:
        _record_row(instance, Action.CHANGED, {field.name: before}, {field.name: now})


def _record_row(
    row: models.Model, action: Action, before: dict[str, Any], after: dict[str, Any]
) -> None:
    watched = WATCHED[row._meta.label]  # noqa: SLF001 - Django documents it as public
    record(
        watched.area,
        action,
        about=row,
        accounts=watched.accounts(row),
        before={name: value for name, value in before.items() if value not in _NOTHING},
        after=after if action is Action.CHANGED else _told(after),
    )


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in _NOTHING}
