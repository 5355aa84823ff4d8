"""What stands against publishing a page, links, and archiving instead of deleting."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.urls import reverse

from portal.editing.models import ExternalLink
from portal.editing.publication.gates import problems
from portal.editing.quality import link_checker
from portal.settings.kinds import machine_translator
from projects.models import CaseStudyPage
from tests.partners.teams.test_ownership import case_form
from tests.partners.world import make_world
from tests.sites import add_standard, make_site

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """Another site: some addresses work, some do not."""

    def do_GET(self) -> None:
        code = {"/fine": 200, "/robots-not-wanted": 403, "/moved": 301, "/round": 302}.get(self.path, 404)
        self.send_response(code)
        if code in {301, 302}:
            self.send_header("Location", "/fine" if code == 301 else "/round")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def other_site(settings) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.CHECK_LINKS, settings.CHECK_LINKS_ALSO = True, ["127.0.0.1"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_subheading_without_heading():
    make_site("en")
    page = add_standard(body=[("heading", {"text": "Small", "level": "3"}), ("heading", {"text": "Big", "level": "2"})])
    assert [problem.message for problem in problems(page)] == ["“Small” is a subheading without a heading above it."]


def test_links_to_pages_that_are_not_public():
    make_site("en")
    target = add_standard()
    page = add_standard(body=[("paragraph", f'<p><a linktype="page" id="{target.pk}">There</a></p>')])
    assert problems(page) == []
    target.unpublish()
    assert [problem.field for problem in problems(page)] == ["body"]


def test_links_are_collected_checked_and_reported(other_site: str, client: Client):
    world = make_world()
    case = world.a.case
    case.website = f"{other_site}/gone"
    case.approach = f'<p><a href="{other_site}/fine">Fine</a></p>'
    case.save_revision().publish()
    assert set(ExternalLink.objects.values_list("url", flat=True)) == {f"{other_site}/gone", f"{other_site}/fine"}
    assert link_checker.check_some() == 1, "one per host and run"
    for _day in range(3):
        ExternalLink.objects.update(due_at="2020-01-01T00:00Z")
        link_checker.check_some()
        link_checker.check_some()
    gone = ExternalLink.objects.get(url__endswith="gone")
    # The very first run took one of the two.
    assert (gone.status, gone.failures in {3, 4}) == (404, True)
    assert ExternalLink.objects.get(url__endswith="fine").failures == 0
    case = CaseStudyPage.objects.get(pk=case.pk)
    assert "does not work any more" in problems(case)[0].message
    for user, shown in ((world.a.member, True), (world.b.member, False)):
        client.force_login(user)
        assert (gone.url in client.get(reverse("home_links")).content.decode()) == shown
    case.unpublish()
    assert link_checker.check_some() == 0
    assert not ExternalLink.objects.exists()


def test_a_draft_may_be_unfinished_what_is_submitted_may_not(client: Client):
    world = make_world()
    client.force_login(world.a.member)
    draft = world.a.draft
    figure = {"number": "5", "unit": "", "what": "Things", "publisher": "Testby", "url": "https://example.org/"}
    draft.key_figures = [("figure", figure)]
    draft.case_elements.set(draft.case_elements.all())
    draft.save_revision()
    element = draft.case_elements.get()
    data = case_form(world, slug=draft.slug, title=draft.title) | {
        "key_figures-count": "1",
        "key_figures-0-deleted": "",
        "key_figures-0-order": "0",
        "key_figures-0-type": "figure",
        "key_figures-0-id": draft.key_figures[0].id,
        "case_elements-TOTAL_FORMS": "1",
        "case_elements-INITIAL_FORMS": "1",
        "case_elements-0-id": str(element.pk),
        "case_elements-0-element": str(world.element.pk),
        "case_elements-0-ORDER": "1",
        "case_elements-0-DELETE": "",
        **{f"key_figures-0-value-{name}": value for name, value in figure.items()},
        **{
            name: json.dumps(
                {
                    "entityMap": {},
                    "blocks": [
                        {
                            "key": "a",
                            "text": "Text.",
                            "type": "unstyled",
                            "depth": 0,
                            "inlineStyleRanges": [],
                            "entityRanges": [],
                        }
                    ],
                }
            )
            for name in ("challenge", "approach", "result")
        },
    }
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    before = CaseStudyPage.objects.get(pk=draft.pk).latest_revision_id
    assert client.post(address, data).status_code == 302, "a draft is saved"
    saved = CaseStudyPage.objects.get(pk=draft.pk).latest_revision_id
    assert saved != before
    refused = client.post(address, data | {"action-submit": "1"})
    assert "Name at least one source that visitors see." in refused.content.decode()
    assert CaseStudyPage.objects.get(pk=draft.pk).latest_revision_id == saved


def test_what_was_public_is_archived_not_deleted(client: Client):
    world = make_world()
    client.force_login(world.a.member)
    never = world.a.draft
    CaseStudyPage.objects.filter(pk=never.pk).update(first_published_at=None)
    for page, gone in ((world.a.case, False), (never, True)):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {})
        assert CaseStudyPage.objects.filter(pk=page.pk).exists() != gone
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={world.a.case.pk}", {})
    assert CaseStudyPage.objects.filter(pk=world.a.case.pk).exists()


def test_machine_translation_by_one_setting():
    assert machine_translator("") is None
    libre = machine_translator("libretranslate+https://key@translate.example/")
    assert libre["OPTIONS"] == {"LIBRETRANSLATE_URL": "https://translate.example", "API_KEY": "key", "TIMEOUT": 8}
    assert machine_translator("deepl:key")["OPTIONS"] == {"AUTH_KEY": "key", "TIMEOUT": 8}
    with pytest.raises(ValueError, match="none of"):
        machine_translator("oracle:key")
