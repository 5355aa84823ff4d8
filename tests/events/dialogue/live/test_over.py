"""A workshop that is over leads on: to its report, to what became of one's own words, to where people agree."""

import pytest

from events.dialogue.models import Occasion, ReportPage
from tests.events.dialogue.factories import make_participant
from tests.sites import add_consultation, add_report, make_site

pytestmark = pytest.mark.django_db


def test_code_and_personal_page_of_a_workshop_that_is_over_lead_to_its_report(client):
    make_site("en")
    report = add_report(title="Það heyrðum við æ")
    occasion = ReportPage.objects.get(pk=report.pk).occasion
    occasion.former_code = "kmnp3"
    occasion.save()
    _participant, secret = make_participant(occasion, language="en")
    code = client.get("/en/live/kmnp3/")
    assert (code.status_code, report.url_path in code.text) == (200, True)
    mine = client.get(f"/en/live/kmnp3/me/{secret}/").text
    assert report.url_path in mine
    assert f"/en/take-part/mine/{secret}/" in mine
    assert f"/en/take-part/opinions/{occasion.page_key}/" in mine


def test_workshop_without_a_report_says_where_it_will_be(client):
    make_site("en")
    add_consultation()
    occasion = Occasion.objects.get()
    occasion.former_code = "kmnp4"
    occasion.save()
    assert "The organisers will say what they heard" in client.get("/en/live/kmnp4/").text
