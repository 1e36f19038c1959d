"""A portal that begins now asks everybody for a second factor; others keep what they chose."""

from django.conf import settings
from django.db import migrations

ROLES = ("viewer", "rep", "manager", "administrator", "staff")


def require(apps, schema_editor):
    # People of the demo have known passwords and no telephones.
    if settings.DEMO or apps.get_model("accounts", "User").objects.exists():
        return
    rules = apps.get_model("accounts", "SecondFactorRule").objects
    rules.bulk_create(rules.model(role=role) for role in ROLES)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_verified_addresses")]

    operations = [migrations.RunPython(require, migrations.RunPython.noop)]
