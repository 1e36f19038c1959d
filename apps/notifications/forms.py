"""How a person wishes to be told, and what of the list they look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField

from apps.notifications.choices import MailWay
from apps.notifications.registry import NotificationKind, Ways


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind with its two controls; one that stands has none for the portal."""

    kind: NotificationKind
    in_portal: BoundField | None
    mail: BoundField


class ChoicesForm(forms.Form):
    """A box and a choice for each kind."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        choices: Sequence[tuple[NotificationKind, Ways]],
    ) -> None:
        super().__init__(data)
        self._kinds = [kind for kind, _ in choices]
        for kind, ways in choices:
            self.fields[f"{kind.code}-portal"] = forms.BooleanField(
                label="In the portal",
                required=False,
                initial=ways.in_portal,
                disabled=kind.stands,
            )
            self.fields[f"{kind.code}-mail"] = forms.ChoiceField(
                label="By e-mail",
                choices=[(way.value, way.label) for way in kind.mails],
                initial=ways.mail,
            )

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """The kinds under their headings."""
        for name, kinds in groupby(self._kinds, key=lambda kind: kind.group):
            yield name, [self._row(kind) for kind in kinds]

    def ways(self) -> dict[str, Ways]:
        """What was chosen; the form must be valid."""
        return {
            kind.code: Ways(
                in_portal=self.cleaned_data[f"{kind.code}-portal"],
                mail=MailWay(self.cleaned_data[f"{kind.code}-mail"]),
            )
            for kind in self._kinds
        }

    def _row(self, kind: NotificationKind) -> Row:
        box = None if kind.stands else self[f"{kind.code}-portal"]
        return Row(kind=kind, in_portal=box, mail=self[f"{kind.code}-mail"])


class ListForm(forms.Form):
    """The filters of the list, as they stand in the URL; nonsense filters nothing."""

    kind = forms.ChoiceField(label="About", required=False)

    def __init__(self, data: Mapping[str, Any], *, kinds: Sequence[NotificationKind]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Everything"),
            *((kind.code, kind.label) for kind in kinds),
        ]

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data.get("kind", "")) if self.is_valid() else ""
