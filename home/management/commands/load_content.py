"""``manage.py load_content``: the initial content, loaded as often as you like."""

import logging
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.templatetags.static import static
from tqdm import tqdm
from wagtail.models import Locale, Page, Site

from home.content import KINDS, PAGES
from home.models import HomePage
from home.tasks import check_loaded_pages
from portal.core.hooks.bulk import bulk_change, rare_garbage_collection
from portal.core.hooks.site_url import follow_base_url
from portal.core.operations import filling
from portal.core.operations.task_queue import index_at_once
from portal.core.web.assets import STYLES
from portal.editing.content.importer import (
    CHANGED,
    CREATED,
    DATA,
    KEPT,
    UNCHANGED,
    PageImport,
    PageKind,
    Progress,
    Record,
    Report,
    read_records,
)
from portal.editing.content.machine import add_machine_texts
from portal.editing.content.schema import ContentError
from portal.editing.publication.rendering import problems_of_rendering
from projects.content import GLOSSARY_CHECKS, import_glossary
from projects.modeltext.content import FILE, MODEL_CHECKS, import_first_version


class Command(BaseCommand):
    """Loads pages, partners, elements, strategies, events, case studies and the glossary with all translations."""

    help = (
        "Load the content of the portal. Repeating it changes nothing unless the files changed; what an editor changed "
        "since is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=DATA, help="Folder with the JSON files.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Replace what editors changed by what the files say."
        )
        parser.add_argument(
            "--draw-later",
            action="store_true",
            help="Let the worker draw the pages and write into its log which are not right, instead of waiting for it.",
        )
        parser.add_argument(
            "--index-later",
            action="store_true",
            help="Let the worker build the search index, which says so meanwhile, and the admin's reference index.",
        )

    def handle(
        self, *args: object, folder: Path, overwrite: bool, draw_later: bool, index_later: bool, **options: object
    ) -> None:
        self.quiet = options["verbosity"] == 0
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # one line a page would drown the progress
        report = Report()
        try:
            records = {kind.name: read_records(folder / kind.file, kind.checks) for kind in KINDS}
            glossary = read_records(folder / "glossary.json", GLOSSARY_CHECKS)
            first_version = read_records(folder / FILE, MODEL_CHECKS)
            for kind in KINDS:
                add_machine_texts(folder, kind.file, kind.checks, records[kind.name])
            check_references(records)
            self.done, self.total = 0, sum(map(len, records.values())) + len(glossary)
            self.is_watched = filling.under_way() is not None
            with rare_garbage_collection(), bulk_change(index_later=index_later):
                prepare_site()
                for kind in KINDS:
                    self.load(kind, records[kind.name], report, overwrite=overwrite)
                import_glossary(glossary, report, self.progress("glossary.json"), overwrite=overwrite)
            with bulk_change(index_later=True) if index_later else nullcontext():
                import_first_version(first_version, report)
            if not index_later:
                index_at_once()
        except ContentError as error:
            raise CommandError(str(error)) from error
        if draw_later:
            check_loaded_pages.enqueue(report.written)
        else:
            self.draw(report.written)
        if not self.quiet:
            self.say(report)

    def load(self, kind: PageKind, records: list[Record], report: Report, *, overwrite: bool) -> None:
        """Load the records of one kind; the home pages become the site."""
        PageImport(kind, report, overwrite=overwrite).run(records, self.progress(kind.file))
        if kind is PAGES:
            point_site_at_home()

    def draw(self, written: list[int]) -> None:
        """Draw every page that was written as visitors get it, now that all of them are there, and report faults."""
        try:
            static(STYLES)
        except ValueError:
            self.stderr.write("The pages were not drawn, since no static files are collected: manage.py collectstatic.")
            return
        for page in Page.objects.filter(pk__in=written).order_by("path").specific().iterator(chunk_size=50):
            for problem in problems_of_rendering(page):
                self.stderr.write(f"Not right for visitors, {page.url_path}: {problem.message}")

    def progress(self, name: str) -> Progress:
        """A progress bar for one file."""

        def wrap(records: list[Record]) -> Iterable[Record]:
            for record in tqdm(records, desc=f"{name:<20}", unit=" records", disable=self.quiet):
                yield record
                self.done += 1
                if self.is_watched:
                    filling.note(self.done, self.total)

        return wrap

    def say(self, report: Report) -> None:
        """What was created, changed and left alone."""
        for name, counts in report.counts.items():
            said = ", ".join(f"{counts[o]} {o}" for o in (CREATED, CHANGED, UNCHANGED, KEPT) if counts[o])
            self.stdout.write(f"{name}: {said}")
        for note in report.notes:
            self.stdout.write(f"Kept: {note}")


def check_references(records: dict[str, list[Record]]) -> None:
    """Every record that another one names exists.

    Raises:
        ContentError: names file, record, field and the slug that is nowhere.
    """
    known = {kind: {record["slug"] for record in found} for kind, found in records.items()}
    for kind in KINDS:
        for field, target in kind.references.items():
            for record in records[kind.name]:
                named = record[field] if isinstance(record[field], list) else [record[field]]
                for slug in named:
                    if slug is not None and slug not in known[target]:
                        raise ContentError(
                            f"{kind.file}, record “{record['slug']}”, field “{field}”: there is no {target} “{slug}”."
                        )


def prepare_site() -> None:
    """A locale for every language, and none of the pages that Wagtail makes by itself."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    for page in Page.objects.filter(depth=2):
        if page.specific_class is Page:
            page.delete()


def point_site_at_home() -> None:
    """The site begins at the home page of the first language."""
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    if home and site.root_page_id != home.pk:
        site.root_page, site.site_name = home, settings.WAGTAIL_SITE_NAME
        site.save()
    follow_base_url()
