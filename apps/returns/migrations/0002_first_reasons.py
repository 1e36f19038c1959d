"""The reasons that a return may give at first. No list is published (field notes 8.1): the pair
of the API's own example is among them, the others say what its codes of reasons stand for."""

from django.db import migrations

REASONS = (
    (
        "I have not received part or all of my order",
        (
            "Received only partial shipment.",
            "The shipment was lost on its way.",
        ),
    ),
    (
        "The product arrived damaged",
        (
            "The carton was damaged by the carrier.",
            "The product was damaged inside a sound carton.",
        ),
    ),
    (
        "The product does not work",
        (
            "It was defective when it was first switched on.",
            "It became defective later.",
        ),
    ),
    (
        "I received something else",
        (
            "A wrong product was delivered.",
            "There were too many in the delivery.",
        ),
    ),
    (
        "I ordered the wrong product",
        ("The wrong part number was ordered, the box is sealed.",),
    ),
    (
        "I no longer need the product",
        (
            "The end user did not need it, the box is sealed.",
            "It is left over in our stock.",
            "The delivery was refused.",
            "The box was opened.",
        ),
    ),
    (
        "The invoice is wrong",
        ("The price is not the one that was agreed.",),
    ),
)


def write(apps, schema_editor):
    phrases = apps.get_model("returns", "ReasonPhrase")
    pairs = [(primary, secondary) for primary, several in REASONS for secondary in several]
    phrases.objects.bulk_create(
        [
            phrases(primary=primary, secondary=secondary, position=10 * place)
            for place, (primary, secondary) in enumerate(pairs, start=1)
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_mirror_of_returns")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
