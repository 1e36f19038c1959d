"""Reminders of ending holds move on to notifications: sent or not, dismissed or not, as they are."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

HOLD_ENDING = "order.hold_ending"


def move_on(apps, schema_editor):
    """The key, the Message-ID and the alarm stay, so that nobody is told twice or not at all."""
    host = urlsplit(str(settings.SITE_URL)).hostname or "localhost"
    notifications = apps.get_model("notifications", "Notification").objects
    rows = apps.get_model("orders", "HoldReminder").objects.select_related("order")
    notifications.bulk_create(
        [_notification(notifications.model, row, host) for row in rows.iterator()],
        ignore_conflicts=True,
        batch_size=500,
    )


def _notification(model, row, host):
    order, ends_at = row.order, int(row.hold_ends_at.timestamp())
    po = order.customer_order_number
    name = f"{order.ingram_order_number} ({po})" if po else order.ingram_order_number
    return model(
        account_id=order.account_id,
        person_id=row.person_id,
        kind=HOLD_ENDING,
        key=f"{order.pk}:{ends_at}:{row.hours_before}",
        about_id=order.pk,
        title=f"Order {name} is voided soon unless it is released",
        text="It waits on customer hold. Release it, change it or cancel it.",
        url=f"/orders/{order.ingram_order_number}/",
        created_at=row.sent_at or row.next_try_at,
        until=row.hold_ends_at,
        is_shown=True,
        read_at=row.dismissed_at,
        mail_state="sent" if row.sent_at else "waiting",
        # Also that of a worker which was stopped between the mail server's yes and its own note.
        message_id=f"<hold-{row.pk}-{ends_at}@{host}>",
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
    )


def move_back(apps, schema_editor):
    orders = apps.get_model("orders", "Order").objects
    rows = apps.get_model("notifications", "Notification").objects.filter(kind=HOLD_ENDING)
    known = set(orders.filter(pk__in=rows.values("about_id")).values_list("pk", flat=True))
    model = apps.get_model("orders", "HoldReminder")
    model.objects.bulk_create(
        [
            model(
                order_id=row.about_id,
                person_id=row.person_id,
                hours_before=int(row.key.rpartition(":")[2]),
                hold_ends_at=row.until,
                next_try_at=row.next_try_at,
                sent_at=row.sent_at,
                dismissed_at=row.read_at,
            )
            for row in rows.iterator()
            if row.about_id in known
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0010_found_by_sub_order"),
        ("notifications", "0001_initial"),
    ]

    operations = [migrations.RunPython(move_on, move_back)]
