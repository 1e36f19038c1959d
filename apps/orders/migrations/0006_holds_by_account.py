from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_reminders_for_each_person")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="order_on_customer_hold"),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("hold_ends_at__isnull", False)),
                fields=["account", "hold_ends_at", "id"],
                name="order_on_customer_hold",
            ),
        ),
    ]
