"""How model.json becomes the first version of the model: the text that was loaded, with the roots of the whole."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from portal.core.models import ImportedRecord
from portal.editing.content import schema
from portal.editing.content.importer import CREATED, KEPT, UNCHANGED, Record, Report
from projects.modeltext.enums import Relation
from projects.modeltext.models import ModelVersion, Root, Source
from projects.modeltext.versions import RefusedError, load_first

FILE = "model.json"
_TEXT = schema.translated(schema.text)
#: Page types that a root of the file can name by slug.
KINDS = ("event", "strategy", "source")
MODEL_CHECKS: dict[str, schema.Check] = {
    "slug": schema.slug,
    "news": _TEXT,
    "roots": schema.list_of(
        schema.fields(
            kind=schema.choice(KINDS),
            relation=schema.choice(Relation.values),
            because=_TEXT,
            slug=schema.optional(schema.slug),
            title=schema.optional(schema.text),
            publisher=schema.optional(schema.text),
            url=schema.optional(schema.pattern(r"https?://\S+", "a web address")),
            date=schema.optional(schema.text),
            language=schema.optional(schema.text),
        )
    ),
}


def import_first_version(records: list[Record], report: Report) -> None:
    """Freeze the text that was loaded as the first version, unless there is a version already.

    Later changes of the file change nothing: what is published stays, and what is new comes with a version by two
    persons.
    """
    for record in records:
        if ModelVersion.objects.exists():
            report.add("version of the model", UNCHANGED)
            continue
        try:
            with transaction.atomic():
                for root in record["roots"]:
                    _load_root(root)
                load_first(record["news"], timezone.now())
        except RefusedError:
            report.add("version of the model", KEPT)
        else:
            report.add("version of the model", CREATED)


def _load_root(root: Record) -> None:
    """A root of the whole text; one of a page that an editor has deleted is left out."""
    key = _source_key(root) if root["kind"] == "source" else _page_key(root["kind"], root["slug"])
    if key:
        Root.objects.create(
            kind=root["kind"],
            key=key,
            relation=root["relation"],
            because=root["because"],
            added_at=timezone.now(),
        )


def _source_key(root: Record) -> str:
    source, _created = Source.objects.get_or_create(
        url=root["url"],
        defaults={
            "title": root["title"],
            "publisher": root["publisher"],
            "year": root["date"] or "",
            "language": root["language"] or "en",
        },
    )
    return str(source.key)


def _page_key(kind: str, slug: str) -> str:
    loaded = ImportedRecord.objects.filter(kind=kind, slug=slug).values("object_id")
    key = Page.objects.filter(pk__in=loaded, live=True).values_list("translation_key", flat=True).first()
    return str(key or "")
