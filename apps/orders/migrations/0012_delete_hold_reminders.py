from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_reminders_are_notifications")]

    operations = [migrations.DeleteModel(name="HoldReminder")]
