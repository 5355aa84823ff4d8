from collections import Counter

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """What people published themselves changed then; what an import published changed on no known day."""
    Page = apps.get_model("wagtailcore", "Page")
    PublishedText = apps.get_model("portal", "PublishedText")
    TranslationState = apps.get_model("portal", "TranslationState")
    languages = dict(
        TranslationState.objects.filter(state="source").values_list("translation_key", "locale__language_code")
    )
    # Which of these sentences are public is worked out when the page is published next; until then, "parts" is true.
    machine = {
        page: languages.get(key, "en")
        for page, key in TranslationState.objects.filter(machine__gt=0, reviewed_at=None, page__live=True).values_list(
            "page_id", "translation_key"
        )
    }
    changed = dict(
        Page.objects.filter(live=True, depth__gt=1, live_revision__user__isnull=False).values_list(
            "pk", "last_published_at"
        )
    )
    PublishedText.objects.bulk_create(
        PublishedText(
            page_id=page,
            changed_at=changed.get(page),
            machine="part" if page in machine else "",
            translated_from=machine.get(page, ""),
        )
        for page in {*changed, *machine}
    )



def count_children(apps, schema_editor):
    """An import left the home pages with no children to their name, and nothing could be added below them."""
    Page = apps.get_model("wagtailcore", "Page")
    paths = Counter(path[:-4] for path in Page.objects.values_list("path", flat=True))
    for pk, path, children in Page.objects.values_list("pk", "path", "numchild"):
        if children != paths[path]:
            Page.objects.filter(pk=pk).update(numchild=paths[path])


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0011_periodic_running'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedText',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='published_text', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('machine', models.CharField(blank=True, choices=[('', 'None'), ('part', 'Part'), ('all', 'All')], default='', max_length=4)),
                ('translated_from', models.CharField(blank=True, max_length=8)),
                ('changed_at', models.DateTimeField(null=True)),
                ('facts_checked', models.DateField(null=True)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(count_children, migrations.RunPython.noop, elidable=True),
    ]
