"""Countries that were typed as names, and cut after six letters, become codes; what names none stays for the gate."""

from typing import Any

from django.db import migrations

from portal.countries import country_choices, read_country

#: The length of the field, after which browsers cut what was typed.
CUT = 6


def name_by_code(apps: Any, schema_editor: Any) -> None:
    """In the pages, and in the revisions that drafts are made of."""
    codes = {code for code, _name in country_choices()}
    pages = apps.get_model("events", "EventPage").objects
    for text in set(pages.exclude(country="").order_by().values_list("country", flat=True)) - codes:
        if code := read_country(text, CUT):
            pages.filter(country=text).update(country=code)
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="events", content_type__model="eventpage"
    )
    for revision in revisions.iterator(chunk_size=100):
        text = revision.content.get("country") or ""
        if text and text not in codes and (code := read_country(text, CUT)):
            revision.content["country"] = code
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    """Nothing to undo: the codes are right for the older field too."""

    dependencies = [
        ("events", "0010_places_are_lists"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(name_by_code, migrations.RunPython.noop, elidable=True)]
