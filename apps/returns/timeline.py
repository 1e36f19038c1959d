"""What happened to a return and what comes next, from what the mirror knows."""

from __future__ import annotations

from apps.core.templatetags.figures import amount_in_words
from apps.core.timeline import Step, StepState
from apps.returns.choices import APPROVED_STATUSES, CaseKind, CaseStatus, MoveKind
from apps.returns.models import Move, ReturnCase

_ENDED = frozenset({CaseStatus.DENIED, CaseStatus.VOIDED})


def steps_of(case: ReturnCase) -> list[Step]:
    """The case's steps; its moves, submission and lines must be loaded."""
    steps = [*_begun(case), *(_moved(case, move) for move in case.moves.all())]
    if case.sent_back_at:
        who = str(case.sent_back_by) if case.sent_back_by else ""
        step = Step(label="Goods sent", state=StepState.DONE, at=case.sent_back_at, who=who)
        steps.append(step)
    return [*steps, *_to_come(case)]


def _begun(case: ReturnCase) -> list[Step]:
    if case.submission is not None:
        who = str(case.submission.actor)
        at = case.submission.created_at
        return [Step(label="Asked for", state=StepState.DONE, at=at, who=who)]
    return [Step(label="Asked for", state=StepState.DONE, at=case.created_at)]


def _moved(case: ReturnCase, move: Move) -> Step:
    at = move.happened_at
    if move.kind == MoveKind.CREDIT and move.credit is not None:
        words = f"Credit of {amount_in_words(move.credit, case.currency)}"
        return Step(label=words, state=StepState.DONE, at=at)
    if move.state in _ENDED:
        return Step(label=move.status_label, state=StepState.FAILED, at=at, note=_why(case))
    return Step(label=move.status_label, state=StepState.DONE, at=at)


def _why(case: ReturnCase) -> str:
    """The distributor's word on it, where its lines have one and the same."""
    said = {line.additional_details for line in case.lines.all() if line.additional_details}
    return said.pop() if len(said) == 1 else ""


def _to_come(case: ReturnCase) -> list[Step]:
    if case.state is CaseStatus.OPEN:
        goods = [] if case.kind == CaseKind.CLAIM else [_next("Send the goods, if it is approved")]
        return [
            Step(label="The distributor decides", state=StepState.NOW),
            *goods,
            _next("Credit"),
        ]
    if case.state not in APPROVED_STATUSES:
        return []
    credit = [] if case.credit else [_next("Credit")]
    if case.awaits_goods:
        note = "Print the label and put it on each box"
        return [Step(label="Send the goods", state=StepState.NOW, note=note), *credit]
    return credit


def _next(label: str) -> Step:
    return Step(label=label, state=StepState.NEXT)
