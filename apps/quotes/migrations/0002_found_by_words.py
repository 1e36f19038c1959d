import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_order_way_and_saved_views'),
        ('quotes', '0001_initial'),
        ('submissions', '0003_key_space'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='QuoteTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('quote', 'Quote number'), ('name', 'Name'), ('end_user', 'End user'), ('bid', 'Special bid number'), ('vendor_quote', "Vendor's quote number"), ('part', 'Part number'), ('serial', 'Serial number')], max_length=12)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_latest',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_modified',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_by_status',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_by_expiry',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_by_total',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_by_name',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_by_end_user',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_by_vendor',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_by_owner',
        ),
        migrations.AddField(
            model_name='quote',
            name='sorted_created_at',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('created_at', models.Value(datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))), output_field=models.DateTimeField()),
        ),
        migrations.AddField(
            model_name='quote',
            name='sorted_expires_on',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('expires_on', models.Value(datetime.date(9999, 12, 31))), output_field=models.DateField()),
        ),
        migrations.AddField(
            model_name='quote',
            name='sorted_total',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('total', models.Value(Decimal('-1'))), output_field=models.DecimalField(decimal_places=4, max_digits=16)),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'sorted_created_at', 'id'], name='quote_latest'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'modified_at', 'id'], name='quote_modified'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'name', 'id'], name='quote_by_name'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'end_user_name', 'id'], name='quote_by_end_user'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'vendor_name', 'id'], name='quote_by_vendor'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'status', 'id'], name='quote_sorted_by_status'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'sorted_total', 'id'], name='quote_by_total'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'sorted_expires_on', 'id'], name='quote_by_expiry'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'status', '-sorted_created_at', '-id'], name='quote_of_status'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'vendor_name', '-sorted_created_at', '-id'], name='quote_of_vendor'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['account', 'owner', '-sorted_created_at', '-id'], name='quote_of_owner'),
        ),
        migrations.AddField(
            model_name='quoteterm',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.customeraccount'),
        ),
        migrations.AddField(
            model_name='quoteterm',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='quotes.quote'),
        ),
        migrations.AddIndex(
            model_name='quoteterm',
            index=models.Index(fields=['account', 'text', 'subject'], name='quote_term_any', opclasses=['int8_ops', 'varchar_pattern_ops', 'int8_ops']),
        ),
        migrations.AddIndex(
            model_name='quoteterm',
            index=models.Index(fields=['account', 'kind', 'text', 'subject'], name='quote_term_of_kind', opclasses=['int8_ops', 'varchar_ops', 'varchar_pattern_ops', 'int8_ops']),
        ),
        migrations.AddConstraint(
            model_name='quoteterm',
            constraint=models.UniqueConstraint(fields=('subject', 'kind', 'text'), name='one_term_per_quote'),
        ),
    ]
