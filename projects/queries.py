"""Elements, case studies, strategies and terms as visitors see them: public, each once, in the best version."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from wagtail.models import Page

from partners.involvement import PER_PAGE, Partner
from portal.core.i18n.alphabets import alphabetical
from portal.core.i18n.locales import locale_codes
from portal.core.models.frame import Frame
from portal.core.pagecache.kept import kept
from portal.core.paging import Share, share_of
from portal.core.pictures.covers import Cover, turned
from portal.core.pictures.photos import attach_photos
from portal.core.queries import as_rows, chosen_keys_of, chosen_rows, listed, public_pages
from projects.case_summary import CaseSummary
from projects.enums import MOTIF_OF_ELEMENT, TOLD_FACET, AdoptionState, SizeBand, Told
from projects.models import (
    Adoption,
    CaseArena,
    CaseElement,
    CasePartner,
    CaseStudyPage,
    ElementStrategy,
    SimilarCase,
    StrategyPage,
)
from projects.models.glossary import GlossaryConcept, describe_concept

#: Similar cases on a case's page, and cases from places like that of the case.
RELATED = 3
#: Latest first, and what has no year at the end: PostgreSQL would put it first, SQLite last.
LATEST_START, LATEST_YEAR = F("start_year").desc(nulls_last=True), F("year").desc(nulls_last=True)


def listed_cases(language: str) -> QuerySet[CaseStudyPage]:
    """All public case studies, best version each. Everybody may see them."""
    return listed(CaseStudyPage.objects.all(), language)


def drawn_cover(case: CaseStudyPage, numbers: list[int]) -> Cover:
    """The cover of a case with the elements of these numbers; a draft whose words are unread shows its first one."""
    motif = MOTIF_OF_ELEMENT.get(numbers[0]) if numbers else None
    motifs = case.motifs or ((str(motif),) if motif else ())
    return Cover(case.slug, case.country, tuple(numbers), case.size_band, motifs)


def _with_covers(cases: list[CaseStudyPage]) -> list[CaseStudyPage]:
    covers = turned(drawn_cover(case, [entry["number"] for entry in case.elements]) for case in cases)
    for case, cover in zip(cases, covers, strict=True):
        case.cover = cover
    return cases


def with_elements(cases: Iterable[CaseStudyPage], frame: Frame) -> list[CaseStudyPage]:
    """Give each case its ``elements`` (entries of the frame, in order) and ``cover`` with one query for all of them.

    Photos come along with one more query if there are any, whatever their number. Covers of neighbours differ.
    """
    cases = list(cases)
    attach_photos(cases)
    keys = chosen_keys_of(cases, "case_elements", "element")
    for case in cases:
        case.elements = frame.entries("elements", keys[case.pk])
    return _with_covers(cases)


def cases_of_element(key: UUID, language: str) -> QuerySet[CaseStudyPage]:
    """Cases that demonstrate an element, latest start first."""
    pages = CaseElement.objects.filter(element__translation_key=key).values("page_id")
    return listed(CaseStudyPage.objects.filter(pk__in=pages), language).order_by(LATEST_START, "title", "pk")


@kept(500)
def telling_cases(key: UUID, language: str, frame: Frame) -> tuple[list[CaseStudyPage], int]:
    """Three cases that demonstrate an element in different places, with elements, and how many there are.

    One from a small or rural place, one from a city, one from a country that these two are not in, as far as there are.
    """
    rows = [Place(*row) for row in cases_of_element(key, language).values_list("pk", "country", "size_band", "rural")]
    chosen: list[Place] = []
    wishes: tuple[Callable[[Place], bool], ...] = (
        lambda place: place.rural or place.size_band == SizeBand.SMALL,
        lambda place: not place.rural and place.size_band == SizeBand.LARGE,
        lambda place: place.country not in {one.country for one in chosen},
    )
    for wish in wishes:
        left = [place for place in rows if place not in chosen]
        chosen += sorted(left, key=lambda place: not wish(place))[:1]
    pages = as_rows(listed(CaseStudyPage.objects.all(), language)).in_bulk([one.pk for one in chosen])
    return with_elements([pages[place.pk] for place in chosen if place.pk in pages], frame), len(rows)


class Place(NamedTuple):
    """What decides which cases tell most of an element together."""

    pk: int
    country: str
    size_band: str
    rural: bool


@kept(32, shared=True)
def number_of_cases() -> dict[str, int]:
    """How many public cases demonstrate each element, by the element's translation key: one query."""
    cases = public_pages(CaseStudyPage.objects.all()).values("pk")
    rows = CaseElement.objects.filter(page__in=cases).order_by().values_list("element__translation_key")
    return {str(key): n for key, n in rows.annotate(n=Count("page__translation_key", distinct=True))}


@kept(200)
def cases_of_partner(partner: Partner, number: int = 1) -> Share[CaseStudyPage]:
    """A page of the cases that a partner owns or takes part in, with their elements."""
    theirs = CaseStudyPage.objects.filter(
        Q(case_partners__partner__translation_key=partner.translation_key) | Q(organisation_id=partner.organisation_id)
    ).values("pk")
    cases = listed(CaseStudyPage.objects.filter(pk__in=theirs), partner.language)
    share = share_of(as_rows(cases).order_by(LATEST_START, "title", "pk"), number, PER_PAGE)
    return Share(with_elements(share.rows, partner.frame), share.total)


@kept(200)
def strategies_of_partner(partner: Partner, number: int = 1) -> Share[StrategyPage]:
    """A page of the strategies that a partner took part in."""
    theirs = StrategyPage.objects.filter(strategy_partners__partner__translation_key=partner.translation_key).values(
        "pk"
    )
    strategies = listed(StrategyPage.objects.filter(pk__in=theirs), partner.language)
    return share_of(as_rows(strategies).order_by(LATEST_YEAR, "title", "pk"), number, PER_PAGE)


def similar_cases(case: CaseStudyPage) -> list[CaseStudyPage]:
    """Cases that are about the same as ``case``: those in the reader's language first, then the likest."""
    return _similar_to(case.translation_key, case.reading_language)


@kept(500)
def _similar_to(key: UUID, language: str) -> list[CaseStudyPage]:
    near = SimilarCase.objects.filter(case_key=key)
    others = listed(CaseStudyPage.objects.filter(translation_key__in=near.values("other_key")), language)
    likeness = Subquery(near.filter(other_key=OuterRef("translation_key")).values("likeness"))
    own_first = Case(When(readers__rank=0, then=0), default=1)
    return list(as_rows(others).order_by(own_first, likeness.desc(), "pk")[:RELATED])


def cases_from_like_places(case: CaseStudyPage, beside: Iterable[CaseStudyPage] = ()) -> list[CaseStudyPage]:
    """Cases from places like that of ``case``: as large, as rural, and in other countries as far as there are.

    Among equals those that share most elements with it come first, then the latest. None of those ``beside`` it.
    """
    place = Place(case.pk, case.country, case.size_band, case.rural)
    shown = tuple(other.translation_key for other in beside)
    return _cases_like(place, (case.translation_key, *shown), case.reading_language)


@kept(500)
def _cases_like(case: "Place", without: tuple[UUID, ...], language: str) -> list[CaseStudyPage]:
    own = CaseElement.objects.filter(page=case.pk).values("element__translation_key")
    others = listed(CaseStudyPage.objects.exclude(translation_key__in=without), language)
    shared = as_rows(others).annotate(
        shared=Count("case_elements", filter=Q(case_elements__element__translation_key__in=own)),
        same_size=Count("pk", distinct=True, filter=Q(size_band=case.size_band)),
        same_density=Count("pk", distinct=True, filter=Q(rural=case.rural)),
        same_country=Count("pk", distinct=True, filter=Q(country=case.country)),
    )
    order = ("-same_size", "-same_density", "same_country", "-shared", LATEST_START, "pk")
    return list(shared.order_by(*order)[:RELATED])


def arenas_of_case(case: CaseStudyPage) -> tuple[list[Page], list[CaseArena]]:
    """Where a case was or will be shown: public events of this portal, and others; each in the order of time."""
    rows: list[CaseArena] = chosen_rows(case, "arenas")
    elsewhere = sorted((row for row in rows if row.day), key=lambda row: row.day or date.max)
    chosen = [row.event_id for row in rows if row.event_id]
    return _events(tuple(chosen), case.reading_language) if chosen else [], elsewhere


@kept(500)
def _events(ids: tuple[int, ...], language: str) -> list[Page]:
    events: Any = CaseArena._meta.get_field("event").related_model._default_manager
    keys = events.filter(pk__in=ids).values("translation_key")
    return list(as_rows(listed(events.filter(translation_key__in=keys), language)).order_by("starts_at", "pk"))


@kept(500)
def cases_shown_at(event_key: UUID, language: str) -> list[CaseStudyPage]:
    """Public cases that were or will be shown at an event, by title."""
    pages = CaseArena.objects.filter(event__translation_key=event_key).values("page_id")
    return list(as_rows(listed(CaseStudyPage.objects.filter(pk__in=pages), language)).order_by("title", "pk"))


def listed_strategies(language: str) -> QuerySet[StrategyPage]:
    """All public strategies, latest first within a relation. Everybody may see them."""
    strategies = listed(StrategyPage.objects.all(), language)
    return as_rows(strategies).order_by("relation", LATEST_YEAR, "title", "pk")


@kept(200)
def strategies_of_element(element_id: int, language: str) -> list[StrategyPage]:
    """Strategies that an element builds on."""
    keys = ElementStrategy.objects.filter(page=element_id).values("strategy__translation_key")
    strategies = listed(StrategyPage.objects.filter(translation_key__in=keys), language)
    return list(as_rows(strategies).order_by(LATEST_YEAR, "pk"))


def element_keys_of_strategy(strategy: StrategyPage) -> QuerySet:
    """Translation keys of the elements that build on a strategy."""
    rows = ElementStrategy.objects.filter(strategy__translation_key=strategy.translation_key)
    return rows.order_by("page__number").values_list("page__translation_key", flat=True).distinct()


@kept(32)
def glossary_concepts(language: str) -> list[dict[str, Any]]:
    """Every concept as a reader of ``language`` sees it, by the alphabet of its own term. Everybody may see them."""
    described = [
        describe_concept(list(concept.entries.all()), language)
        for concept in GlossaryConcept.objects.prefetch_related("entries")
        if concept.entries.all()
    ]
    return sorted(described, key=lambda concept: alphabetical(concept["own"].term, language))


#: What ``summaries_of_cases`` reads of the page as it is; the rest is worked out.
_WORKED_OUT = {"title", "url_path", "language", "elements", "partners", "read_in", "tells", "used_in", "changed_at"}
_STORED_FIELDS = sorted({field.name for field in fields(CaseSummary)} - _WORKED_OUT)


#: Whether a case tells what visitors filter by, worked out by the database: no address and no text is read.
_TOLD = {
    f"told_{part}": ExpressionWrapper(~Q(**{name: ""}), output_field=BooleanField())
    for part, name in ((Told.CONTACT, "contact_email"), (Told.LESSONS, "lessons"), (Told.COST, "cost"))
}


@kept(32, shared=True)
def summaries_of_cases(language: str) -> list[CaseSummary]:
    """The summaries of all public cases: three queries, whatever the number of cases."""
    cases = listed_cases(language).order_by(LATEST_START, "title", "pk")
    elements, partners = _slugs_by_page()
    used, read_in = _uses_and_languages()
    codes = locale_codes()
    shown = ("title", "reader_title", "reader_url", "locale_id", "text_language", "published_text__changed_at")
    summaries = []
    for row in cases.annotate(**_TOLD).values(*_STORED_FIELDS, *_TOLD, *shown):
        title, own_title, url, locale, text_language, changed_at = (row.pop(name) for name in shown)
        told = {part: row.pop(f"told_{part}") for part in TOLD_FACET}
        key = row["translation_key"]
        summary = CaseSummary(
            **row,
            title=own_title or title,
            url_path=url,
            language=language if own_title else text_language or codes[locale],
            elements=tuple(elements[row["pk"]]),
            partners=tuple(partners[row["pk"]]),
            tells=tuple(part for part in TOLD_FACET if told[part]),
            used_in=tuple(used[key]),
            read_in=tuple(read_in[key]),
            changed_at=changed_at,
        )
        summaries.append(summary)
    return summaries


def _uses_and_languages() -> tuple[dict[UUID, list[str]], dict[UUID, list[str]]]:
    """By the case's key: countries of those that use it, and languages in which it can be read: one query."""
    used, read_in, codes = defaultdict[UUID, list[str]](list), defaultdict[UUID, list[str]](list), locale_codes()
    adoptions = Adoption.objects.filter(state=AdoptionState.PUBLISHED, case_key__isnull=False).order_by()
    # In whose own language a version is: the others read it for want of one.
    own = CaseStudyPage.objects.filter(live=True, readers__rank=0).order_by()
    told = adoptions.annotate(of=F("case_key"), code=F("country"), locale_of=Value(0), number=F("pk"))
    versions = own.annotate(of=F("translation_key"), code=F("text_language"), locale_of=F("locale_id"), number=F("pk"))
    columns = ("of", "code", "locale_of", "number")
    rows = told.values_list(*columns).union(versions.values_list(*columns), all=True).order_by("number")
    for key, code, locale, _number in rows:
        (read_in if locale else used)[key].append(code or codes[locale])
    return used, read_in


def _slugs_by_page() -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Slugs of the elements and of the partners of cases by the case's id, in the order of its page: one query."""
    found: tuple[dict[int, list[str]], ...] = (defaultdict(list), defaultdict(list))
    relations: tuple[tuple[Any, str], ...] = ((CaseElement, "element"), (CasePartner, "partner"))
    queries = [
        model.objects.annotate(kind=Value(kind), slug=F(f"{target}__slug"))
        .order_by()
        .values_list("kind", "page_id", "sort_order", "slug")
        for kind, (model, target) in enumerate(relations)
    ]
    for kind, page_id, _place, slug in queries[0].union(*queries[1:], all=True).order_by("page_id", "sort_order"):
        found[kind][page_id].append(slug)
    return found[0], found[1]


@kept(100)
def pages_of_summaries(summaries: tuple[CaseSummary, ...], frame: Frame) -> list[CaseStudyPage]:
    """The pages of some ``summaries_of_cases``, in their order, with their elements: one query, and one for photos."""
    by_slug = {entry["slug"]: entry for entry in frame.elements}
    pages = as_rows(listed(CaseStudyPage.objects.all(), frame.language)).in_bulk([one.pk for one in summaries])
    for summary in summaries:
        if summary.pk in pages:
            pages[summary.pk].elements = [by_slug[slug] for slug in summary.elements if slug in by_slug]
    cases = [pages[summary.pk] for summary in summaries if summary.pk in pages]
    attach_photos(cases)
    return _with_covers(cases)
