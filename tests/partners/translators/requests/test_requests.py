"""Partners translate for each other: a request opens one desk to one person and to reviewers, while it is open."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from partners.enums import RequestEnd
from partners.models import ServedLanguage, TranslationRequest
from partners.translators import asking
from partners.translators.lists import lines
from projects.models import CaseStudyPage
from tests.partners.translators.requests.world import (
    FINNISH,
    REQUESTS,
    Partners,
    answer,
    ask,
    desk,
    press,
    request,
    status,
    taken,
    translation,
    typed,
)

pytestmark = pytest.mark.django_db


def test_a_danish_case_becomes_finnish_by_another_partner(client: Client, partners: Partners, send_mails: Any):
    client.force_login(partners.owner)
    languages = client.get(reverse("portal_languages", args=[partners.case.pk])).content.decode()
    assert reverse("partners_ask", args=[partners.case.pk, "fi"]) in languages
    day = timezone.localdate() + timedelta(days=30)
    ask(client, partners, wished_for=day.isoformat(), note="Til familier på landet: sig “lastcykel”.")
    assert send_mails() == dict.fromkeys(
        ("translator", "colleague", "reviewer"), "Asked for a translation (Finnish): Lån en ladcykel"
    )
    assert "Til familier på landet" in mail.outbox[0].body

    client.force_login(partners.translator)
    assert "Til familier på landet" in client.get(reverse("wagtailadmin_home")).content.decode()
    shown = answer(client, partners.translator, "take")
    assert shown.redirect_chain[-1][0] == desk()
    assert shown.content.decode().count('<textarea id="text-') == len(FINNISH)
    preview = reverse("wagtail_localize:preview_translation", args=[translation().pk])
    assert preview in shown.content.decode()
    assert status(client, partners.translator, preview) == 200

    press(client, partners.translator, desk(), action="submit", **typed())
    assert "reviewer" in send_mails()
    client.force_login(partners.reviewer)
    assert "Read and decide" in client.get(reverse("wagtailadmin_home")).content.decode()
    press(client, partners.reviewer, desk(), action="reject", comment="Kirjoita “kunta” isolla.")
    assert send_mails() == {"translator": "Please look again: Lainapyörä perheille"}
    client.force_login(partners.translator)
    assert "Kirjoita “kunta” isolla." in client.get(reverse("wagtailadmin_home")).content.decode()
    press(client, partners.translator, desk(), action="submit")
    send_mails()
    press(client, partners.reviewer, desk(), action="approve")

    finnish = CaseStudyPage.objects.get(locale__language_code="fi", translation_key=partners.case.translation_key)
    assert (finnish.live, finnish.title, finnish.summary) == (True, FINNISH["Title"], FINNISH["Summary"])
    assert client.get(finnish.get_url()).status_code == 200
    assert (request().end, request().taken_by) == (RequestEnd.DELIVERED, partners.translator)
    mails = send_mails()
    assert set(mails) == {"owner", "translator"}
    assert "(finsk)" in mails["owner"], "in the owner's own language"
    [line] = lines(partners.owner)
    assert (line.title, line.desk, line.may_take, line.may_withdraw) == ("Lån en ladcykel", "", False, False)
    client.force_login(partners.owner)
    assert line.title in client.get(reverse(REQUESTS)).content.decode()
    for user in (partners.translator, partners.reviewer):
        assert status(client, user, desk()) == 302, "the request is over, and the right with it"


def test_the_request_opens_one_desk_and_nothing_else(client: Client, partners: Partners):
    asking.ask(TranslationRequest(original=partners.other, language="fi"), partners.owner)
    asking.ask(TranslationRequest(original=partners.case, language="en"), partners.owner)
    in_english = asking.take(request(), partners.icelander)
    taken(client, partners)
    finnish = Page.objects.get(translation_key=partners.case.translation_key, locale__language_code="fi")
    file = reverse("portal_po", args=[translation().pk])
    for user, may in (
        (partners.translator, True),
        (partners.reviewer, True),
        (partners.owner, True),
        (partners.colleague, False),
        (partners.icelander, False),
    ):
        assert (status(client, user, desk()), status(client, user, file)) == ((200, 200) if may else (302, 302)), user
    refused = (
        reverse("translation_editor", args=[in_english.pk]),
        *(
            reverse(name, args=[page.pk])
            for name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:history", "portal_languages")
            for page in (partners.case, partners.other, finnish)
        ),
        reverse("partners_ask", args=[partners.case.pk, "en"]),
    )
    for user in (partners.translator, partners.reviewer):
        assert {address for address in refused if status(client, user, address) == 200} == set()
        assert not finnish.specific.permissions_for_user(user).can_edit()
    press(client, partners.translator, desk(), action="publish", **typed())
    press(client, partners.translator, desk(), action="approve", **typed())
    press(client, partners.translator, desk(), action="review", **typed())
    assert not Page.objects.get(pk=finnish.pk).live
    assert StringTranslation.objects.filter(last_translated_by=partners.translator).count() == len(FINNISH)


def test_who_translated_does_not_approve(client: Client, partners: Partners):
    ServedLanguage.objects.update(reviews=True)
    taken(client, partners)
    press(client, partners.translator, desk(), action="submit", **typed())
    press(client, partners.translator, desk(), action="approve")
    assert request().ended_at is None
    press(client, partners.colleague, desk(), action="approve")
    assert request().end == RequestEnd.DELIVERED


def test_two_take_it_at_once_and_one_gets_it(client: Client, partners: Partners, send_mails: Any):
    ask(client, partners)
    slow = request()
    assert slow.taken_by is None
    asking.take(request(), partners.translator)
    with override("en"), pytest.raises(asking.RequestError, match="translator has taken it already"):
        asking.take(slow, partners.colleague)
    assert "translator has taken it already" in answer(client, partners.colleague, "take").content.decode()
    assert answer(client, partners.colleague, "give_back").status_code == 200
    assert request().taken_by == partners.translator
    send_mails()
    answer(client, partners.translator, "give_back")
    assert set(send_mails()) == {"colleague", "reviewer"}
    assert answer(client, partners.colleague, "take").redirect_chain[-1][0] == desk()
    asking.end(slow, RequestEnd.WITHDRAWN, partners.owner)
    assert set(send_mails()) == {"colleague"}, "not read anew, but ended for whoever has it by now"


def test_a_review_goes_on_when_the_translation_is_given_back(client: Client, partners: Partners):
    ServedLanguage.objects.update(reviews=True)
    taken(client, partners)
    press(client, partners.translator, desk(), action="submit", **typed())
    answer(client, partners.translator, "give_back")
    press(client, partners.translator, desk(), action="approve")
    assert status(client, partners.translator, desk()) == 302, "whoever submitted it is no second person"
    assert status(client, partners.icelander, desk()) == 302

    [line] = lines(partners.reviewer)
    assert line.desk == desk()
    client.force_login(partners.reviewer)
    assert "Read and decide" in client.get(reverse("wagtailadmin_home")).content.decode()
    press(client, partners.reviewer, desk(), action="approve")
    assert request().end == RequestEnd.DELIVERED


def test_asked_twice_or_for_what_was_just_delivered(client: Client, partners: Partners, send_mails: Any):
    taken(client, partners)
    ask(client, partners)
    assert TranslationRequest.objects.count() == 1
    send_mails()
    press(client, partners.secretary, desk(), action="publish", **typed())
    assert request().end == RequestEnd.DELIVERED
    assert set(send_mails()) == {"owner", "translator"}, "somebody else did it"
    assert not any("har oversat" in message.body or "has translated" in message.body for message in mail.outbox)
    with override("en"), pytest.raises(asking.RequestError, match="is there already"):
        asking.ask(TranslationRequest(original=partners.case, language="fi"), partners.owner)
    client.force_login(partners.owner)
    languages = client.get(reverse("portal_languages", args=[partners.case.pk])).content.decode()
    assert reverse("partners_ask", args=[partners.case.pk, "fi"]) not in languages


def test_a_translation_is_asked_for_as_its_original(client: Client, partners: Partners):
    taken(client, partners)
    finnish = Page.objects.get(translation_key=partners.case.translation_key, locale__language_code="fi")
    for language in ("fi", "en"):
        press(client, partners.owner, reverse("partners_ask", args=[finnish.pk, language]))
    assert set(TranslationRequest.objects.values_list("language", "original")) == {
        ("fi", partners.case.pk),
        ("en", partners.case.pk),
    }
    assert status(client, partners.owner, reverse("partners_ask", args=[finnish.pk, "da"])) == 404


def test_the_secretariat_says_who_serves_which_language(client: Client, partners: Partners):
    address = reverse("partners_team", args=[partners.team.organisation_id])
    client.force_login(partners.secretary)
    client.post(address, {"action": "languages", "served": ["fi", "en"], "reviews": ["en"]})
    rows = partners.team.served_languages.order_by("language").values_list("language", "reviews")
    assert list(rows) == [("en", True), ("fi", False)]
    shown = client.post(address, {"action": "languages", "served": ["fi"], "reviews": ["en"]}).content.decode()
    assert "tick it in both lists" in shown
    assert rows.count() == 2
    assert "English (reviews), Finnish" in client.get(reverse("partners_teams")).content.decode()


def test_what_is_no_number_of_a_record_is_no_error_of_the_portal(client: Client, partners: Partners):
    languages = reverse("portal_languages", args=[partners.case.pk])
    for number in ("abc", "²", "9" * 26, "9" * 5000, ""):
        assert press(client, partners.owner, reverse(REQUESTS), request=number, action="take").status_code == 404
        assert press(client, partners.owner, languages, locale=number, action="start").status_code == 404
    for name, args in (("partners_ask", ["9" * 26, "fi"]), ("portal_languages", ["9" * 26])):
        assert status(client, partners.owner, reverse(name, args=args)) == 403, "as whatever is not one's own"
        assert status(client, partners.secretary, reverse(name, args=args)) == 404
