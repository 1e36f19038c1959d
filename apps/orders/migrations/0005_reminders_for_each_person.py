"""A reminder becomes one person's. The earlier table was never written to, so it is made anew."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0004_dates_of_the_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="HoldReminder"),
        migrations.CreateModel(
            name="HoldReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hours_before", models.PositiveSmallIntegerField()),
                ("hold_ends_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("dismissed_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hold_reminders",
                        to="orders.order",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hold_reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "person", "hours_before", "hold_ends_at"),
                        name="one_reminder_per_person",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["next_try_at"],
                        name="hold_reminder_unsent",
                    ),
                    models.Index(
                        condition=models.Q(("dismissed_at__isnull", True)),
                        fields=["person", "hold_ends_at"],
                        name="hold_reminder_shown",
                    ),
                ],
            },
        ),
    ]
