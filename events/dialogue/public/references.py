"""Contributions, themes, comment statements and reports as others refer to them (see ``portal.core.hooks.roots``)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from events.dialogue.enums import ContributionState
from events.dialogue.input.subjects import STATEMENT
from events.dialogue.models import Contribution, Occasion, Reply, ReportPage, Theme, ThemeMember
from events.dialogue.models.themes import best_text
from events.dialogue.public.fates import answers_to_contributions, answers_to_themes, count_fates
from events.dialogue.public.overview import reports_of
from events.dialogue.queries import LEAST_FOR_COUNTRY, published
from events.models import EventPage
from portal.core.hooks import roots
from portal.core.hooks.roots import Reference
from portal.core.i18n.locales import country_name, language_name
from portal.core.i18n.text import finder
from portal.core.pages.references import refer_to, register_pages
from portal.core.queries import listed

CONTRIBUTION, THEME, REPORT = "contribution", "theme", "report"
#: Characters of a contribution's text that stand for it.
MOST_QUOTED = 120
#: What is looked through by words, and what is given back.
MOST_READ, MOST_FOUND = 5000, 20


def register_kinds() -> None:
    """Make the kinds of the dialogue known; called when the app is ready."""
    roots.register_kind(CONTRIBUTION, resolve_contributions, find_contributions)
    roots.register_kind(THEME, resolve_themes, find_themes)
    roots.register_kind(STATEMENT, resolve_statements, find_statements)
    register_pages(REPORT, ReportPage)
    roots.register_users(find_users)
    roots.register_counter(count_fates)
    roots.register_answers(CONTRIBUTION, answers_to_contributions)
    roots.register_answers(THEME, answers_to_themes)


def resolve_contributions(keys: Sequence[str], language: str) -> list[Reference]:
    """Contributions by public id: what is shown, and what was withdrawn as such; others are left out."""
    known = (ContributionState.PUBLISHED, ContributionState.WITHDRAWN)
    found = Contribution.objects.filter(public_id__in=list(keys), state__in=known).select_related("question")
    told = Theme.objects.filter(members__contribution=OuterRef("pk"), occasion__reported_at__isnull=False)
    theme = told.order_by("position", "pk").values(titles_shown=Coalesce("merged_into__titles", "titles"))[:1]
    return [_contribution(one, language) for one in found.annotate(theme_titles=Subquery(theme), alike=_from_there())]


def _from_there() -> Subquery:
    """How many contributions to the same occasion, or the same standing question, come from the same country."""
    same = Q(occasion=OuterRef("occasion")) | Q(occasion=None, question=OuterRef("question"))
    rows = published().filter(same, country=OuterRef("country")).order_by().values("country")
    return Subquery(rows.annotate(number=Count("pk")).values("number"))


def _contribution(one: Contribution, language: str) -> Reference:
    """The first words of those who let them be quoted; of others only what does not tell who they are."""
    with translation.override(language):
        if one.state == ContributionState.WITHDRAWN or not one.text:
            title = _("A contribution that is kept no longer")
            return Reference(CONTRIBUTION, one.public_id, title, language=language, gone=True)
        url = reverse("dialogue:contribution", args=[one.public_id])
        if one.can_be_quoted:
            return Reference(CONTRIBUTION, one.public_id, Truncator(one.text).chars(MOST_QUOTED), url, one.language)
        return Reference(CONTRIBUTION, one.public_id, _described_only(one, language), url, language)


def _described_only(one: Contribution, language: str) -> str:
    """A contribution without its words: its language, its country where it is one of many, question and theme."""
    said = _("A contribution in this language: %(language)s") % {"language": language_name(one.language, language)}
    if one.country and (getattr(one, "alike", None) or 0) >= LEAST_FOR_COUNTRY:
        country = country_name(one.country, language)
        said = _("%(contribution)s. Country: %(country)s") % {"contribution": said, "country": country}
    if one.question:
        asked = Truncator(one.question.text(language)).chars(MOST_QUOTED)
        said = _("%(contribution)s. Question: %(question)s") % {"contribution": said, "question": asked}
    if titles := getattr(one, "theme_titles", None):
        theme, _written_in = best_text(titles, language)
        said = _("%(contribution)s. Theme: %(theme)s") % {"contribution": said, "theme": theme}
    return said


def find_contributions(words: str, language: str) -> list[Reference]:
    """Shown contributions that may be quoted and hold every word, the newest first."""
    is_found = finder(words)
    shown = Contribution.objects.filter(state=ContributionState.PUBLISHED).order_by("-published_at", "-pk")[:MOST_READ]
    found = (one for one in shown.iterator() if one.can_be_quoted and is_found(one.text, one.public_id))
    return [_contribution(one, language) for one, _n in zip(found, range(MOST_FOUND), strict=False)]


def resolve_themes(keys: Sequence[str], language: str) -> list[Reference]:
    """Themes by public id; one that was merged is the one into which it was."""
    found = Theme.objects.filter(public_id__in=list(keys)).select_related("occasion", "merged_into")
    return _themes(found, language)


def _themes(themes: Iterable[Theme], language: str) -> list[Reference]:
    themes = list(themes)
    reports = reports_of({theme.occasion for theme in themes}, language)
    described = []
    for theme in themes:
        shown = theme.merged_into or theme
        title, written_in = best_text(shown.titles, language)
        report = reports.get(theme.occasion_id)
        url = f"{report.address}#t-{shown.public_id}" if report else ""
        described.append(Reference(THEME, theme.public_id, title, url, written_in))
    return described


def find_themes(words: str, language: str) -> list[Reference]:
    """Themes that hold every word in one of their languages, those of the latest occasions first."""
    is_found = finder(words)
    themes = (
        Theme.objects.filter(merged_into=None).select_related("occasion", "merged_into").order_by("-pk")[:MOST_READ]
    )
    found = [one for one in themes if is_found(*one.titles.values(), *one.summaries.values())]
    return _themes(found[:MOST_FOUND], language)


def resolve_statements(keys: Sequence[str], language: str) -> list[Reference]:
    """Comment statements of experts by the id of their block."""
    held = (Q(stored__contains=key) for key in keys)
    pages = EventPage.objects.annotate(stored=Cast("statements", TextField())).filter(reduce(or_, held, Q()))
    found = [_statement(page, block) for page in listed(pages, language) for block in page.statements]
    return [one for one in found if one.key in set(keys)]


def _statement(page: EventPage, block: StreamValue.StreamChild) -> Reference:
    url = f"{page.address}#s-{block.id}"
    return Reference(STATEMENT, str(block.id), block.value["name"], url, page.language)


def find_statements(words: str, language: str) -> list[Reference]:
    """Comment statements by the name of the expert, or their words."""
    is_found = finder(words)
    return [
        _statement(page, block)
        for page in listed(EventPage.objects.all(), language).order_by("-starts_at", "pk")
        for block in page.statements
        if is_found(block.value["name"], block.value["organisation"] or "", str(block.value["text"] or ""))
    ][:MOST_FOUND]


def find_users(kind: str, keys: Sequence[str], language: str) -> dict[str, list[Reference]]:
    """Where things went: contributions into themes, themes into reports, anything else came of the reply to a theme."""
    if kind == CONTRIBUTION:
        return _themes_of(keys, language)
    if kind == THEME:
        return _reports_of(keys, language)
    return _themes_that_led_to(kind, keys, language)


def _themes_of(keys: Sequence[str], language: str) -> dict[str, list[Reference]]:
    members: Any = ThemeMember.objects.filter(
        contribution__public_id__in=list(keys), contribution__occasion__reported_at__isnull=False
    ).select_related("theme__occasion", "theme__merged_into", "contribution")
    themes = _described((member.theme for member in members), language)
    found: dict[str, list[Reference]] = defaultdict(list)
    for member in members:
        found[member.contribution.public_id].append(themes[member.theme_id])
    return dict(found)


def _described(themes: Iterable[Theme], language: str) -> dict[int, Reference]:
    """Themes by primary key, each once: their reports are asked for together."""
    by_key = {theme.pk: theme for theme in themes}
    return dict(zip(by_key, _themes(by_key.values(), language), strict=True))


def _reports_of(keys: Sequence[str], language: str) -> dict[str, list[Reference]]:
    themes = dict(Theme.objects.filter(public_id__in=list(keys)).values_list("public_id", "occasion"))
    reports = reports_of(Occasion.objects.filter(pk__in=set(themes.values())), language)
    return {key: [refer_to(REPORT, reports[occasion])] for key, occasion in themes.items() if occasion in reports}


def _themes_that_led_to(kind: str, keys: Sequence[str], language: str) -> dict[str, list[Reference]]:
    wanted = {(kind, key) for key in keys}
    replies = Reply.objects.filter(theme__isnull=False, theme__occasion__reported_at__isnull=False).exclude(outcomes=[])
    found: dict[str, list[Reference]] = defaultdict(list)
    led = [
        (key, reply.theme)
        for reply in replies.select_related("theme__occasion", "theme__merged_into")
        for key in {key for _kind, key in {tuple(outcome) for outcome in reply.outcomes} & wanted}
        if reply.theme
    ]
    themes = _described((theme for _key, theme in led), language)
    for key, theme in led:
        found[key].append(themes[theme.pk])
    return dict(found)
