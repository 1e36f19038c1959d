"""What was sent from here so far tells who sent it."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def tell(apps, schema_editor):
    senders = apps.get_model("submissions", "Submission").objects.filter(
        pk=OuterRef("submission")
    )
    rows = apps.get_model("returns", "ReturnCase").objects.exclude(submission=None)
    rows.update(asked_by=Subquery(senders.values("actor")))


class Migration(migrations.Migration):
    dependencies = [("returns", "0004_who_asked_for_it")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
