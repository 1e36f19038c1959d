"""Whoever could sign in until now keeps doing so: their address counts as verified."""

from django.db import migrations


def verify(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    known = EmailAddress.objects.values_list("user_id", flat=True)
    taken = set(EmailAddress.objects.values_list("email", flat=True))
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=user, email=user.email.lower(), verified=True, primary=True)
            for user in User.objects.exclude(email="").exclude(pk__in=known)
            if user.email.lower() not in taken
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_invitations_and_second_factors"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(verify, migrations.RunPython.noop)]
