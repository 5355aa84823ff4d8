"""The keys by which mail addresses are compared are worked out anew: one mailbox, one key."""

from typing import Any

from django.db import IntegrityError, migrations, transaction

from portal.mail_addresses import address_key, tidy_address


def renew_keys(apps: Any, schema_editor: Any) -> None:
    """Of two live registrations that turn out to be of one mailbox, the later one keeps its old key and its seat."""
    Registration = apps.get_model("events", "Registration")
    for row in Registration.objects.exclude(email="").order_by("pk").only("email", "email_key").iterator():
        email, key = tidy_address(row.email), address_key(row.email)
        if (email, key) == (row.email, row.email_key) or len(email) > 254 or len(key) > 254:
            continue
        try:
            with transaction.atomic():
                Registration.objects.filter(pk=row.pk).update(email=email, email_key=key)
        except IntegrityError:
            Registration.objects.filter(pk=row.pk).update(email=email)


class Migration(migrations.Migration):
    dependencies = [("events", "0011_countries_by_their_codes")]
    operations = [migrations.RunPython(renew_keys, migrations.RunPython.noop)]
