"""A translator saves a sentence while its page is published with others: only what was looked at is public."""

import threading
import time
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from wagtail_localize.models import StringTranslation, Translation

from home.workbench import together
from portal.editing.translations import editor, typed
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


def test_what_is_saved_after_the_look_is_not_public(monkeypatch: pytest.MonkeyPatch):
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    translation = translate_page(case, "da", TEXTS)
    danish = CaseStudyPage.objects.get(locale__language_code="da")
    root = get_user_model().objects.create_superuser("root", "root@example.org", "Fjordvegen-71")
    key = next(sentence.key for sentence in editor.sentences(translation) if sentence.translation == "Kort.")
    save = partial(typed.save, translation, {f"text-{key}": "Hvad ingen har læst."}, set(), root)
    savers: list[threading.Thread] = []

    def save_meanwhile(checked: Translation) -> None:
        check_translation(checked)
        savers.append(start(save))
        until = time.monotonic() + PATIENCE
        while savers[0].is_alive() and not someone_waits() and time.monotonic() < until:
            time.sleep(0.02)

    monkeypatch.setattr(together, "check_translation", save_meanwhile)
    seen = {part.page.pk: part.version for part in together.parts_of(case, root) if part.page.pk == danish.pk}
    together.publish_together(case, seen, root)
    savers[0].join(PATIENCE)
    public = CaseStudyPage.objects.get(pk=danish.pk)

    assert (public.live, public.summary) == (True, "Kort.")
    assert StringTranslation.objects.filter(data="Hvad ingen har læst.").exists(), "saved, and waits"
