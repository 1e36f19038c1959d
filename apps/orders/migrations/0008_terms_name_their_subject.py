from django.db import migrations, models


class Migration(migrations.Migration):
    """`Term.order` becomes `Term.subject`, as the terms of every resource have it."""

    dependencies = [("orders", "0007_news_to_be_read")]

    operations = [
        migrations.RemoveConstraint("term", "one_term_per_order"),
        migrations.RemoveIndex("term", "order_term_any"),
        migrations.RemoveIndex("term", "order_term_of_kind"),
        migrations.RenameField("term", "order", "subject"),
        migrations.AddConstraint(
            "term",
            models.UniqueConstraint(fields=["subject", "kind", "text"], name="one_term_per_order"),
        ),
        migrations.AddIndex(
            "term",
            models.Index(
                fields=["account", "text", "subject"],
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
                name="order_term_any",
            ),
        ),
        migrations.AddIndex(
            "term",
            models.Index(
                fields=["account", "kind", "text", "subject"],
                opclasses=["int8_ops", "varchar_ops", "varchar_pattern_ops", "int8_ops"],
                name="order_term_of_kind",
            ),
        ),
    ]
