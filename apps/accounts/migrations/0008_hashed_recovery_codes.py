"""Recovery codes that people have written down keep working, and are kept as hashes from now on."""

import hmac
from hashlib import sha1

from django.contrib.auth.hashers import make_password
from django.db import migrations

from apps.core.encryption import Undecipherable, decrypt

COUNT, DIGITS = 10, 8


def codes_of(seed):
    """As allauth derived them from their seed."""
    chain = hmac.new(seed.encode("ascii"), None, sha1)
    for number in range(COUNT):
        chain.update(f"{number:3},".encode())
        value = int.from_bytes(chain.digest()[: DIGITS // 2], "big") % 10**DIGITS
        yield str(value).zfill(DIGITS)


def hash_codes(apps, schema_editor):
    rows = apps.get_model("mfa", "Authenticator").objects.filter(type="recovery_codes")
    for row in rows.iterator():
        if "seed" not in row.data:
            continue
        try:
            codes = list(codes_of(decrypt(row.data["seed"])))
        except Undecipherable:
            row.delete()
            continue
        used = row.data.get("used_mask", 0)
        unused = [code for number, code in enumerate(codes) if not used & 1 << number]
        # Eight digits can be tried through: they need a slow hash, unlike those made from now on.
        row.data = {"hashes": [make_password(code) for code in unused], "viewed_at": 1}
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_a_second_factor_for_everybody"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
