"""A kind of submission with a tiny upstream behind it: what arrived can be counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from apps.ingram import Client, Priority
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Answer, Found, LookUp, SubmissionKind

KIND = "test.write"


@dataclass
class Upstream:
    """Takes writes by name; `before` and `after` may raise what a transport would."""

    arrived: list[str] = field(default_factory=list)
    correlation_ids: list[str] = field(default_factory=list)
    answer: Answer = field(
        default_factory=lambda: Answer(
            state=State.ACCEPTED, reference="REF-1", received={"quoteNumber": "REF-1"}
        )
    )
    before: list[Exception] = field(default_factory=list)
    after: list[Exception] = field(default_factory=list)
    look_ups: list[LookUp | Exception] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    is_complete: bool = True
    while_sending: Callable[[], None] | None = None
    changes: list[str] = field(default_factory=list)

    def send(self, client: Client, body: Mapping[str, object], correlation_id: str) -> Answer:
        self.correlation_ids.append(correlation_id)
        if self.while_sending:
            self.while_sending()
        if self.before:
            raise self.before.pop(0)
        self.arrived.append(str(body["name"]))
        if self.after:
            raise self.after.pop(0)
        return self.answer

    def look_up(self, client: Client, submission: Submission) -> LookUp:
        self.priorities.append(client.priority)
        if self.look_ups:
            result = self.look_ups.pop(0)
            if isinstance(result, Exception):
                raise result
            return result
        return self.verify(client, submission, submission.business_key)

    def verify(self, client: Client, submission: Submission, number: str) -> LookUp:
        if number in self.arrived:
            return Found(
                is_complete=self.is_complete, reference="REF-1", result_number=f"N-{number}"
            )
        return Absent()

    def kind(self) -> SubmissionKind:
        return SubmissionKind(
            code=KIND,
            label="Write a test",
            send=self.send,
            look_up=self.look_up,
            verify=self.verify,
            result_url=lambda submission: f"/results/{submission.result_number}/",
            origin_url=lambda submission: "/origin/",
            on_change=lambda submission: self.changes.append(submission.state),
        )
