"""What do lists, the dashboard, reports and exports cost with 20,000 pages in six languages?

    python benchmarks/large_site.py [--pages 20000] [--database URL]

Builds the pages (case studies in every language, with a state in each, drafts, reviews that wait and broken links) in a
SQLite database in a temporary folder, or an empty one that is named, and indexes them. Then asks what visitors, a
member of a team that owns half of them, and the secretariat open, over the request handlers without a network, each in
a process of its own: queries, milliseconds of CPU, and by how many megabytes its memory grew.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

_FOLDER = tempfile.TemporaryDirectory(prefix="portal-large-")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
_ARGUMENTS = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
_ARGUMENTS.add_argument("--pages", type=int, default=20_000)
_ARGUMENTS.add_argument("--database", default=f"sqlite:///{_FOLDER.name}/portal.sqlite3")
OPTIONS = _ARGUMENTS.parse_args()
os.environ["DATABASE_URL"] = OPTIONS.database
os.environ["VAR_DIR"] = _FOLDER.name

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from partners.teams.groups import make_team, secretariat
from partners.teams.workflow import prepare_workflow
from portal.core import readers
from portal.core.users.models import User
from portal.editing.enums import State
from portal.editing.models import ExternalLink, TranslationState
from projects.models import CaseLibraryPage, CaseStudyPage
from search.indexing.projection import project_all
from tests.partners.world import make_user
from tests.sites import add_partner, make_site

LANGUAGES = ("en", "da", "nb", "sv", "fi", "is")
STATES = (State.COMPLETE, State.OUTDATED, State.MACHINE, State.PARTLY, State.REVIEWED, State.DRAFT)
WAITING_REVIEWS = 20
TEXTS = {"summary": "Short.", **dict.fromkeys(("challenge", "approach", "result"), "<p>Text.</p>")}
#: What visitors open.
PUBLIC = (
    "/fi/",
    "/fi/projects/",
    "/fi/projects/?page=9",
    "/fi/projects/?view=map",
    "/fi/projects/?view=plot",
    "/fi/projects/feed.xml",
    "/fi/projects/case-7/",
    "/fi/projects/case-7/sheet/",
    "/fi/partners/partner-1/",
    "/fi/search/?q=case",
    "/api/v1/search/?language=fi",
    "/sitemap-pages.xml",
)
#: What editors open, below /admin/.
LISTS = (
    "",
    "pages-and-languages/",
    "translations/requests/",
    "cases/",
    "cases/?q=case",
    "pages/search/?q=case",
    "choose-page/search/?q=case",
    "reports/audit/",
    "reports/aging-pages/",
    "reports/content/",
    "reports/content/?export=xlsx",
    "reports/coverage/",
    "reports/links/",
    "reports/progress/",
    "reports/progress/?export=csv",
    "reports/stale/",
)


@transaction.atomic
def build(count: int) -> dict[str, Any]:
    """The pages; returns whoever looks at them: a member of a team, and the secretariat."""
    make_site(*LANGUAGES)
    group = secretariat()
    prepare_workflow(group)
    partners = [add_partner(title=f"Partner {n}", slug=f"partner-{n}") for n in range(2)]
    team = make_team(partners[0].organisation)
    users = {"member": make_user("member", team.group), "secretariat": make_user("secretary", group)}
    keys: list[Any] = []
    for language in LANGUAGES:
        keys = add_cases(language, count, [partner.organisation_id for partner in partners], keys)
    add_details(users["member"])
    return users


def add_cases(language: str, count: int, owners: list[int], keys: list[Any]) -> list[Any]:
    """``count`` case studies in ``language`` with their states; returns their translation keys."""
    library = CaseLibraryPage.objects.get(locale__language_code=language)
    common = {
        "depth": library.depth + 1,
        "content_type": ContentType.objects.get_for_model(CaseStudyPage),
        "locale": library.locale,
        "live": True,
        "last_published_at": timezone.now(),
    }
    pages = []
    for n in range(count):
        title = f"Case {n} in {language}"
        path = Page._get_path(library.path, library.depth + 1, n + 1)
        address = f"{library.url_path}case-{n}/"
        page = Page(title=title, draft_title=title, slug=f"case-{n}", path=path, url_path=address, **common)
        if keys:
            page.translation_key = keys[n]
        pages.append(page)
    Page.objects.bulk_create(pages)
    for n, page in enumerate(pages):
        case = CaseStudyPage(page_ptr=page, country="DK", organisation_id=owners[n % 2], **TEXTS)
        case.__dict__.update({f.attname: getattr(page, f.attname) for f in Page._meta.concrete_fields})
        case.save_base(raw=True)
    TranslationState.objects.bulk_create(
        TranslationState(
            translation_key=page.translation_key,
            locale=library.locale,
            page=page,
            state=STATES[n % len(STATES)] if keys else State.SOURCE,
            total=14,
            outdated=n % 3,
        )
        for n, page in enumerate(pages)
    )
    Page.objects.filter(pk=library.pk).update(numchild=count)
    return [page.translation_key for page in pages]


def add_details(member: Any) -> None:
    """Drafts and reviews of ``member``, and broken links on a few pages."""
    for case in CaseStudyPage.objects.filter(locale__language_code="en")[: 2 * WAITING_REVIEWS : 2]:
        case.title += " with changes"
        case.save_revision(user=member)
        case.get_workflow().start(case, member)
        link = ExternalLink.objects.create(url=f"https://example.org/{case.pk}", failures=5, due_at=timezone.now())
        link.pages.add(case.pk)


def ask(address: str, user: User | None) -> tuple[int, int, float, float]:
    """Status, queries, milliseconds of CPU and megabytes of one request; a small one came before it."""
    client, asked = Client(), [0]
    if user:
        client.force_login(user)
    client.get("/admin/account/" if user else "/fi/search/")

    def count(execute: Any, *arguments: Any) -> Any:
        asked[0] += 1
        return execute(*arguments)

    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with connection.execute_wrapper(count):
        answer = client.get(address)
        for _part in answer if answer.streaming else ():
            pass
    spent = (time.process_time() - start) * 1000
    return answer.status_code, asked[0], spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024


def main() -> None:
    """Build, ask, print."""
    call_command("migrate", verbosity=0)
    users = build(OPTIONS.pages // len(LANGUAGES))
    readers.write_all()
    project_all()
    print(f"{Page.objects.count()} pages\n{'':46}{'queries':>8}{'CPU ms':>8}{'MB':>8}")
    asked = [(address, "") for address in PUBLIC]
    asked += [(f"/admin/{address}", who) for address in LISTS for who in users]
    for address, who in asked:
        connections.close_all()
        with get_context("fork").Pool(1) as pool:
            status, queries, cpu, grown = pool.apply(ask, (address, users.get(who)))
        print(f"{address:34}{who:12}{queries:8}{cpu:8.0f}{grown:8.1f}{'' if status == 200 else f'  {status}'}")


if __name__ == "__main__":
    main()
