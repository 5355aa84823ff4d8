"""A set published in one act: an event with its report, the element that it led to, and all their languages."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from events.dialogue.models import Occasion
from events.models import EventPage
from home.workbench.together import Part, keys_of, parts_of
from portal.editing.review.bar import bar_of
from portal.editing.translations.states import OUTDATED
from projects.models import ElementPage
from projects.modeltext.enums import Relation
from projects.modeltext.models import Paragraph, Root
from tests.kept_rows import kept
from tests.partners.world import World, make_user, save_target, translate_page
from tests.projects.modeltext.texts import add_text, first_version, key_of
from tests.sites import add_event, add_report, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def pages() -> tuple[Any, Any, Any]:
    """An event, its report and the element that it led to, public with a newer draft; the event in Danish, a draft."""
    make_site("en", "da")
    element = add_text({"snow": "Snow falls."}, title="Winter")
    first_version()
    event = add_event(title="Workshop í Testvík")
    occasion = Occasion.objects.get_or_create(page_key=event.translation_key)[0]
    report = add_report(occasion=occasion, title="What Testvík said")
    Root.objects.create(
        paragraph=Paragraph.objects.get(key=key_of("snow")),
        kind="report",
        key=str(report.translation_key),
        relation=Relation.values[0],
        added_at=timezone.now(),
    )
    texts = {"title": "Værksted", "summary": "Kort.", "body": "Teksten."}
    translate_page(event, "da", texts)
    for page in (event, report, element):
        change(page, f"{page.title}, once more")
    return event, report, element


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "Fjordvegen-71"))
    return client


def change(page: Any, title: str) -> None:
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    page.title = title
    page.save_revision()


def form(admin: Client, event: EventPage, *without: int) -> dict[str, Any]:
    """The form as it is shown, with the ticks that it has."""
    found = admin.get(reverse("home_together", args=[event.pk])).context
    seen = {f"seen-{part.page.pk}": part.version for part in found["parts"]}
    return {**seen, "page": [pk for pk in found["ticked"] if pk not in without]}


def public_titles(pages: Any) -> list[str]:
    return [Page.objects.get(pk=page.pk).title for page in pages]


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_event_report_and_element_find_each_other(pages):
    keys = {page.translation_key for page in pages}

    assert [keys_of(page) for page in pages] == [keys, keys, keys]


def test_all_of_it_is_published_in_one_act(pages, admin: Client):
    address = reverse("home_together", args=[pages[0].pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = admin.post(address, form(admin, pages[0]), follow=True)

    assert "4 pages were published together." in said(answer)
    assert all(title.endswith("once more") for title in public_titles(pages))
    assert EventPage.objects.get(locale__language_code="da").live
    assert "Everything that belongs to this page is public" in admin.get(address).content.decode()


def test_one_that_may_not_be_published_holds_back_all(pages, admin: Client):
    shown = form(admin, pages[0])
    element = ElementPage.objects.get(pk=pages[2].pk).get_latest_revision_as_object()
    element.summary = ""
    element.save_revision(clean=False)
    page = reverse("home_together", args=[pages[0].pk])
    # Seen as it is now, but sent although its tick cannot be set.
    known = {part.page.pk: part.version for part in admin.get(page).context["parts"]}
    shown[f"seen-{element.pk}"] = known[element.pk]
    answer = admin.post(page, shown, follow=True)

    assert "Nothing was published" in said(answer)
    assert "Write a summary" in answer.content.decode()
    assert not any(title.endswith("once more") for title in public_titles(pages))


def test_a_page_that_fails_while_it_is_drawn_takes_the_others_back(pages, admin: Client, monkeypatch):
    def fail(page: ElementPage, request: Any) -> Any:
        raise ZeroDivisionError("a fictional fault")

    shown = form(admin, pages[0])
    monkeypatch.setattr(ElementPage, "serve", fail)
    answer = admin.post(reverse("home_together", args=[pages[0].pk]), shown, follow=True)

    assert "Nothing was published, because of “Winter, once more”" in said(answer)
    assert not any(title.endswith("once more") for title in public_titles(pages))


def test_what_somebody_changed_meanwhile_is_not_published_unseen(pages, admin: Client):
    shown = form(admin, pages[0])
    change(pages[1], "What nobody has read")
    answer = admin.post(reverse("home_together", args=[pages[0].pk]), shown, follow=True)

    assert "was changed meanwhile" in said(answer)
    assert not any(title.endswith("once more") for title in public_titles(pages))


def test_the_second_of_two_reads_that_it_is_public(pages, admin: Client):
    shown = form(admin, pages[0])
    for words in ("4 pages were published together.", "is public already."):
        assert words in said(admin.post(reverse("home_together", args=[pages[0].pk]), shown, follow=True))


def test_what_is_not_ticked_stays_a_draft(pages, admin: Client):
    admin.post(reverse("home_together", args=[pages[0].pk]), form(admin, pages[0], pages[2].pk))

    assert [title.endswith("once more") for title in public_titles(pages)] == [True, True, False]
    answer = admin.post(reverse("home_together", args=[pages[0].pk]), {"page": ["x", "9" * 30]}, follow=True)
    assert "Nothing is ticked" in said(answer)


def test_a_translation_with_a_new_sentence_waits_whatever_its_state(pages, admin: Client):
    save_target(Translation.objects.get(source__object_id=pages[0].translation_key))
    danish = EventPage.objects.get(locale__language_code="da")
    sentences, later = StringTranslation.objects.filter(locale=danish.locale), timezone.now() + timedelta(minutes=1)
    sentences.filter(data="Kort.").update(tool_name=OUTDATED, updated_at=later)
    assert danish.pk not in form(admin, pages[0])["page"], "an old sentence that was carried over is nothing new"
    sentences.filter(data="Værksted").update(data="Værksted i Testvík", updated_at=later)
    admin.post(reverse("home_together", args=[pages[0].pk]), form(admin, pages[0]))

    assert EventPage.objects.get(pk=danish.pk).title == "Værksted i Testvík"


def test_the_set_is_read_with_few_queries(pages, admin: Client, django_assert_max_num_queries):
    admin.get(reverse("home_together", args=[pages[0].pk]))
    with django_assert_max_num_queries(120):
        admin.get(reverse("home_together", args=[pages[0].pk]))


def test_a_team_sees_and_publishes_its_own_parts_only(world: World, client: Client):
    case = world.a.case
    client.force_login(world.a.member)
    shown = client.get(reverse("home_together", args=[case.pk]))
    parts: list[Part] = shown.context["parts"]

    assert "You may not publish this page." in shown.content.decode()
    assert {part.page.organisation for part in parts} == {world.a.organisation}
    seen = {f"seen-{part.page.pk}": part.version for part in parts}
    answer = client.post(reverse("home_together", args=[case.pk]), {**seen, "page": [case.pk]}, follow=True)
    assert "Nothing was published" in said(answer)
    assert not Page.objects.get(pk=case.pk).title.startswith("Open revised")
    assert client.get(reverse("home_together", args=[world.b.case.pk])).status_code in {302, 403}


def test_bar_leads_to_the_set_while_something_of_it_waits(pages, admin: Client):
    reader = make_user("reader")
    event = EventPage.objects.get(pk=pages[0].pk)
    address = reverse("home_together", args=[event.pk])

    def words() -> list[str]:
        links = bar_of(EventPage.objects.get(pk=event.pk), reader, may_decide=False).links
        return [link.words for link in links if link.url == address]

    assert words() == ["Publish with what belongs to it"]
    admin.post(address, form(admin, event, pages[1].pk))
    assert words() == ["Publish what belongs to this page"], "the report of a public event waits"
    admin.post(address, form(admin, event))
    assert words() == []
    assert parts_of(pages[0], reader) == []
