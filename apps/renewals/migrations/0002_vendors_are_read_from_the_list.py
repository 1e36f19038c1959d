from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('renewals', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Vendor',
        ),
    ]
