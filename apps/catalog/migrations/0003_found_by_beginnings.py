from django.db import migrations, models
from django.db.models.functions import Upper


def _index(field, name):
    opclasses = ["int8_ops", "varchar_pattern_ops"]
    return migrations.AddIndex(
        "product", models.Index(fields=["account", field], opclasses=opclasses, name=name)
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_reported_stock")]

    operations = [
        migrations.AddField(
            "product",
            "vendor_part_key",
            models.GeneratedField(
                expression=Upper("vendor_part_number"),
                output_field=models.CharField(max_length=120),
                db_persist=True,
            ),
        ),
        _index("ingram_part_number", "product_begins_ingram"),
        _index("vendor_part_key", "product_begins_vendor"),
        _index("upc", "product_begins_upc"),
    ]
