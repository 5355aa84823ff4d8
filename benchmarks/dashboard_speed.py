"""How many queries and how long does the editors' dashboard take with 2,000 pages in six languages?

    python benchmarks/dashboard_speed.py [--pages 2000] [--times 5]

Builds the pages (case studies in every language, with a state in each, drafts, reviews that wait and broken links) in a
SQLite database in a temporary folder, then opens the dashboard and the matrix as a member of a team that owns half of
them and as the secretariat, over the request handlers without a network. Prints queries and the median time of each.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_FOLDER = tempfile.TemporaryDirectory()
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
os.environ["DATABASE_URL"] = f"sqlite:///{_FOLDER.name}/portal.sqlite3"
os.environ["VAR_DIR"] = _FOLDER.name

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from partners.teams.groups import make_team, secretariat
from partners.teams.workflow import prepare_workflow
from portal.editing.enums import State
from portal.editing.models import ExternalLink, TranslationState
from projects.models import CaseLibraryPage, CaseStudyPage
from tests.partners.world import make_user
from tests.sites import add_partner, make_site

LANGUAGES = ("en", "da", "nb", "sv", "fi", "is")
STATES = (State.COMPLETE, State.OUTDATED, State.MACHINE, State.PARTLY, State.REVIEWED, State.DRAFT)
WAITING_REVIEWS = 20
TEXTS = {"summary": "Short.", **dict.fromkeys(("challenge", "approach", "result"), "<p>Text.</p>")}


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


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    users = build(options.pages)
    print(f"{Page.objects.count()} pages, {TranslationState.objects.count()} states")
    for who, user in users.items():
        for name in ("wagtailadmin_home", "home_matrix"):
            client = Client()
            client.force_login(user)
            client.get(reverse(name))
            seconds = []
            for _time in range(options.times):
                start = time.perf_counter()
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(reverse(name)).status_code == 200
                seconds.append(time.perf_counter() - start)
            print(f"{name:18} {who:12} {len(queries):3} queries {statistics.median(seconds) * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
