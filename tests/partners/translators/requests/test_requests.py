"""Partners translate for each other: a request opens one desk to one person and to reviewers, while it is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from partners.enums import RequestEnd
from partners.models import ServedLanguage, Team, TranslationRequest
from partners.teams.groups import make_team, secretariat
from partners.translators import asking
from partners.translators.lists import lines
from portal.core.operations.retention import TRANSLATION_REQUESTS
from portal.editing.translations import editor
from projects.models import CaseStudyPage
from tests.partners.world import make_user
from tests.sites import add_case, add_element, add_partner, make_site
from tests.undoing import let_time_pass, press_undo, undo_token

pytestmark = pytest.mark.django_db
FINNISH = {
    "Title": "Lainapyörä perheille",
    "Summary": "Kunta lainaa kuormapyöriä, ettei lyhyille matkoille tarvita autoa.",
    "Challenge": "Pitkäaikaistyöttömyysvakuutuksen hakijoillakaan ei ollut pyörää.",
    "Approach": "Viisi pyörää ja yksi yöllinen korjaaja.",
    "Result": "Käyttäjät ajavat vähemmän autolla.",
}
REQUESTS = "partners_requests"
CHANGED = "It was changed meanwhile and stays as it is now."


@dataclass
class Partners:
    """A Danish owner, a Finnish team with a translator and a reviewer, and somebody who serves another language."""

    case: CaseStudyPage
    other: CaseStudyPage
    team: Team
    owner: Any
    translator: Any
    colleague: Any
    reviewer: Any
    icelander: Any
    secretary: Any


@pytest.fixture(scope="module")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Partners]:
    """Made once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_site("da", "fi", "en")
        central = secretariat()
        element = add_element("da", title="Element")
        teams = {}
        for name in ("vejby", "talo", "lukija", "hus"):
            organisation = add_partner("da", title=name.title(), slug=name).organisation
            teams[name] = make_team(organisation)
        cases = [
            add_case(
                "da",
                title=title,
                summary="Kommunen låner ladcykler ud.",
                organisation=teams["vejby"].organisation,
                elements=[element],
            )
            for title in ("Lån en ladcykel", "Lån en plæneklipper")
        ]
        ServedLanguage.objects.create(team=teams["talo"], language="fi")
        ServedLanguage.objects.create(team=teams["lukija"], language="fi", reviews=True)
        ServedLanguage.objects.create(team=teams["hus"], language="en", reviews=True)
        people = {
            "owner": make_user("owner", teams["vejby"].group),
            "translator": make_user("translator", teams["talo"].group),
            "colleague": make_user("colleague", teams["talo"].group),
            "reviewer": make_user("reviewer", teams["lukija"].group),
            "icelander": make_user("icelander", teams["hus"].group),
            "secretary": make_user("secretary", central),
        }
        for name, user in people.items():
            UserProfile.objects.create(user=user, preferred_language="da" if name == "owner" else "en")
        yield Partners(*cases, team=teams["talo"], **people)
        transaction.set_rollback(True)


@pytest.fixture
def partners(shared: Partners, db: None) -> Partners:
    DBTaskResult.objects.all().delete()
    return shared


@pytest.fixture
def send_mails(run_tasks: Any) -> Any:
    """A function that sends what waits, and gives subject by recipient."""

    def send() -> dict[str, str]:
        mail.outbox.clear()
        DBTaskResult.objects.exclude(queue_name="mail").delete()
        let_time_pass()
        run_tasks()
        return {message.to[0].partition("@")[0]: message.subject for message in mail.outbox}

    return send


def press(client: Client, who: Any, address: str, **data: str) -> Any:
    """What somebody sends, with everything that follows from it; the page they get to see."""
    client.force_login(who)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, data, follow=True)


def ask(client: Client, partners: Partners, language: str = "fi", **data: str) -> Any:
    return press(client, partners.owner, reverse("partners_ask", args=[partners.case.pk, language]), **data)


def request() -> TranslationRequest:
    return TranslationRequest.objects.latest("pk")


def answer(client: Client, user: Any, action: str) -> Any:
    """A button of the list of requests, about the last one."""
    return press(client, user, reverse(REQUESTS), request=str(request().pk), action=action)


def translation() -> Translation:
    return Translation.objects.get(target_locale__language_code="fi")


def desk() -> str:
    return reverse("translation_editor", args=[translation().pk])


def typed() -> dict[str, str]:
    """The Finnish texts, as the form of the desk holds them."""
    with override("en"):
        return {f"text-{sentence.key}": FINNISH[sentence.field] for sentence in editor.sentences(translation())}


def status(client: Client, user: Any, address: str) -> int:
    client.force_login(user)
    return int(client.get(address).status_code)


def taken(client: Client, partners: Partners) -> None:
    ask(client, partners)
    answer(client, partners.translator, "take")


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
    assert shown.content.decode().count("<textarea") == len(FINNISH)
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


def test_requests_are_deleted_after_a_year(client: Client, partners: Partners):
    ask(client, partners)
    answer(client, partners.owner, "withdraw")
    TranslationRequest.objects.update(ended_at=timezone.now() - TRANSLATION_REQUESTS.period)
    ask(client, partners)
    asking.look_after()
    assert [one.ended_at for one in TranslationRequest.objects.all()] == [None]
