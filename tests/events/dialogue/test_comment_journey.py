"""A comment on a paragraph on its way: in Finnish, on a phone, without script, into version 1.1, and gone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from events.dialogue.models import ConsultationPage, Contribution, Occasion
from events.dialogue.moderation.seals import seal
from projects.models import ElementPage
from projects.modeltext.coverage import store
from projects.modeltext.enums import Step
from projects.modeltext.models import Paragraph, Root
from projects.modeltext.versions import propose, publish, put_out
from search.indexing.maintenance import reconcile
from tests.drills import drilled
from tests.events.dialogue.occasions import secretary as moderator
from tests.events.dialogue.privacy.test_no_trace import tables_with_traces
from tests.projects.modeltext.texts import NOW, add_text, first_version, key_of, rewrite, secretary
from tests.sites import add_consultation, add_take_part, make_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_any_pace"),
]
SNOW = key_of("snow").hex[:8]
ENGLISH = {"snow": "Snow falls on roofs and roads.", "trust": "Trust grows slowly."}
FINNISH = {
    "snow": "Lunta sataa katoille ja teille.",
    "trust": "Luottamus kasvaa hitaasti yhteiskunnallisessa vuorovaikutuksessa.",
}
SAID = "Zqxvqpolku jää auraamatta – myös Þórshöfnin kouluun."
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PICTURES = os.environ.get("PICTURES", "")
#: Language, colours, size of the screen, and whether all pages are looked at, or only the one with the form.
TESTED = ("fi", "light", NARROW, False)
LOOKS = [(language, *look, True) for language in ("en", "fi") for look in (("light", NARROW), ("dark", WIDE))]


def look(page: Page, name: str) -> None:
    """Take a picture to look at, if a folder is named."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


@pytest.fixture
def occasion() -> Occasion:
    """A consultation about version 1.0, open for a week."""
    make_site("en", "fi")
    for language in ("en", "fi"):
        add_take_part(language)
    element = add_text(ENGLISH, title="Winter & neighbours")
    add_text(FINNISH, "fi", of=element, title="Talvi ja naapurit")
    first_version()
    now = timezone.now()
    page = add_consultation(
        asks=(),
        title="The words about winter",
        slug="winter",
        model_version="1.0",
        input_closes=now + timedelta(days=7),
        report_due=(now + timedelta(days=30)).date(),
    )
    return Occasion.objects.get(page_key=page.translation_key)


def comment_without_script(page: Page, address: str) -> str:
    """From the consultation to the paragraph, and through the form; returns the personal address."""
    page.goto(f"{address}/en/take-part/winter/")
    look(page, "consultation-en")
    page.goto(f"{address}/fi/model/1.0/")
    look(page, "text-fi")
    page.locator(f"#comments-{SNOW} a").click()
    look(page, "form-fi")
    page.locator("[name=text]").fill(SAID)
    page.locator("[name=quote]").fill("ei täällä")
    page.locator("main form button").last.click()
    assert page.locator("[name=text]").input_value() == SAID  # the words do not stand there: nothing is lost
    look(page, "form-error-fi")
    page.locator("[name=quote]").fill("katoille ja teille")
    page.locator("[name=quoting][value=anonymous]").check()
    page.locator("[name=licence]").check()
    page.locator("main form button").last.click()
    page.wait_for_url("**/sent/")
    return page.url.split("/mine/")[1].split("/")[0]


def read_and_answer(said: Contribution) -> None:
    """At the desk: the queue names the paragraph, somebody shows the comment, and replies with the paragraph."""
    desk = Client()
    desk.force_login(moderator("liv"))
    place = str(said.occasion_id)
    queue = desk.get(reverse("dialogue_queue", args=[place])).content.decode()
    assert f"/take-part/on/paragraph/{SNOW}/" in queue
    assert "katoille ja teille" in queue
    address = reverse("dialogue_decide", args=[place, said.pk])
    assert desk.post(address, {"action": "show", "seen": seal(said)}).status_code == 302
    assert said.public_id in desk.get(f"/admin/model/paragraphs/{key_of('snow')}/").content.decode()
    assert said.public_id in desk.get("/admin/model/new/").content.decode()
    reply = {"version": "0", "decision": "taken_up", "reason_fi": "Polut lisättiin.", "outcomes": f"paragraph:{SNOW}"}
    address = reverse("dialogue_reply_contribution", args=[place, said.pk])
    assert desk.post(address, {**reply, "action": "save"}).status_code == 302
    assert said.public_id not in desk.get(f"/admin/model/paragraphs/{key_of('snow')}/").content.decode()


def publish_with_root(said: Contribution) -> None:
    """Version 1.1 with other words, of which the comment is a root."""
    for language, texts in (("en", ENGLISH), ("fi", FINNISH)):
        element = ElementPage.objects.get(locale__language_code=language)
        rewrite(element, {**texts, "snow": texts["snow"].replace("katoille", "poluille").replace("roofs", "paths")})
    version = propose(Step.TEXT, {"fi": "Polut."}, secretary("kari"), NOW)
    paragraph = Paragraph.objects.get(short_id=SNOW)
    Root.objects.create(
        paragraph=paragraph, kind="contribution", key=said.public_id, relation="from", because={}, added_at=NOW
    )
    publish(version.pk, version.sha256, secretary("ola"), NOW)


def close(occasion: Occasion) -> None:
    """Let the consultation end."""
    page = ConsultationPage.objects.get(translation_key=occasion.page_key)
    page.input_opens, page.input_closes = timezone.now() - timedelta(days=8), timezone.now() - timedelta(days=1)
    page.save_revision().publish()


@pytest.mark.drill
def test_comment_becomes_a_root_and_is_gone_when_it_is_withdrawn(
    occasion: Occasion, live_server, new_context: CreateContextCallback, run_tasks
):
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    secret = comment_without_script(page, live_server.url)
    said = Contribution.objects.get()
    read_and_answer(said)
    page.goto(f"{live_server.url}/fi/model/p/{SNOW}/")
    page.locator(f"#comments-{SNOW} summary").click()
    assert SAID in page.locator(f"#comments-{SNOW}").inner_text()
    look(page, "comment-fi")

    publish_with_root(said)
    close(occasion)

    page.goto(f"{live_server.url}/fi/model/1.1/")
    assert page.locator(".comments__add").count() == 0
    page.locator(f"#comments-{SNOW} summary").click()
    note = page.locator(f"#comments-{SNOW} .comment__about")
    assert "1.0" in note.inner_text()
    look(page, "later-fi")
    note.locator("a").click()
    assert page.url.endswith("/fi/model/compare/1.0/1.1/")
    page.goto(f"{live_server.url}/fi/take-part/on/paragraph/{SNOW}/")
    assert page.locator("[name=form_key]").count() == 0
    assert SAID in page.locator("main").inner_text()
    look(page, "closed-fi")
    page.goto(f"{live_server.url}/fi/take-part/mine/{secret}/")
    assert f"/fi/model/p/{SNOW}/" in page.content()

    page.goto(f"{live_server.url}/fi/take-part/mine/{secret}/{said.public_id}/")
    page.locator("summary").last.click()
    page.locator("button[value=withdraw]").click()
    store(NOW)
    run_tasks()
    reconcile()
    page.goto(f"{live_server.url}/fi/model/p/{SNOW}/")
    roots = page.locator("ul.roots li")
    assert roots.count() == 1  # it still counts
    assert roots.locator("a").count() == 0
    for path in (f"model/p/{SNOW}/", "model/1.1/", "model/1.0/", f"take-part/c/{said.public_id}/", "model/coverage/"):
        page.goto(f"{live_server.url}/fi/{path}")
        assert "Zqxvq" not in page.content(), path
    assert tables_with_traces() == {}


@pytest.mark.parametrize(("language", "scheme", "size", "whole"), drilled([TESTED, *LOOKS], tested=TESTED))
def test_pages_with_comments_are_accessible_and_fit_a_phone(
    occasion: Occasion,
    live_server,
    page: Page,
    assert_accessible,
    language: str,
    scheme: str,
    size: dict[str, int],
    whole,
):
    now = timezone.now()
    for words in (SAID, "Hvorfor ikke stierne? 🚲"):
        Contribution.objects.create(
            occasion=occasion, subject_kind="paragraph", subject_key=SNOW, subject_version="1.0", language="fi",
            subject_language="fi", subject_digest="other", subject_quote="katoille ja teille", text=words,
            state="published", created_at=now, published_at=now,
        )  # fmt: skip
    rewrite(ElementPage.objects.get(locale__language_code="en"), {**ENGLISH, "harbour": "The harbour wakes."})
    put_out(propose(Step.TEXT, {"en": "A harbour."}, secretary("kari"), NOW).pk, NOW)
    store(now)
    form = f"take-part/on/paragraph/{SNOW}/"
    paths = [
        form,
        "model/1.0/",
        "model/1.1-draft/",
        "model/compare/1.0/1.1-draft/",
        f"model/p/{SNOW}/",
        "model/coverage/",
    ]
    paths += (
        ["take-part/winter/", ElementPage.objects.get(locale__language_code="en").url_path[4:]]
        if language == "en"
        else []
    )
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    for path in paths if whole else (form,):
        page.goto(f"{live_server.url}/{language}/{path}")
        for summary in page.locator("main summary").all():
            summary.click()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        look(page, f"{path.strip('/').replace('/', '-')}-{language}-{size['width']}-{scheme}")


def test_selected_words_of_the_paragraph_are_offered_as_the_quote(occasion: Occasion, live_server, page: Page):
    page.goto(f"{live_server.url}/fi/take-part/on/paragraph/{SNOW}/")
    page.locator("[data-quoted]").select_text()

    assert page.locator("[name=quote]").input_value() == FINNISH["snow"]
