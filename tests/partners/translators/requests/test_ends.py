"""How a request for a translation ends, who gives it back, and what of that can be taken back."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from partners.enums import RequestEnd
from partners.models import ServedLanguage, TranslationRequest
from partners.translators import asking
from portal.core.operations.retention import TRANSLATION_REQUESTS
from projects.models import CaseStudyPage
from tests.partners.translators.requests.world import Partners, answer, ask, desk, press, request, status, taken
from tests.undoing import press_undo, undo_token

pytestmark = pytest.mark.django_db
CHANGED = "It was changed meanwhile and stays as it is now."


def test_what_ends_the_work_of_somebody_is_taken_back_and_nobody_hears_of_it(
    client: Client, partners: Partners, send_mails: Any
):
    taken(client, partners)
    send_mails()
    # Both before mails leave: first the translator's decision, then the owner's.
    token = undo_token(answer(client, partners.translator, "give_back").content.decode())
    assert request().taken_by is None
    assert press_undo(client, token) == "Taken back: it is as it was before."
    assert (request().taken_by, press_undo(client, token)) == (partners.translator, CHANGED)
    token = undo_token(answer(client, partners.owner, "withdraw").content.decode())
    press_undo(client, token)  # (answered in Danish)
    assert (request().ended_at, request().end, request().taken_by) == (None, "", partners.translator)
    assert send_mails() == {}

    # Somebody else was faster, or asked for the same.
    token = undo_token(answer(client, partners.translator, "give_back").content.decode())
    answer(client, partners.colleague, "take")
    assert press_undo(client, token, partners.translator) == CHANGED
    token = undo_token(answer(client, partners.owner, "withdraw").content.decode())
    ask(client, partners)
    press_undo(client, token, partners.owner)
    assert TranslationRequest.objects.open().count() == 1
    assert request().taken_by is None
    assert "colleague" in send_mails(), "it was withdrawn after all"


def test_a_withdrawn_page_closes_its_requests(client: Client, partners: Partners, send_mails: Any):
    taken(client, partners)
    send_mails()
    with TestCase.captureOnCommitCallbacks(execute=True):
        CaseStudyPage.objects.get(pk=partners.case.pk).unpublish()
    assert request().end == RequestEnd.PAGE_GONE
    assert send_mails() == {"translator": "No longer wanted (Finnish): Lån en ladcykel"}
    assert status(client, partners.translator, desk()) == 302


def test_a_page_that_is_public_again_at_once_keeps_its_requests(client: Client, partners: Partners, send_mails: Any):
    taken(client, partners)
    send_mails()
    archived = press(client, partners.secretary, reverse("wagtailadmin_pages:unpublish", args=[partners.case.pk]))
    assert request().end == RequestEnd.PAGE_GONE
    with TestCase.captureOnCommitCallbacks(execute=True):
        press_undo(client, undo_token(archived.content.decode()))
    assert (request().ended_at, request().taken_by) == (None, partners.translator)
    assert send_mails() == {}


def test_the_owner_withdraws_and_nobody_else(client: Client, partners: Partners):
    taken(client, partners)
    for user in (partners.translator, partners.reviewer, partners.icelander):
        answer(client, user, "withdraw")
        assert request().ended_at is None
    answer(client, partners.owner, "withdraw")
    assert request().end == RequestEnd.WITHDRAWN
    answer(client, partners.colleague, "take")
    assert request().taken_by == partners.translator


def test_who_leaves_the_team_leaves_the_request(client: Client, partners: Partners):
    taken(client, partners)
    address = reverse("partners_team", args=[partners.team.organisation_id])
    press(client, partners.secretary, address, action="remove", user=str(partners.translator.pk), sure="1")
    assert (request().taken_by, request().ended_at) == (None, None)
    asking.take(request(), partners.colleague)
    press(client, partners.secretary, address, action="languages", served="en")
    assert (request().taken_by, request().ended_at) == (None, None)
    assert status(client, partners.colleague, desk()) == 302


def test_who_is_in_the_team_again_goes_on_with_what_nobody_else_took(
    client: Client, partners: Partners, send_mails: Any
):
    wishes = (
        (partners.other, "fi", partners.translator),
        (partners.other, "en", partners.icelander),
        (partners.case, "fi", partners.translator),
    )
    for original, language, taker in wishes:
        asking.ask(TranslationRequest(original=original, language=language), partners.owner)
        asking.take(request(), taker)
    ServedLanguage.objects.filter(language="en").delete()
    send_mails()
    address = reverse("partners_team", args=[partners.team.organisation_id])
    gone = press(client, partners.secretary, address, action="remove", user=str(partners.translator.pk), sure="1")
    in_hand = TranslationRequest.objects.order_by("pk").values_list("taken_by", flat=True)
    assert list(in_hand) == [None, partners.icelander.pk, None], "of the others' work nothing is touched"
    answer(client, partners.colleague, "take")
    press_undo(client, undo_token(gone.content.decode()), partners.secretary)

    assert list(in_hand.all()) == [partners.translator.pk, partners.icelander.pk, partners.colleague.pk]
    subject = "Asked for a translation (Finnish): Lån en ladcykel"
    assert send_mails() == {"colleague": subject, "reviewer": subject}, "it was free for a moment, and they hear of it"
    assert len(mail.outbox) == 2, "of what is as before nobody hears"


def test_who_leaves_the_portal_leaves_the_request(client: Client, partners: Partners):
    for user, keeps in ((partners.secretary, True), (partners.translator, True), (partners.colleague, False)):
        type(user).objects.filter(pk=user.pk).update(is_active=keeps)
        ask(client, partners)
        asking.take(request(), user)
        asking.look_after()
        assert (request().taken_by == user) == keeps
        TranslationRequest.objects.all().delete()
    partners.secretary.is_active = False
    partners.secretary.save()
    ask(client, partners)
    asking.take(request(), partners.secretary)
    asking.look_after()
    assert request().taken_by is None


def test_requests_are_deleted_after_a_year(client: Client, partners: Partners):
    ask(client, partners)
    answer(client, partners.owner, "withdraw")
    TranslationRequest.objects.update(ended_at=timezone.now() - TRANSLATION_REQUESTS.period)
    ask(client, partners)
    asking.look_after()
    assert [one.ended_at for one in TranslationRequest.objects.all()] == [None]
