"""The ledger: one row a write, one row an attempt. Nothing is sent that does not stand here."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core.timeline import StepState
from apps.submissions.choices import FAILED_OUTCOMES, AttemptKind, Outcome, State


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def with_key(self, business_key: str) -> SubmissionQuerySet:
        """Those with this business key, in any case of letters, as an index has them."""
        rows = self.alias(key_upper=Upper("business_key"))
        return rows.filter(key_upper=Upper(models.Value(business_key)))


class Submission(models.Model):
    """A write that is to reach the distributor once or not at all.

    `next_step_at` is the row's alarm. Whoever takes a step first moves it into the future by one
    conditional UPDATE, which makes it the step's lease as well: when a worker dies, the alarm
    rings again and the sweeper finds the row.
    """

    kind = models.CharField(max_length=40)
    key_space = models.CharField(
        max_length=40, help_text="Within which a business key is live once: the kind, or another."
    )
    account = models.ForeignKey(
        CustomerAccount, on_delete=models.PROTECT, related_name="submissions"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions"
    )
    form_key = models.CharField(max_length=64, unique=True)
    business_key = models.CharField(
        max_length=120, help_text="What the distributor finds it by: PO number, quote name."
    )
    subject = models.CharField(
        max_length=40, blank=True, default="", help_text="The order that a change is about."
    )
    body = models.JSONField(encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    state_since = models.DateTimeField(default=timezone.now)
    next_step_at = models.DateTimeField(null=True, default=timezone.now)
    sends = models.PositiveSmallIntegerField(default=0)
    look_ups = models.PositiveSmallIntegerField(default=0)
    absences = models.PositiveSmallIntegerField(
        default=0, help_text="Look-ups in a row that found nothing and could have."
    )
    absent_since = models.DateTimeField(null=True)
    reference = models.CharField(
        max_length=120, blank=True, default="", help_text="The number given on acceptance."
    )
    result_number = models.CharField(
        max_length=250, blank=True, default="", help_text="Several when an order was split."
    )
    message = models.TextField(blank=True, default="")
    field_errors = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "account",
                "key_space",
                Upper("business_key"),
                condition=~models.Q(state=State.REJECTED),
                name="one_live_submission_per_business_key",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at"], name="submission_latest"),
            models.Index(fields=["state", "next_step_at"], name="submission_due"),
            models.Index(fields=["account", "reference"], name="submission_by_reference"),
            models.Index(fields=["account", "subject"], name="submission_by_subject"),
            models.Index("account", Upper("business_key"), name="submission_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.business_key}"

    def get_absolute_url(self) -> str:
        return reverse("submissions:detail", args=[self.pk])

    @property
    def purpose(self) -> str:
        """What the records of its calls say they were made for."""
        return f"submission {self.pk}"

    @property
    def status(self) -> State:
        return State(self.state)


class Attempt(models.Model):
    """One step in the life of a submission; that of a call stands before the request goes out."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=8, choices=AttemptKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    correlation_id = models.CharField(max_length=64, blank=True, default="")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices, blank=True, default="")
    message = models.TextField(blank=True, default="")
    received = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["started_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.correlation_id}"

    @property
    def step(self) -> StepState:
        """Its mark on the timeline."""
        if self.finished_at is None:
            return StepState.NOW
        return StepState.FAILED if self.outcome in FAILED_OUTCOMES else StepState.DONE
