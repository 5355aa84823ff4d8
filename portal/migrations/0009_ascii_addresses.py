"""Slugs with letters beyond ASCII are folded; the old addresses lead to the new ones."""

import re
from typing import Any

from django.db import migrations

from portal.text import page_slug

PLAIN = re.compile(r"[-a-zA-Z0-9_]*\Z")
STEP = 4  # characters of a page's path in the tree for each level


def fold_slugs(apps: Any, schema_editor: Any) -> None:
    Page = apps.get_model("wagtailcore", "Page")
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    Site = apps.get_model("wagtailcore", "Site")
    PeriodicRun = apps.get_model("portal", "PeriodicRun")
    site = Site.objects.filter(is_default_site=True).first()
    faulty = [pk for pk, slug in Page.objects.order_by("path").values_list("pk", "slug") if not PLAIN.match(slug)]
    for pk in faulty:
        page = Page.objects.get(pk=pk)
        siblings = Page.objects.filter(depth=page.depth, path__startswith=page.path[:-STEP]).exclude(pk=pk)
        taken = set(siblings.values_list("slug", flat=True))
        wanted = page_slug(page.slug, most=180) or page_slug(page.title, most=180) or "page"
        slug, number = wanted, 1
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        above = page.url_path[: len(page.url_path) - len(page.slug) - 1]
        old, new = page.url_path, f"{above}{slug}/"
        Page.objects.filter(pk=pk).update(slug=slug)
        rename_drafts(apps, page, slug)
        for below in Page.objects.filter(path__startswith=page.path, url_path__startswith=old):
            before, after = below.url_path, new + below.url_path[len(old) :]
            Page.objects.filter(pk=below.pk).update(url_path=after)
            old_path = before.rstrip("/")
            if below.live and len(old_path) <= 255:
                Redirect.objects.update_or_create(
                    old_path=old_path, site=site, defaults={"redirect_page_id": below.pk, "automatically_created": True}
                )
    if faulty:
        # The worker compares the search with the pages at once.
        PeriodicRun.objects.filter(name="search.reconcile").delete()


def rename_drafts(apps: Any, page: Any, slug: str) -> None:
    Revision = apps.get_model("wagtailcore", "Revision")
    for revision in Revision.objects.filter(base_content_type__model="page", object_id=str(page.pk)):
        if revision.content.get("slug") == page.slug:
            revision.content["slug"] = slug
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_mail_trouble"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [migrations.RunPython(fold_slugs, migrations.RunPython.noop)]
