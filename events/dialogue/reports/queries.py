"""What a report shows: its frozen numbers in words, its themes with replies as they are now, and quotes by consent."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from events.dialogue.enums import Channel, ContributionState, Decision, Quoting, RefusalReason, Stage
from events.dialogue.models import Contribution, Occasion, Reply, ReportPage, Theme, ThemeMember
from events.dialogue.models.themes import best_text
from events.dialogue.public.comments import CommentedParagraph, describe_paragraphs
from events.dialogue.queries import ShownReply, shown_replies
from events.dialogue.reports.numbers import TAKEN_UP, frozen_numbers
from portal.core.hooks.roots import Reference, users
from portal.core.i18n.locales import country_name, language_name

#: Quotes below each theme.
MOST_QUOTES = 3


@dataclass(frozen=True)
class ReportedTheme:
    """A theme in a report."""

    public_id: str
    title: str
    title_language: str
    summary: str
    summary_language: str
    #: Published contributions in it when the report was published.
    contributions: int
    replies: list[ShownReply]
    #: The decision that was published, if it is another one now.
    former_decision: str
    quotes: list[Contribution]
    #: Paragraphs of the model that rest on it.
    used_in: list[Reference]


@dataclass(frozen=True)
class Agreed:
    """A statement that many agreed with; without its text if the author does not let it be quoted."""

    contribution: Contribution | None
    agree: int
    disagree: int
    passed: int


@dataclass
class ReportView:
    """All that a report shows beside its own text."""

    numbers: dict[str, Any]
    #: When the numbers were frozen.
    counted_at: datetime | None
    #: Rows of figures: (heading, [(what, how many)]).
    tables: list[tuple[str, list[tuple[str, int]]]] = field(default_factory=list)
    themes: list[ReportedTheme] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)
    #: Of a consultation about the model's text: (paragraph, comments with a reply, comments taken up).
    paragraphs: list[tuple[CommentedParagraph, int, int]] = field(default_factory=list)
    #: Comments that were taken up, with what came of them.
    taken_up: list[ShownReply] = field(default_factory=list)


def report_view(page: ReportPage, language: str, now: datetime) -> ReportView:
    """What ``page`` shows to readers of ``language``; a draft shows the numbers of this moment."""
    numbers = page.numbers or frozen_numbers(page.occasion, now)
    return ReportView(
        numbers=numbers,
        counted_at=parse_datetime(numbers["at"]),
        tables=[(heading, rows) for heading, rows in _tables(numbers, language) if rows],
        themes=_themes(numbers["themes"], language),
        agreed=_agreed(numbers["agreed"]),
        paragraphs=_paragraphs(numbers.get("paragraphs", []), page.occasion, language),
        taken_up=_taken_up(page.occasion, language) if numbers.get("paragraphs") else [],
    )


def _paragraphs(
    frozen: list[tuple[str, int, int, int]], occasion: Occasion, language: str
) -> list[tuple[CommentedParagraph, int, int]]:
    answered = {key: (replied, taken_up) for key, _said, replied, taken_up in frozen}
    known = describe_paragraphs({key: said for key, said, *_rest in frozen}, occasion.model_version, language)
    return [(one, *answered[one.key]) for one in known]


def _taken_up(occasion: Occasion, language: str) -> list[ShownReply]:
    """Replies to single comments that were taken up; those to themes stand with the themes."""
    replies = Reply.objects.filter(
        contribution__occasion=occasion,
        contribution__state=ContributionState.PUBLISHED,
        decision__in=TAKEN_UP,
        expert=None,
    )
    return shown_replies(replies.select_related("organisation", "contribution"), language)


def _tables(numbers: dict[str, Any], language: str) -> Iterable[tuple[str, list[tuple[str, int]]]]:
    def labelled(name: str, label: Callable[[str], str]) -> list[tuple[str, int]]:
        return [(label(code) if code else _("others"), count) for code, count in numbers[name].items()]

    yield _("When they came"), labelled("by_stage", lambda code: str(Stage(code).label))
    yield _("How they came"), labelled("by_channel", lambda code: str(Channel(code).label))
    yield _("In which language"), labelled("by_language", lambda code: _language(code, language))
    yield _("From which country"), labelled("by_country", lambda code: country_name(code, language))
    yield _("Not shown, by reason"), labelled("refused", lambda code: str(RefusalReason(code).label))


def _language(code: str, language: str) -> str:
    return _("unknown language") if code == "und" else language_name(code, language)


def _themes(frozen: list[list[Any]], language: str) -> list[ReportedTheme]:
    ids = [public_id for public_id, _count, _decision in frozen]
    replied = Prefetch("replies", Reply.objects.select_related("organisation", "expert"), to_attr="shown_replies")
    themes = {theme.public_id: theme for theme in Theme.objects.filter(public_id__in=ids).prefetch_related(replied)}
    quotes = _quotes(themes.values())
    used = users("theme", list(themes), language, "paragraph") if themes else {}
    shown = []
    for public_id, count, decision in frozen:
        if public_id not in themes:
            continue
        theme: Any = themes[public_id]
        title, title_language = best_text(theme.titles, language)
        summary, summary_language = best_text(theme.summaries, language)
        replies = shown_replies(theme.shown_replies, language)
        now = next((one.reply.decision for one in replies if one.reply.expert_id is None), "")
        former = str(Decision(decision).label) if decision and decision != now else ""
        shown.append(
            ReportedTheme(
                public_id,
                title,
                title_language,
                summary,
                summary_language,
                count,
                replies,
                former,
                quotes[theme.pk][:MOST_QUOTES],
                used[public_id],
            )
        )
    return shown


def quotable(prefix: str = "") -> Q:
    """What may stand in reports and files for others: shown, with consent to quote and with the licence.

    Parameters:
        prefix: path to the contribution, such as ``contribution__``.
    """
    may = Q(**{f"{prefix}state": ContributionState.PUBLISHED}) & ~Q(**{f"{prefix}quoting": Quoting.NO})
    return may & ~Q(**{f"{prefix}licence_version": ""}) & ~Q(**{f"{prefix}text": ""})


def _quotes(themes: Iterable[Theme]) -> dict[int, list[Contribution]]:
    """Contributions of each theme that may be quoted, in the order in which they came."""
    members = ThemeMember.objects.filter(quotable("contribution__"), theme__in=[theme.pk for theme in themes])
    found: dict[int, list[Contribution]] = defaultdict(list)
    for member in members.select_related("contribution").order_by("contribution__published_at", "contribution"):
        if member.contribution.same_as_id is None:
            found[member.theme_id].append(member.contribution)
    return found


def _agreed(frozen: list[list[Any]]) -> list[Agreed]:
    ids = [public_id for public_id, *_counts in frozen]
    texts = {one.public_id: one for one in Contribution.objects.filter(quotable(), public_id__in=ids)} if ids else {}
    return [Agreed(texts.get(public_id), *counts) for public_id, *counts in frozen]
