"""What the bare view inserts."""

from __future__ import annotations

from django.db import models


class BareRow(models.Model):
    body = models.TextField()

    class Meta:
        app_label = "load"
