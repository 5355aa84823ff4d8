"""Comments on the model's text as other rooms ask for them (see ``portal.core.hooks.comments``)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator

from events.dialogue.input.paragraphs import comments_on, show_comment
from events.dialogue.models import Contribution, Occasion
from events.dialogue.public.overview import reports_of
from events.dialogue.queries import present, published
from portal.core.hooks.comments import (
    PARAGRAPH,
    Commenting,
    Comments,
    Consultation,
    KnownConsultation,
    OpenComment,
    Passage,
    passages,
)

TEMPLATE = "dialogue/components/comments.html"
#: Comments that stand below a paragraph; the page of the form has all.
MOST_BELOW = 3
#: Characters of a paragraph that stand for it in lists.
MOST_BEGINNING = 80


def fact_for_frame() -> list[KnownConsultation]:
    """What pages of the model know of consultations without a query: about what, and from when until when."""
    return [
        {
            "version": one.model_version,
            "elements": one.model_elements,
            "opens": one.opens_at.isoformat() if one.opens_at else None,
            "closes": one.closes_at.isoformat() if one.closes_at else None,
            "takes_input": one.takes_input,
        }
        for one in Occasion.objects.exclude(model_version="").order_by("pk")
    ]


def find_comments(
    consultations: Sequence[KnownConsultation], shown: Mapping[str, Passage], language: str
) -> dict[str, Comments]:
    """Comments on paragraphs, and whether one can comment; one query, and two for what was said."""
    found: dict[str, list[Contribution]] = defaultdict(list)
    for one in comments_on(list(shown)):
        found[one.subject_key].append(one)
    now = timezone.now()
    with translation.override(language):
        return {key: _comments(consultations, passage, found[key], language, now) for key, passage in shown.items()}


def _comments(
    consultations: Sequence[KnownConsultation],
    passage: Passage,
    said: list[Contribution],
    language: str,
    now: datetime,
) -> Comments:
    return Comments(
        key=passage.key,
        number=passage.number,
        url=reverse("dialogue:respond", kwargs={"kind": PARAGRAPH, "key": passage.key}),
        is_open=any(_is_open(one, passage.element_key, now) for one in consultations),
        published=len(said),
        shown=[show_comment(one, passage) for one in present(said[:MOST_BELOW], language)],
        template=TEMPLATE,
    )


def _is_open(known: KnownConsultation, element_key: UUID, now: datetime) -> bool:
    opens, closes = (parse_datetime(moment) if moment else None for moment in (known["opens"], known["closes"]))
    in_time = (opens is None or opens <= now) and (closes is None or now < closes)
    return known["takes_input"] and in_time and (not known["elements"] or str(element_key) in known["elements"])


def find_consultations(version: str, language: str) -> list[Consultation]:
    """Consultations about a version that have a public page, the latest first; two queries."""
    found = list(Occasion.objects.filter(model_version=version).order_by("-closes_at", "-pk"))
    shown = [(one, one.page(language)) for one in found if any(page["live"] for page in one.pages.values())]
    reports, now = reports_of(found, language), timezone.now()
    return [
        Consultation(
            title=page["title"],
            url=page["url"],
            language=page["url"].strip("/").partition("/")[0],
            opens_at=one.opens_at,
            closes_at=one.closes_at,
            is_open=one.is_open(now),
            report_due=one.report_due,
            report_url=reports[one.pk].address if one.pk in reports else "",
        )
        for one, page in shown
    ]


def open_comments() -> QuerySet[Contribution]:
    """Published comments without a reply of their own or of a theme that they are in, the oldest first."""
    answered = Q(replies__isnull=False) | Q(memberships__theme__replies__isnull=False)
    answered |= Q(memberships__theme__merged_into__replies__isnull=False)
    said = published().filter(subject_kind=PARAGRAPH, by_organiser=False)
    with_reply = Contribution.objects.filter(answered, subject_kind=PARAGRAPH).values("pk")
    return said.exclude(pk__in=with_reply).order_by("published_at", "pk")


def find_unanswered(keys: Sequence[str]) -> dict[str, list[OpenComment]]:
    """Comments on paragraphs without a reply; one query."""
    found: dict[str, list[OpenComment]] = defaultdict(list)
    for one in open_comments().filter(subject_key__in=list(keys)):
        found[one.subject_key].append(
            OpenComment(
                public_id=one.public_id,
                url=reverse("dialogue:contribution", args=[one.public_id]),
                desk_url=reverse("dialogue_contribution", args=[one.occasion_id, one.pk]),
                version=one.subject_version,
                language=one.language,
                text=one.text,
            )
        )
    return dict(found)


@dataclass(frozen=True)
class CommentedParagraph:
    """A paragraph that people have commented on in a consultation."""

    key: str
    number: str
    beginning: str
    #: Language of ``beginning`` (BCP 47).
    language: str
    url: str
    comments: int


def commented_paragraphs(occasion: Occasion, language: str) -> list[CommentedParagraph]:
    """The paragraphs with comments that were given in a consultation, in the order of the text; two queries."""
    said = published().filter(occasion=occasion, subject_kind=PARAGRAPH).order_by()
    counts = dict(said.values_list("subject_key").annotate(Count("pk")))
    return describe_paragraphs(counts, occasion.model_version, language)


def describe_paragraphs(counts: Mapping[str, int], version: str, language: str) -> list[CommentedParagraph]:
    """Paragraphs as they stood in the version that was asked about, in the order of the text."""
    found = passages(list(counts), version)
    found |= passages([key for key in counts if key not in found])
    shown = []
    for key, passage in found.items():
        code = passage.tree_for(language)
        beginning = Truncator(passage.texts[code]).chars(MOST_BEGINNING)
        url = reverse("dialogue:respond", kwargs={"kind": PARAGRAPH, "key": key})
        shown.append(
            CommentedParagraph(key, passage.number, beginning, passage.languages[code], url, counts.get(key, 0))
        )
    return shown


def count_comments(keys: Sequence[str]) -> dict[str, int]:
    """How many comments on paragraphs are shown; one query."""
    said = published().filter(subject_kind=PARAGRAPH, subject_key__in=list(keys)).order_by()
    return dict(said.values_list("subject_key").annotate(Count("pk")))


COMMENTING = Commenting(find_comments, find_consultations, find_unanswered, count_comments)
