"""A scripted month: after each step everything that counts translations says what the pages themselves say."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.workbench.matrix import matrix, originals, progress
from partners.enums import RequestEnd
from partners.models import ServedLanguage, TranslationRequest
from partners.teams.groups import make_team, secretariat
from partners.translators import asking
from partners.translators.progress import progress as public_progress
from portal.editing.enums import OPEN_STATES, State
from portal.editing.models import TranslationState
from portal.editing.translations.states import OUTDATED, refresh_all
from projects.models import CaseStudyPage
from tests.kept_rows import kept
from tests.partners.world import make_user, save_target
from tests.sites import add_case, add_element, add_partner, make_site
from tests.undoing import post_and_undo

pytestmark = pytest.mark.django_db
LANGUAGES = ("da", "en", "fi")
TITLE = "Lån en ladcykel på Ærø"
#: What somebody writes at the desk, by the field of the original.
FINNISH = {"title": "Lainapyörä perheille", "summary": "Lyhyesti.", "challenge": "Ei pyörää.", "approach": "Viisi."}


@pytest.fixture
@kept
def people() -> dict[str, Any]:
    """A Danish owner, a Finnish translator of another partner, somebody of the secretariat; and a case in Danish."""
    make_site("da", "en", "fi")
    element = add_element("da", title="Element")
    vejby, talo = (
        make_team(add_partner("da", title=name, slug=name.lower()).organisation) for name in ("Vejby", "Talo")
    )
    ServedLanguage.objects.create(team=talo, language="fi")
    case = add_case("da", title=TITLE, summary="Kort.", elements=[element], organisation=vejby.organisation)
    case.unpublish()
    return {
        "case": case,
        "team": vejby,
        "owner": make_user("owner", vejby.group),
        "translator": make_user("translator", talo.group),
        "secretary": make_user("secretary", secretariat()),
    }


class Month:
    """What happens to the case and its translations, step by step; what is committed is followed as it is live."""

    def __init__(self, people: dict[str, Any], client: Client) -> None:
        self.people, self.client = people, client
        self.key: UUID = people["case"].translation_key

    def version(self, language: str) -> CaseStudyPage:
        return CaseStudyPage.objects.get(translation_key=self.key, locale__language_code=language)

    def translation(self, language: str) -> Translation:
        return Translation.objects.get(source__object_id=self.key, target_locale__language_code=language)

    def post(self, who: str, address: str, **data: str) -> None:
        self.client.force_login(self.people[who])
        answer = self.client.post(address, data, follow=True)
        assert answer.status_code == 200

    def publish(self, **changes: str) -> None:
        page = self.version("da")
        for name, value in changes.items():
            setattr(page, name, value)
        page.save_revision(user=self.people["owner"]).publish()

    def draft(self) -> None:
        page = self.version("da")
        page.title = "Ikke udgivet"
        page.save_revision()

    def at_languages(self, action: str, language: str) -> None:
        """A button of the page of all languages."""
        address = reverse("portal_languages", args=[self.version("da").pk])
        locale = Locale.objects.get(language_code=language)
        self.post("owner", address, action=action, locale=str(locale.pk))

    def start(self, language: str) -> None:
        self.at_languages("start", language)

    def write(self, language: str, *, most: int = 99, machine: bool = False, publish: bool = False) -> None:
        """Translate sentences that are missing or outdated, as the desk stores them."""
        translation = self.translation(language)
        locale = translation.target_locale
        for segment in StringSegment.objects.filter(source=translation.source).order_by("pk")[:most]:
            kind = StringTranslation.TRANSLATION_TYPE_MACHINE if machine else StringTranslation.TRANSLATION_TYPE_MANUAL
            found = StringTranslation.objects.filter(
                translation_of=segment.string, context=segment.context, locale=locale
            ).first()
            if found and found.tool_name != OUTDATED and found.translation_type == kind:
                continue
            row = found or StringTranslation(translation_of=segment.string, context=segment.context, locale=locale)
            row.data = f"{FINNISH.get(segment.context.path, 'Lause.')} ({segment.pk})"
            row.tool_name, row.translation_type = "", kind
            row.save()
        save_target(translation, publish=publish)

    def ask(self) -> None:
        self.post("owner", reverse("partners_ask", args=[self.version("da").pk, "fi"]))

    def take(self) -> None:
        asking.take(TranslationRequest.objects.latest("pk"), self.people["translator"])

    def withdraw(self) -> None:
        asking.end(TranslationRequest.objects.latest("pk"), RequestEnd.WITHDRAWN, self.people["owner"])

    def wish(self, wish: str) -> None:
        self.at_languages(wish, "en")

    def leave(self) -> None:
        self.people["owner"].groups.remove(self.people["team"].group)

    def back(self) -> None:
        self.people["owner"].groups.add(self.people["team"].group)

    def archive_and_undo(self) -> None:
        self.client.force_login(self.people["secretary"])
        post_and_undo(self.client, reverse("wagtailadmin_pages:unpublish", args=[self.version("da").pk]), {})

    def delete(self, language: str) -> None:
        self.version(language).delete()


def told(month: Month) -> dict[str, str]:
    rows = TranslationState.objects.filter(translation_key=month.key, locale__language_code__in=LANGUAGES)
    return {row.locale.language_code: row.state for row in rows.select_related("locale")}


STEPS: tuple[tuple[str, Callable[[Month], Any], str, str], ...] = (
    # What happens, how, and what is true of the English and the Finnish version then.
    ("a draft", lambda m: m.draft(), "missing", "missing"),
    ("it is public", lambda m: m.publish(title=TITLE), "missing", "missing"),
    ("English is begun", lambda m: m.start("en"), "partly", "missing"),
    ("two sentences", lambda m: m.write("en", most=2), "partly", "missing"),
    ("all, as a draft", lambda m: m.write("en"), "draft", "missing"),
    ("English is public", lambda m: m.write("en", publish=True), "complete", "missing"),
    ("Finnish is asked for", lambda m: m.ask(), "complete", "missing"),
    ("the wish is withdrawn", lambda m: m.withdraw(), "complete", "missing"),
    ("and asked again", lambda m: m.ask(), "complete", "missing"),
    ("somebody takes it", lambda m: m.take(), "complete", "partly"),
    ("a machine proposes", lambda m: m.write("fi", machine=True), "complete", "machine"),
    ("a person writes it", lambda m: m.write("fi"), "complete", "draft"),
    ("Finnish is public", lambda m: m.write("fi", publish=True), "complete", "complete"),
    ("the original is edited", lambda m: m.publish(summary="Kortere."), "outdated", "outdated"),
    ("English follows as a draft", lambda m: m.write("en"), "draft", "outdated"),
    ("English follows", lambda m: m.write("en", publish=True), "complete", "outdated"),
    ("English is unpublished", lambda m: m.version("en").unpublish(), "draft", "outdated"),
    ("English is public again", lambda m: m.write("en", publish=True), "complete", "outdated"),
    ("the owner leaves the team", lambda m: m.leave(), "complete", "outdated"),
    ("and comes back", lambda m: m.back(), "complete", "outdated"),
    ("archived, and taken back", lambda m: m.archive_and_undo(), "complete", "outdated"),
    ("archived", lambda m: m.version("da").unpublish(), "complete", "outdated"),
    ("restored", lambda m: m.publish(), "complete", "outdated"),
    ("Finnish follows", lambda m: m.write("fi", publish=True), "complete", "complete"),
    ("English is deleted", lambda m: m.delete("en"), "missing", "complete"),
    ("and not wanted", lambda m: m.wish("unwanted"), "unwanted", "complete"),
    ("wanted after all", lambda m: m.wish("wanted"), "missing", "complete"),
)


#: A week of it.
FEW = (
    ("a draft", lambda m: m.draft(), "missing", "missing"),
    ("it is public", lambda m: m.publish(title=TITLE), "missing", "missing"),
    ("English is begun", lambda m: m.start("en"), "partly", "missing"),
    ("English is public", lambda m: m.write("en", publish=True), "complete", "missing"),
    ("the original is edited", lambda m: m.publish(summary="Kortere."), "outdated", "missing"),
)


@pytest.mark.parametrize(
    "steps", [pytest.param(FEW, id="a week"), pytest.param(STEPS, id="a month", marks=pytest.mark.drill)]
)
def test_everything_tells_the_truth_after_each_step(people: dict[str, Any], client: Client, steps):
    month = Month(people, client)
    refresh_all()  # what was made for the test; from here on by what happens alone
    for what, do, english, finnish in steps:
        with TestCase.captureOnCommitCallbacks(execute=True):
            do(month)
        assert told(month) == {"da": State.SOURCE, "en": english, "fi": finnish}, what
        compare(month, what)


def compare(month: Month, what: str) -> None:
    """Matrix, dashboard and the page for everybody against the pages, read one by one."""
    for read in (versions, original_of, true_state):
        read.cache_clear()
    for who in ("owner", "secretary"):
        user = get_user_model().objects.get(pk=month.people[who].pk)  # as in the next request
        rows = originals(user)
        own = [key for key in keys() if who == "secretary" or belongs(key, month)]
        shown = {row.page.translation_key: row.states for row in matrix(rows, "1").object_list}
        assert set(shown) == set(own), (what, who)
        for key in own:
            states = {s.locale.language_code: s.state for s in shown[key] if s is not None}
            assert states == {code: true_state(key, code) for code in LANGUAGES}, (what, who, key)
        for line in progress(rows):
            if line.code in LANGUAGES:
                assert (line.done, line.wanted, line.drafts) == counted(own, line.code), (what, who, line.code)
    everything, lines = public_progress()
    assert everything == len({page.translation_key for page in public()}), what
    for line in lines:
        if line.code in LANGUAGES:
            read = [page for page in public() if page.locale.language_code == line.code]
            behind = [p for p in read if true_state(p.translation_key, line.code) == State.OUTDATED]
            assert line.count.read == len(read), (what, line.code)
            assert line.count.behind >= len(behind), (what, line.code)
            assert bool(line.count.behind) == bool(line.count.behind_since), (what, line.code)


def keys() -> list[UUID]:
    return list(dict.fromkeys(Page.objects.filter(depth__gt=1).values_list("translation_key", flat=True)))


def public() -> list[Page]:
    return list(Page.objects.filter(depth__gt=1, live=True).select_related("locale"))


def belongs(key: UUID, month: Month) -> bool:
    """Whether the original is the owner's: an organisation's page or a case of the own team."""
    if not month.people["owner"].groups.exists():
        return False
    page = original_of(key).specific
    return getattr(page, "organisation_id", None) == month.people["team"].organisation_id


@cache
def versions(key: UUID) -> dict[str, Page]:
    found = Page.objects.filter(translation_key=key, depth__gt=1).select_related("locale")
    return {page.locale.language_code: page for page in found}


@cache
def original_of(key: UUID) -> Page:
    source = TranslationSource.objects.filter(object_id=key).select_related("locale").first()
    there = versions(key)
    if source and source.locale.language_code in there:
        return there[source.locale.language_code]
    return min(there.values(), key=lambda page: page.pk)


@cache
def true_state(key: UUID, language: str) -> str:
    """What holds of one page in one language: sentence by sentence, without the table of states."""
    original, page = original_of(key), versions(key).get(language)
    if page is not None and page.pk == original.pk:
        return State.SOURCE
    if page is None:
        rows = TranslationState.objects.filter(translation_key=key, locale__language_code=language, wanted=False)
        return State.UNWANTED if rows.exists() else State.MISSING
    translation = Translation.objects.filter(
        source__object_id=key, target_locale__language_code=language, enabled=True
    ).first()
    return by_sentences(translation, page) if translation else State.SEPARATE


def by_sentences(translation: Translation, page: Page) -> str:
    """What holds of a version that is translated."""
    seen: Counter[str] = Counter()
    for segment in StringSegment.objects.filter(source=translation.source):
        row = StringTranslation.objects.filter(
            translation_of=segment.string, context=segment.context, locale=page.locale, has_error=False
        ).first()
        seen["missing" if row is None else "outdated" if row.tool_name == OUTDATED else row.translation_type] += 1
    if seen["outdated"] or (page.live and seen["missing"]):
        return State.OUTDATED
    if seen["missing"]:
        return State.PARTLY
    if seen[StringTranslation.TRANSLATION_TYPE_MACHINE]:
        return State.MACHINE
    return State.COMPLETE if page.live and not page.has_unpublished_changes else State.DRAFT


def counted(own: list[UUID], language: str) -> tuple[int, int, int]:
    """Done, wanted and drafts of a language, of the originals that are public."""
    done = wanted = drafts = 0
    for key in own:
        original, state = original_of(key), true_state(key, language)
        if not original.live:
            drafts += state == State.SOURCE
            continue
        page = versions(key).get(language)
        wanted += state != State.UNWANTED
        done += state != State.UNWANTED and state not in OPEN_STATES and page is not None and page.live
    return done, wanted, drafts
