"""What was sent from here so far tells who sent it."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def tell(apps, schema_editor):
    senders = apps.get_model("submissions", "Submission").objects.filter(
        pk=OuterRef("submission")
    )
    rows = apps.get_model("orders", "Order").objects.exclude(submission=None)
    rows.update(placed_by=Subquery(senders.values("actor")))


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_who_placed_it")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
