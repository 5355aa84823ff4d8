"""The overview of elements becomes the page of the model, at its address; the page of text that stood there makes way."""

import json

from django.db import migrations

#: Characters of one level in the path of a page.
STEP = 4
MODEL, ASIDE = "model", "about-the-model"


def gather(apps, schema_editor):
    """Every overview of elements goes to ``/<language>/model/``, with the elements below it."""
    page_model = apps.get_model("wagtailcore", "Page")
    records = apps.get_model("core", "ImportedRecord").objects.filter(kind="page")
    indexes = apps.get_model("projects", "ElementIndexPage").objects.values("pk")
    for index in page_model.objects.filter(pk__in=indexes).exclude(slug=MODEL).order_by("path"):
        siblings = page_model.objects.filter(path__startswith=index.path[:-STEP], depth=index.depth)
        for there in siblings.filter(slug=MODEL):
            make_way(apps, there, {page.slug for page in siblings}, records)
        rename(apps, index, MODEL)
    # What stood there is no longer in the files of the initial content; the overview is there as the model.
    if records.filter(slug="elements").exists():
        records.filter(slug=MODEL).delete()
        records.filter(slug="elements").update(slug=MODEL)


def make_way(apps, page, taken, records):
    """Give a page another address, out of the menu; nobody reads it any more if it says what the import wrote."""
    slug, number = ASIDE, 1
    while slug in taken:
        number += 1
        slug = f"{ASIDE}-{number}"
    rename(apps, page, slug, show_in_menus=False)
    page.show_in_menus = False
    known = records.filter(slug=MODEL, object_id=page.pk).first()
    if known is not None and known.state == str(page.latest_revision_id):
        page.live = False
    page.save(update_fields=["show_in_menus", "live"])


def rename(apps, page, slug, **more):
    """Give a page another slug: in its own row, in those below it, in its revisions, and in what is translated."""
    old = page.url_path
    new = f"{old.rstrip('/').rpartition('/')[0]}/{slug}/"
    below = apps.get_model("wagtailcore", "Page").objects.filter(path__startswith=page.path)
    for one in below:
        type(one).objects.filter(pk=one.pk).update(url_path=new + one.url_path[len(old) :])
    page.slug, page.url_path = slug, new
    page.save(update_fields=["slug", "url_path"])
    revisions = apps.get_model("wagtailcore", "Revision").objects
    pages = revisions.filter(object_id=str(page.pk), base_content_type__app_label="wagtailcore")
    for revision in pages.filter(base_content_type__model="page"):
        revision.content |= {"slug": slug, "url_path": new, **more}
        revision.save(update_fields=["content"])
    sources = apps.get_model("wagtail_localize", "TranslationSource").objects
    for source in sources.filter(object_id=page.translation_key, locale=page.locale_id):
        content = json.loads(source.content_json)
        source.content_json = json.dumps(content | {"slug": slug, "url_path": new, **more})
        source.save(update_fields=["content_json"])


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0002_outgoingmail"),
        ("projects", "0003_page_of_the_model"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]
