"""Comments on paragraphs of the model: a text, a consultation about it, and what somebody types."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from events.dialogue.enums import ContributionState
from events.dialogue.models import ConsultationPage, Contribution, Occasion
from projects.models import ElementPage
from tests.projects.modeltext.texts import (
    add_text,
    first_version,
    key_of,
)
from tests.sites import add_consultation, add_take_part, make_site

SNOW, TRUST = key_of("snow").hex[:8], key_of("trust").hex[:8]
TEXTS = {"snow": "Snow falls on roofs & roads.", "trust": "Trust grows slowly, and trust goes fast."}
FINNISH = {"snow": "Lunta sataa katoille ja teille.", "trust": "Luottamus kasvaa hitaasti."}
PATH = f"/fi/take-part/on/paragraph/{SNOW}/"


def make_element() -> ElementPage:
    """Version 1.0 of a text in English and Finnish."""
    make_site("en", "fi")
    for language in ("en", "fi"):
        add_take_part(language)
    element = add_text(TEXTS, title="Winter & neighbours")
    add_text(FINNISH, "fi", of=element, title="Talvi ja naapurit")
    first_version()
    return element


def consult(version: str = "1.0", **fields) -> Occasion:
    """A consultation about a version, open for a week unless the fields say otherwise."""
    now = timezone.now()
    dates = {"input_closes": now + timedelta(days=7), "report_due": (now + timedelta(days=30)).date()}
    page = add_consultation(asks=(), **{"takes_input": True, "model_version": version, **dates, **fields})
    return Occasion.objects.get(page_key=page.translation_key)


def typed(client: Client, path: str = PATH, text: str = "Lumi jää – myös Þórshöfnissa.", **fields) -> dict[str, str]:
    """What somebody fills in, with the key of the form."""
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(path).content.decode())
    assert key
    return {"text": text, "quote": "", "language": "", "quoting": "no", "form_key": key[1], **fields}


def page_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def comment(client: Client, **fields) -> Contribution:
    """A comment on the paragraph about snow, read and shown."""
    assert client.post(PATH, typed(client, **fields)).status_code == 302
    said = Contribution.objects.latest("pk")
    Contribution.objects.filter(pk=said.pk).update(
        state=ContributionState.PUBLISHED, hold_reason="", published_at=timezone.now()
    )
    said.refresh_from_db()
    return said


def end(occasion: Occasion) -> None:
    """Let a consultation close."""
    page = ConsultationPage.objects.get(translation_key=occasion.page_key)
    page.input_opens, page.input_closes = timezone.now() - timedelta(days=8), timezone.now() - timedelta(days=1)
    page.save_revision().publish()
