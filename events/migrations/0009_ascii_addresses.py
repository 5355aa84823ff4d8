"""Events know the addresses of their pages after these were folded to ASCII."""

from typing import Any

from django.db import migrations


def follow_pages(apps: Any, schema_editor: Any) -> None:
    Page = apps.get_model("wagtailcore", "Page")
    EventText = apps.get_model("events", "EventText")
    for text in EventText.objects.select_related("event"):
        if text.slug.isascii():
            continue
        versions = Page.objects.filter(translation_key=text.event.translation_key)
        page = versions.filter(locale__language_code=text.language).first()
        if page:
            EventText.objects.filter(pk=text.pk).update(slug=page.slug, url=page.url_path)


class Migration(migrations.Migration):
    dependencies = [("events", "0008_mail_trouble"), ("portal", "0009_ascii_addresses")]
    operations = [migrations.RunPython(follow_pages, migrations.RunPython.noop)]
