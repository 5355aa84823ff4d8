"""Contributions in the search: by consent, apart from everything else, and gone with the words of whoever goes."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from events.dialogue.enums import Quoting, RefusalReason
from events.dialogue.input import actions
from events.dialogue.input.actions import About, Words
from events.dialogue.input.flagging import FLAGS_THAT_HOLD, flag
from events.dialogue.models import Contribution, Occasion, Participant, Question
from events.dialogue.moderation import actions as moderation
from events.dialogue.moderation import renderings
from events.dialogue.moderation.seals import seal
from events.dialogue.privacy.forgetting import run_retention
from events.dialogue.signals import contributions_changed
from portal.core.users.models import User
from projects.models import CaseStudyPage, ElementIndexPage, ElementPage
from search.engines.registry import database_engine
from search.enums import Step
from search.indexing.maintenance import analyse_anew, reconcile
from search.models import SearchDocument, SearchTerm
from search.public.suggestions import suggest
from search.query import answering
from search.query.answering import Answer
from search.query.filters import SelectedFilters
from tests.events.dialogue.factories import NOW, QUESTION, make_occasion, make_participant, make_question, react
from tests.events.dialogue.occasions import secretary
from tests.sites import add_consultation, add_page, add_report, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CHOSEN = SelectedFilters({"kind": ("contribution",)})


def say(text: str, question: Question | None = None, language: str = "da", **fields) -> Contribution:
    """Something that somebody says and lets be quoted, and that the secretariat shows."""
    question = question or make_question(make_occasion())
    terms = {"quoting": Quoting.ANONYMOUS, "agrees_to_licence": True, **fields}
    participant, _secret = make_participant(question.occasion)
    about = About(question.occasion, question)
    said = actions.contribute(Words(text, language, **terms), about, now=NOW, participant=participant)
    decide(moderation.show, said)
    return said


def decide(action, contribution: Contribution, *reason: str) -> None:
    """A decision of the secretariat about a contribution as it stands."""
    contribution.refresh_from_db()
    moderation_of = action(contribution.pk, seal(contribution), _sif(), NOW + timedelta(hours=1), *reason)
    assert moderation_of.result.name == "DONE"
    contribution.refresh_from_db()


def _sif() -> User:
    return User.objects.filter(first_name="Sif").first() or secretary()


def search(typed: str, language: str = "da", chosen: SelectedFilters = CHOSEN) -> Answer:
    return answering.answer(answering.Question(typed, language, chosen))


def found(typed: str, language: str = "da", chosen: SelectedFilters = CHOSEN) -> list[str]:
    """Public ids, or slugs, of what a visitor finds."""
    return [result.document.slug for result in search(typed, language, chosen).results]


def traces(word: str) -> int:
    """In how many tables of the search a word stands."""
    index = database_engine()
    tokens = [f"{code}.{word}" for code in ("da", "fi", "und", "se")]
    return sum(
        (
            SearchDocument.objects.filter(body__icontains=word).count(),
            SearchDocument.objects.filter(title__icontains=word).count(),
            SearchTerm.objects.filter(text__icontains=word).count(),
            len(index.vocabulary.read(tokens)[0].keys() & set(tokens)),
            len(index.apart.read(tokens)[0].keys() & set(tokens)),
        )
    )


def test_contribution_is_found_only_where_the_kind_is_chosen(portal: dict[str, CaseStudyPage]):
    said = say("Sneplovene skal køre før skoletid.")

    general, chosen = search("sneplov", chosen=SelectedFilters()), search("sneplov")
    both = SelectedFilters({"kind": ("contribution", "case_study")})

    assert said.public_id not in [result.document.slug for result in general.results]
    assert general.facets["kind"]["contribution"] == 1
    assert general.total == sum(number for kind, number in general.facets["kind"].items() if kind != "contribution")
    assert "2026" not in general.facets["year"]
    assert [result.document.slug for result in chosen.results] == [said.public_id]
    assert chosen.total == 1
    assert said.public_id in found("sneplov", chosen=both)


def test_result_leads_to_its_page_and_names_the_question_in_the_readers_language(client: Client):
    make_site("en", "fi")
    said = say("Flere bænke ved åen, så ældre kan hvile sig på vejen hjem fra biblioteket og torvet om sommeren, tak.")

    page = client.get("/fi/search/?q=bænke&kind=contribution").content.decode()
    result = search("bænke", "fi").results[0]

    assert f'<a href="/fi/take-part/c/{said.public_id}/" data-rank="1" lang="da" dir="auto">Flere' in page
    assert f"<span>{QUESTION['fi']}</span>" in page
    assert '<p lang="da" dir="auto">Flere <mark>bænke</mark>' in page
    assert client.get(result.url).status_code == 200


def test_general_search_points_to_what_people_said_even_where_it_finds_nothing_else(client: Client):
    make_site("en", "da")
    say("Blorfen skal bevares.")

    nothing = client.get("/da/search/?q=blorfen&size=small").content.decode()
    general = client.get("/da/search/?q=blorfen").content.decode()
    chosen = client.get("/da/search/?q=blorfen&kind=contribution").content.decode()
    link = '<a href="?q=blorfen&amp;kind=contribution">'

    assert link in general
    assert 'name="kind" value="contribution"' in general
    assert link not in nothing
    assert link not in chosen


@pytest.mark.parametrize("change", [{"quoting": Quoting.NO}, {"agrees_to_licence": False}])
def test_who_does_not_consent_is_not_found(change: dict[str, object]):
    make_site("en")
    say("Sneplovene er for langsomme.", **change)

    assert found("sneplovene") == []
    assert traces("sneplovene") == 0
    assert reconcile().total == 0


def withdraw(said: Contribution) -> None:
    actions.withdraw(Participant.objects.get(pk=said.participant_id), said.public_id, NOW)


def edit(said: Contribution) -> None:
    words = Words("Noget helt andet.", "da", quoting=Quoting.ANONYMOUS, agrees_to_licence=True)
    actions.edit(Participant.objects.get(pk=said.participant_id), said.public_id, words, NOW)


def take_consent_back(said: Contribution) -> None:
    words = Words(said.text, "da", quoting=Quoting.NO, agrees_to_licence=True)
    actions.edit(Participant.objects.get(pk=said.participant_id), said.public_id, words, NOW)


def report(said: Contribution) -> None:
    for number in range(FLAGS_THAT_HOLD):
        flag(said, RefusalReason.ADVERT, f"reader {number}", NOW)


def expire(said: Contribution) -> None:
    """The period is over, and what may be quoted was refused meanwhile."""
    decide(moderation.refuse, said, RefusalReason.ADVERT)
    run_retention(NOW + timedelta(days=900))


@pytest.mark.parametrize(
    "leave",
    [
        withdraw,
        edit,
        take_consent_back,
        report,
        expire,
        lambda said: decide(moderation.hold, said),
        lambda said: decide(moderation.refuse, said, RefusalReason.ADVERT),
    ],
)
def test_words_that_are_shown_no_longer_leave_everything_in_the_same_transaction(leave):
    make_site("en")
    said = say("Sneplovene kører for tidligt.")
    assert found("sneplovene") == [said.public_id]
    assert traces("sneplovene") > 0

    with transaction.atomic():
        leave(said)
        assert traces("sneplovene") == 0

    assert found("sneplovene") == []
    assert reconcile().total == 0


def test_text_that_others_reacted_to_stays_until_the_new_one_is_shown():
    make_site("en")
    said = say("Sneplovene kører for tidligt.")
    react(make_participant(said.occasion)[0], said, 1)
    edit(said)
    before = (found("sneplovene"), found("helt andet"))
    newer = Contribution.objects.get(replaces=said)
    decide(moderation.show, newer)

    assert before == ([said.public_id], [])
    assert (found("sneplovene"), found("helt andet")) == ([], [newer.public_id])
    decide(moderation.hold, newer)
    assert (found("sneplovene"), found("helt andet")) == ([said.public_id], [])


def test_rolled_back_decision_leaves_nothing():
    make_site("en")
    with transaction.atomic():
        say("Sneplovene kører for tidligt.")
        transaction.set_rollback(True)

    assert traces("sneplovene") == 0


def test_language_of_the_text_decides_how_it_is_understood():
    make_site("en", "da", "fi")
    question = make_question(make_occasion())
    danish = say("Kommunerne lytter til børnene.", question, "da")
    finnish = say("Kunnissa kuunnellaan lapsia.", question, "fi")
    sami = say("Mánát galget beassat cealkit oaivilis.", question, "se")
    unknown = say("Zxywvut blorfen snargle.", question, "und")
    decomposed = say("Mere is på a\u030aen om vinteren.", question, "da")

    assert found("kommune", "da") == [danish.public_id, finnish.public_id]
    assert found("kunta", "fi") == [finnish.public_id, danish.public_id]
    assert found("oaivilis", "da") == [sami.public_id]
    assert found("snargle", "fi") == [unknown.public_id]
    assert found("åen", "da") == [decomposed.public_id]
    assert search("snargle").facets["language"] == {}
    assert search("oaivilis").facets["language"] == {"se": 1}


def test_translation_is_found_and_goes_with_the_text():
    make_site("en", "da", "fi")
    said = say("Sneplovene kører for tidligt.")
    renderings.save(said.pk, "fi", "", "Lumiaurat ajavat liian aikaisin.", _sif(), NOW)
    with_translation = found("lumiaurat", "fi")
    withdraw(said)

    assert with_translation == [said.public_id]
    assert found("lumiaurat", "fi") == []
    assert traces("lumiaurat") == 0


def test_misspelled_contribution_does_not_keep_others_from_finding(portal: dict[str, CaseStudyPage]):
    say("Bycykkler er for dyre.")

    general = search("bycykkler", chosen=SelectedFilters())

    assert (general.step, general.corrected) == (Step.CORRECTED, "bycykler")
    assert [result.document.slug for result in general.results] == ["bycykler"]
    assert search("bycykkler").step == Step.ALL_WORDS


def test_nothing_that_people_said_is_suggested():
    make_site("en", "da")
    say("Sneplovene kører for tidligt.")

    assert suggest("sneplov", "da") == []


def test_contribution_has_the_element_of_its_question(portal: dict[str, CaseStudyPage]):
    add_page(ElementPage, ElementIndexPage, title="Trust", slug="trust", number=2, body=[])
    key = ElementPage.objects.get(slug="trust").translation_key
    said = say("Tillid tager tid.", make_question(element_key=key))
    chosen = SelectedFilters({"kind": ("contribution",), "element": ("trust",)})

    assert found("tillid", chosen=chosen) == [said.public_id]
    assert found("", chosen=chosen) == [said.public_id]


def test_pasted_address_leads_to_the_contribution(portal: dict[str, CaseStudyPage]):
    said = say("Tillid tager tid.")

    pasted = search(f"https://portal.example/fi/take-part/c/{said.public_id}/", chosen=SelectedFilters())

    assert [result.url for result in pasted.results] == [f"/da/take-part/c/{said.public_id}/"]
    assert pasted.step == Step.ADDRESS


def test_interface_gives_contributions_only_to_who_asks(client: Client, portal: dict[str, CaseStudyPage]):
    said = say("Sneplovene skal køre før skoletid.")

    general = client.get("/api/v1/search/?q=sneplovene&locale=da").json()
    chosen = client.get("/api/v1/search/?q=sneplovene&locale=da&kind=contribution").json()

    assert said.public_id not in {result["slug"] for result in general["results"]}
    assert [(result["slug"], result["url"], result["locale"], result["question"]) for result in chosen["results"]] == [
        (said.public_id, f"/da/take-part/c/{said.public_id}/", "da", QUESTION["da"])
    ]
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/search/"]["get"]
    kind = next(one for one in described["parameters"] if one["name"] == "kind")
    assert "contribution" in kind["schema"]["items"]["enum"]


def test_missing_and_left_over_contributions_are_mended():
    make_site("en")
    missing, left_over = say("Sneplovene er hurtige."), say("Sneplovene er langsomme.")
    SearchDocument.objects.filter(slug=missing.public_id).delete()
    Contribution.objects.filter(pk=left_over.pk).update(quoting=Quoting.NO)

    assert reconcile().total > 0
    assert reconcile().total == 0
    analyse_anew()
    assert found("sneplovene") == [missing.public_id]


def test_statement_that_may_not_leave_the_room_costs_the_search_nothing(django_assert_num_queries):
    make_site("en")
    said = say("Sneplovene skal køre.", quoting=Quoting.NO)

    with django_assert_num_queries(0):
        contributions_changed.send(sender=Contribution, contributions=[said], are_new=True)
    with django_assert_num_queries(1):
        contributions_changed.send(sender=Contribution, contributions=[said])


def test_reports_are_found_by_everybody(client: Client):
    make_site("en", "da")
    done = add_consultation("en", title="Benches by the river")
    occasion = Occasion.objects.get(page_key=done.translation_key)
    heard = add_report("en", occasion=occasion, title="What we heard about benches")

    page = client.get("/en/search/?q=benches").content.decode()
    only_reports = client.get("/en/search/?q=benches&kind=report").content.decode()

    assert f'href="{heard.url_path}"' in page
    assert f'href="{heard.url_path}"' in only_reports
