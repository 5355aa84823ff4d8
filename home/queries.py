"""Querysets of the home page."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, ExtractYear, NullIf
from django.utils.text import capfirst
from wagtail.models import Page

from events.dialogue.models import ConsultationPage, ReportPage
from events.models import EventPage
from portal.core.models.frame import Frame
from portal.core.pagecache.kept import kept
from portal.core.queries import as_rows, listed
from projects.enums import SizeBand
from projects.models import CaseStudyPage
from projects.queries import listed_cases, with_elements

#: Case studies on the front page, and the newest ones among which they are chosen.
CASES, CANDIDATES = 3, 60
#: Lines about what is new, and what they are about.
LINES = 3
NEWS_OF = (CaseStudyPage, EventPage, ReportPage, ConsultationPage)


@dataclass(frozen=True)
class News:
    """Something that was published, as the front page names it."""

    title: str
    url: str
    #: Of the title, as a BCP 47 code.
    language: str
    #: Of the text, likewise.
    written_in: str
    kind: str
    #: None for what came with the initial content, and was not published by anybody here.
    published_at: datetime | None
    #: In which it took place, or began.
    year: int | None


@kept(32)
def newest(language: str) -> list[News]:
    """What was published last of what people come back for, the newest first: one query.

    The day on which the initial content was loaded is no news: its own years decide.
    """
    types = ContentType.objects.get_for_models(*NEWS_OF)
    kinds = {content_type.pk: capfirst(str(model._meta.verbose_name)) for model, content_type in types.items()}
    written_in = Coalesce(
        *(NullIf(f"{model._meta.model_name}__text_language", Value("")) for model in NEWS_OF), "locale__language_code"
    )
    pages = listed(Page.objects.filter(content_type__in=kinds, first_published_at__isnull=False), language)
    rows = pages.annotate(
        written_in=written_in,
        published_here=Case(When(published_text__changed_at__isnull=False, then="first_published_at")),
        year=Coalesce("casestudypage__start_year", ExtractYear("eventpage__start_date")),
    ).order_by(F("published_here").desc(nulls_last=True), F("year").desc(nulls_last=True), "-pk")
    names = ("reader_title", "title", "reader_url", "written_in", "content_type", "published_here", "year")
    return [
        News(own or title, url, language if own else code, code, kinds[kind], at, year)
        for own, title, url, code, kind, at, year in rows.values_list(*names)[:LINES]
    ]


@kept(32)
def front_page_cases(language: str, frame: Frame) -> list[CaseStudyPage]:
    """The cases published last, with their elements; those in the reader's own language first.

    Each is from another country where there are as many, and one at least from a small or rural place.
    """
    newest = listed_cases(language).order_by("readers__rank", "-first_published_at", "pk")
    candidates = newest.values_list("pk", "country", "size_band", "rural")[:CANDIDATES]
    chosen = choose_cases([Candidate(*row) for row in candidates])
    by_key = as_rows(listed_cases(language)).in_bulk(chosen)
    return with_elements([by_key[pk] for pk in chosen if pk in by_key], frame)


class Candidate(NamedTuple):
    """What decides whether a case stands on the front page."""

    pk: int
    country: str
    size_band: str
    rural: bool

    @property
    def is_small(self) -> bool:
        """Whether the place is small or rural."""
        return self.rural or self.size_band == SizeBand.SMALL


def choose_cases(candidates: list[Candidate]) -> list[int]:
    """Primary keys of the ``CASES`` best candidates, which come in the order of preference.

    The last place is kept for a small or rural one while none has been chosen.
    """
    chosen: list[Candidate] = []
    while len(chosen) < CASES and len(chosen) < len(candidates):
        left = [candidate for candidate in candidates if candidate not in chosen]
        countries = {candidate.country for candidate in chosen}
        is_last = len(chosen) == CASES - 1 and not any(candidate.is_small for candidate in chosen)
        # Ordered by what matters most; ``min`` keeps the order of preference among equals.
        chosen.append(min(left, key=lambda one: (is_last and not one.is_small, one.country in countries)))
    return [candidate.pk for candidate in chosen]
