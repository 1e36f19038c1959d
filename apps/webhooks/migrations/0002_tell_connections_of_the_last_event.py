"""Connections hear from now on when an event came; those that came before count too."""

from django.db import migrations
from django.db.models import Max


def tell(apps, schema_editor):
    events = apps.get_model("webhooks", "WebhookEvent").objects.using(schema_editor.connection.alias)
    connections = apps.get_model("connections", "Connection").objects
    for connection_id, last in (
        events.order_by().values_list("connection").annotate(last=Max("received_at"))
    ):
        connections.using(schema_editor.connection.alias).filter(
            pk=connection_id, last_webhook_at=None
        ).update(last_webhook_at=last)


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0005_when_a_webhook_last_came"),
        ("webhooks", "0001_initial"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
