"""What helps to keep the personal address, and what is promised beside what was reached."""

from datetime import timedelta

import pytest
import segno
from bs4 import BeautifulSoup
from django.utils import timezone

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import LogAction
from events.enums import Moderation
from tests.events.dialogue.input.people import make_occasion, make_participant, make_question, said
from tests.events.dialogue.occasions import secretary

pytestmark = pytest.mark.django_db


def test_personal_address_is_copied_and_drawn_on_the_page_itself(client):
    occasion = make_occasion()
    participant, secret = make_participant(occasion)
    one = said(make_question(occasion), participant=participant)
    response = client.get(f"/fi/take-part/mine/{secret}/{one.public_id}/sent/")
    page = BeautifulSoup(response.content, "html.parser")
    address = page.select_one(".own-address__link")["href"]
    button = page.select_one("button[data-copy]")
    assert (button["data-copy"], button.has_attr("hidden")) == (address, True)
    # The drawing is that of the address, without the namespace that SVG within HTML does not need.
    drawn = page.select_one(".own-address__qr svg path")["d"]
    assert drawn in segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4)
    assert "no-referrer" in response["Referrer-Policy"]
    assert not page.select(".own-address img, .own-address iframe, .own-address script")


def test_form_says_how_long_it_really_took(client):
    occasion = make_occasion()
    question, now = make_question(occasion), timezone.now()
    url = f"/en/take-part/q/{question.public_id}/answer/"
    assert "Lately it took" not in client.get(url).text
    user = secretary()
    for number, hours in enumerate((2, 3, 40)):
        one = said(question, f"Bekkir í skugga, númer {number}", now=now - timedelta(days=3))
        at = one.created_at + timedelta(hours=hours)
        record(LogAction.SHOW, desk(user), at, occasion=occasion, number=one.public_id)
    assert "Lately it took 3 hours until somebody had read an answer" in client.get(url).text
    assert "3 tuntia" in client.get(url.replace("/en/", "/fi/")).text
    occasion.moderation = Moderation.AFTER
    occasion.save()
    assert "Lately it took" not in client.get(url).text
