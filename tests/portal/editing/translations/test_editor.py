"""The translation desk and the page of all languages, as editors use them."""

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail_localize.models import StringTranslation, Translation

from portal.editing.enums import State
from portal.editing.models import TranslationState
from portal.editing.translations import editor, states
from portal.editing.translations.diff import word_diff
from projects.models import CaseStudyPage, GlossaryConcept, GlossaryEntry
from tests.partners.world import World, translate_page
from tests.portal.editing.translations.test_states import TEXTS, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_world(shared_world: World, django_db_blocker: DjangoDbBlocker) -> World:
    """Its case is translated and public, and the summary has changed since."""
    case = shared_world.a.case
    with django_db_blocker.unblock():
        StringTranslation.objects.all().delete()
        translate_page(case, "da", TEXTS, publish=True)
        publish(case, summary="The summary & more.", organisation=shared_world.a.organisation)
    return shared_world


@pytest.fixture
def translation(world: World) -> Translation:
    """That of the first organisation's case."""
    return Translation.objects.get(pk=world.a.translation.pk)


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.a.member)
    return client


def state_of(translation: Translation) -> TranslationState:
    states.refresh([translation.source.object_id])
    return TranslationState.objects.get(translation_id=translation.pk)


def test_desk_shows_what_changed_with_the_previous_translation(translation: Translation, member: Client):
    [sentence] = [s for s in editor.sentences(translation) if s.todo]
    assert (sentence.todo, sentence.original, sentence.translation) == ("outdated", "The summary & more.", "Kort.")
    assert "<ins>" in str(sentence.changed)
    shown = member.get(reverse("translation_editor", args=[translation.pk])).content.decode()
    assert shown.count('<textarea id="text-') == 1
    assert ">Kort.</textarea>" in shown
    everything = member.get(reverse("translation_editor", args=[translation.pk]) + "?show=all").content.decode()
    assert everything.count('<textarea id="text-') == 5


def test_translating_at_the_desk_and_submitting(translation: Translation, member: Client, world: World):
    [sentence] = [s for s in editor.sentences(translation) if s.todo]
    path = reverse("translation_editor", args=[translation.pk])
    member.post(path, {f"text-{sentence.key}": "Resumé <og> mere & mere.", "action": "submit"})
    row = StringTranslation.objects.get(translation_of__data="The summary &amp; more.")
    assert (row.data, row.tool_name, row.last_translated_by) == (
        "Resumé &lt;og&gt; mere &amp; mere.",
        "",
        world.a.member,
    )
    danish = CaseStudyPage.objects.get(locale__language_code="da", translation_key=world.a.case.translation_key)
    assert danish.summary == "Kort.", "not public before somebody approved it"
    assert danish.workflow_in_progress
    assert danish.get_latest_revision_as_object().summary == "Resumé <og> mere & mere."
    assert state_of(translation).state == State.DRAFT


def test_long_text_is_translated_sentence_by_sentence_and_stored_as_one(
    translation: Translation, member: Client, world: World
):
    first, second = (
        "The <b>harbour</b> of Testvík closed in 1999.",
        "In 2019 the town asked 340 people what they missed.",
    )
    long = f"<p>{first} {second} They missed the water, the boats, the old lighthouse and each other.</p>"
    publish(world.a.case, challenge=long, organisation=world.a.organisation)
    path = reverse("translation_editor", args=[translation.pk])
    sentence = next(s for s in editor.sentences(translation) if "Testvík" in s.original)
    StringTranslation.objects.filter(translation_of=sentence.segment.string).delete()
    names = [f"text-{sentence.key}.{number}" for number in range(3)]
    shown = member.get(path).content.decode()
    assert all(f'name="{name}"' in shown for name in names)
    typed = ["<b>Havnen</b> i Testvík lukkede i 1999.", "I 2019 spurgte byen 340 mennesker.", ""]
    member.post(path, {**dict(zip(names, typed, strict=True)), "action": "submit"})
    row = StringTranslation.objects.get(translation_of=sentence.segment.string)
    assert (row.data, row.has_error) == (f"{typed[0]} {typed[1]} […]", True)
    again = member.get(path).content.decode()
    assert f">{typed[1]}</textarea>" in again
    assert "A sentence in it is not translated yet." in again
    assert "[…]" not in again
    typed[2] = "De savnede vandet."
    member.post(path, {**dict(zip(names, typed, strict=True)), "action": "save"})
    row.refresh_from_db()
    assert (row.data, row.has_error) == (" ".join(typed), False)


def test_right_as_it_is_needs_no_typing(translation: Translation, member: Client):
    [sentence] = [s for s in editor.sentences(translation) if s.todo]
    path = reverse("translation_editor", args=[translation.pk])
    member.post(path, {f"text-{sentence.key}": "Kort.", "action": "save"})
    assert state_of(translation).outdated == 1
    member.post(path, {f"text-{sentence.key}": "Kort.", "done": str(sentence.key), "action": "save"})
    assert state_of(translation).outdated == 0


def test_publishing_is_for_those_who_may(translation: Translation, client: Client, world: World):
    [sentence] = [s for s in editor.sentences(translation) if s.todo]
    path = reverse("translation_editor", args=[translation.pk])
    typed = {f"text-{sentence.key}": "Nyt.", "action": "publish"}
    danish = CaseStudyPage.objects.get(locale__language_code="da", translation_key=world.a.case.translation_key)
    for user, summary in ((world.a.member, "Kort."), (world.secretary, "Nyt.")):
        client.force_login(user)
        with TestCase.captureOnCommitCallbacks(execute=True):
            client.post(path, typed)
        assert CaseStudyPage.objects.get(pk=danish.pk).summary == summary
    client.post(path, {"action": "review"})
    row = state_of(translation)
    assert (row.state, row.reviewed_by) == (State.REVIEWED, world.secretary)


def test_half_a_translation_is_not_published(translation: Translation, client: Client, world: World):
    client.force_login(world.secretary)
    publish(world.a.case, challenge="<p>The challenge.</p><p>More.</p>", organisation=world.a.organisation)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("translation_editor", args=[translation.pk]), {"action": "publish"})
    danish = CaseStudyPage.objects.get(locale__language_code="da", translation_key=world.a.case.translation_key)
    assert "More" not in danish.challenge


def test_terms_of_the_glossary_are_offered(translation: Translation):
    concept = GlossaryConcept.objects.create(slug="summary")
    GlossaryEntry.objects.create(concept=concept, language="en", term="summary", synonyms=["abstract"])
    GlossaryEntry.objects.create(concept=concept, language="da", term="resumé")
    [sentence] = [s for s in editor.sentences(translation) if s.todo]
    assert [(term.original, term.translation) for term in sentence.terms] == [("summary", "resumé")]


def test_languages_page_starts_wishes_and_minor_changes(translation: Translation, member: Client, world: World):
    page = world.a.case
    path = reverse("portal_languages", args=[page.pk])
    assert "It was a minor change" in member.get(path).content.decode()
    member.post(path, {"action": "minor"})
    assert state_of(translation).outdated == 0
    event = reverse("portal_languages", args=[world.a.event.pk])
    danish = world.homes["da"].locale_id
    member.get(event)
    member.post(event, {"action": "unwanted", "locale": danish})
    rows = TranslationState.objects.filter(translation_key=world.a.event.translation_key, locale=danish)
    states.refresh([world.a.event.translation_key])
    assert rows.get().state == State.UNWANTED
    answer = member.post(event, {"action": "start", "locale": danish})
    made = Translation.objects.get(source__object_id=world.a.event.translation_key)
    assert answer.headers["Location"] == reverse("translation_editor", args=[made.pk])
    translated = world.a.event.get_translation(danish)
    assert (translated.live, translated.organisation) == (False, world.a.organisation)


def test_desk_needs_the_same_queries_for_few_and_many_sentences(
    translation, client, world, django_assert_max_num_queries
):
    client.force_login(world.secretary)
    path = reverse("translation_editor", args=[translation.pk])
    client.get(path)
    with django_assert_max_num_queries(41) as few:
        client.get(path)
    with django_assert_max_num_queries(41) as many:
        client.get(path + "?show=all")
    assert len(few) == len(many)


def test_word_diff_escapes_and_marks():
    assert str(word_diff("a <b> c", "a <b> d")) == "a &lt;b&gt; <del>c</del><ins>d</ins>"
