"""A sentence is saved, or an original's change passed on, while a page is published, with others or at its desk.

Only what was looked at is public.
"""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from home.workbench import together
from portal.editing.translations import editor, sync, typed, views
from portal.editing.translations.gate import check_translation
from projects.models import CaseStudyPage
from tests.partners.world import translate_page
from tests.portal.editing.translations.test_passing_on_race import PATIENCE, someone_waits, start
from tests.portal.editing.translations.test_states import TEXTS
from tests.sites import add_case, add_element, make_site

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("waiting_for_the_worker"),
]


@pytest.fixture
def danish(db: None) -> CaseStudyPage:
    """A translation that nobody has published, with all its sentences."""
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    translate_page(case, "da", TEXTS)
    return CaseStudyPage.objects.get(locale__language_code="da")


def with_others(danish: CaseStudyPage) -> None:
    """Publish the translation with what belongs to it."""
    root = get_user_model().objects.create_superuser("root", "root@example.org", "Fjordvegen-71")
    case = CaseStudyPage.objects.get(locale__language_code="en")
    seen = {part.page.pk: part.version for part in together.parts_of(case, root) if part.page.pk == danish.pk}
    together.publish_together(case, seen, root)


def at_its_desk(danish: CaseStudyPage) -> None:
    """Publish the translation as its translator does."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "Fjordvegen-71"))
    client.post(reverse("translation_editor", args=[Translation.objects.get().pk]), {"action": "publish"})


WAYS = pytest.mark.parametrize("publish", [with_others, at_its_desk])


def published_while(
    danish: CaseStudyPage,
    publish: Callable[[CaseStudyPage], None],
    meanwhile: Callable[[], object],
    monkeypatch: pytest.MonkeyPatch,
) -> CaseStudyPage:
    """What readers get of the translation if ``meanwhile`` begins when its sentences were looked at."""
    threads: list[threading.Thread] = []

    def begin(checked: Translation) -> None:
        check_translation(checked)
        threads.append(start(meanwhile))
        until = time.monotonic() + PATIENCE
        while threads[0].is_alive() and not someone_waits() and time.monotonic() < until:
            time.sleep(0.02)

    for module in (together, views):
        monkeypatch.setattr(module, "check_translation", begin)
    publish(danish)
    threads[0].join(PATIENCE)
    return CaseStudyPage.objects.get(pk=danish.pk)


@WAYS
def test_what_is_saved_after_the_look_is_not_public(
    danish: CaseStudyPage, publish: Callable[[CaseStudyPage], None], monkeypatch: pytest.MonkeyPatch
):
    translation = Translation.objects.get()
    key = next(sentence.key for sentence in editor.sentences(translation) if sentence.translation == "Kort.")
    typing = {f"text-{key}": "Hvad ingen har læst."}
    somebody = get_user_model().objects.create_superuser("somebody", "somebody@example.org", "Fjordvegen-72")
    public = published_while(danish, publish, partial(typed.save, translation, typing, set(), somebody), monkeypatch)

    assert (public.live, public.summary) == (True, "Kort.")
    assert StringTranslation.objects.filter(data="Hvad ingen har læst.").exists(), "saved, and waits"


@WAYS
def test_what_is_passed_on_after_the_look_takes_no_sentence_away(
    danish: CaseStudyPage, publish: Callable[[CaseStudyPage], None], monkeypatch: pytest.MonkeyPatch
):
    case = CaseStudyPage.objects.get(locale__language_code="en")
    case.challenge = "<p>Other words.</p><p>And more of them, which nobody has translated.</p>"
    case.save_revision().publish()
    public = published_while(danish, publish, partial(sync.pass_on, case), monkeypatch)

    assert public.live
    assert "Udfordringen." in public.challenge
    assert "Other words." not in public.challenge
    assert Translation.objects.get().get_progress() == (6, 4), "passed on afterwards, and to be translated"
