"""Setting the sell prices of a quote. The prices of the distributor are not touched."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.quotes.models import Quote, SellRule
from apps.quotes.services.approvals import outdate
from apps.quotes.typed_rules import TypedRule, read_rule


@transaction.atomic
def set_sell_rules(*, quote: Quote, actor: User, typed: Sequence[TypedRule]) -> dict[str, str]:
    """Keep the rules that can be kept; gives a sentence for each of the others, by its token.

    No figure takes a rule away; one that can't be read leaves the former. What was asked of a
    manager for other prices waits no longer. Raises NotPermitted.
    """
    permissions.require(actor, Permission.EDIT_QUOTES, quote.account)
    permissions.require(actor, Permission.SEE_COST, quote.account)
    problems: dict[str, str] = {}
    kept = []
    for rule in typed:
        read = read_rule(rule)
        if read.problem:
            problems[rule.target.token] = read.problem
        elif read.figure is None:
            quote.sell_rules.filter(scope=rule.target.scope, target=rule.target.key).delete()
        else:
            kept.append(
                SellRule(
                    quote=quote,
                    scope=rule.target.scope,
                    target=rule.target.key,
                    kind=rule.kind,
                    figure=read.figure,
                    rounding=rule.rounding,
                    set_by=actor,
                    updated_at=timezone.now(),
                )
            )
    SellRule.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["quote", "scope", "target"],
        update_fields=["kind", "figure", "rounding", "set_by", "updated_at"],
    )
    outdate(quote)
    return problems
