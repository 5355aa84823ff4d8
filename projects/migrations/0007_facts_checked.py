from django.db import migrations


def move(apps, schema_editor):
    """The day on which a case was checked is kept where it is kept for every page."""
    Case = apps.get_model("projects", "CaseStudyPage")
    PublishedText = apps.get_model("portal", "PublishedText")
    for page, day in Case.objects.exclude(last_checked=None).values_list("pk", "last_checked"):
        PublishedText.objects.update_or_create(page_id=page, defaults={"facts_checked": day})


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0012_published_text"),
        ("projects", "0006_places_are_lists"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("casestudypage", "last_checked"),
    ]
