"""Lineage of cases: which case grew out of which, over all languages, by translation keys. It holds no cycle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from portal.core.models import SiteSettings
from portal.core.pagecache.kept import kept
from portal.core.queries import listed
from projects.models import CaseOrigin, CaseStudyPage

#: Case -> the cases that it grew out of.
Origins = Mapping[UUID, set[UUID]]


def all_origins() -> dict[UUID, set[UUID]]:
    """The whole graph, with what is not public too. One query."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for key, origin in CaseOrigin.objects.values_list("page__translation_key", "origin__translation_key"):
        found[key].add(origin)
    return found


def ancestors(key: UUID, origins: Origins) -> set[UUID]:
    """Everything that a case grew out of, however far back; holds ``key`` itself only in a cycle."""
    found: set[UUID] = set()
    waiting = list(origins.get(key, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(origins.get(one, ()))
    return found


def closing(key: UUID, wanted: Iterable[UUID], origins: Origins) -> list[UUID]:
    """Those of ``wanted`` that cannot be origins of a case: the case itself, and what grew out of it."""
    return [origin for origin in wanted if origin == key or key in ancestors(origin, {**origins, key: set()})]


def closing_origins(case: CaseStudyPage) -> list[CaseStudyPage]:
    """Origins in the form or draft of ``case`` that would make it its own ancestor."""
    rows: list[Any] = list(case.origins.all())
    if not rows:
        return []
    _wait_for_others()
    pages = {row.origin.translation_key: row.origin for row in rows if row.origin_id}
    return [pages[key] for key in closing(case.translation_key, pages, all_origins())]


def _wait_for_others() -> None:
    """Within a publication, let nobody else publish a case with origins before it ends.

    Two editors could close a circle at the same moment: the second one has to see what the first has published.
    """
    if transaction.get_connection().in_atomic_block:
        SiteSettings.objects.select_for_update(no_key=True).get(pk=SiteSettings.load().pk)


@dataclass
class Relative:
    """A public case in the family of another one."""

    case: CaseStudyPage
    #: What its author changed, by key of the origin.
    changed: dict[UUID, str] = field(default_factory=dict)
    children: list["Relative"] = field(default_factory=list)
    #: How many generations after the first case of the family.
    depth: int = 0

    @property
    def key(self) -> UUID:
        """Its translation key."""
        return self.case.translation_key


@kept(500)
def relations_of(key: UUID, language: str) -> tuple[list[Relative], list[Relative]]:
    """Public cases that a case grew out of, and those that grew out of it.

    One query, and one more where there are any.
    """
    about = Q(page__translation_key=key) | Q(origin__translation_key=key)
    rows = CaseOrigin.objects.filter(about).order_by("sort_order", "pk")
    found = list(rows.values_list("page__translation_key", "origin__translation_key", "changed"))
    wanted = {one for row in found for one in row[:2]} - {key}
    pages = _pages(wanted, language)
    origins = {origin: changed for child, origin, changed in found if child == key and origin in pages}
    children = {child: changed for child, origin, changed in found if origin == key and child in pages}
    return (
        [Relative(pages[one], {key: changed}) for one, changed in origins.items()],
        [Relative(pages[one], {key: changed}) for one, changed in children.items()],
    )


def family_of(case: CaseStudyPage) -> list[Relative]:
    """The whole public family of a case as trees, oldest first. Two queries, however large it is.

    A case with several origins stands below each of them. What is not public is left out with its branch; a circle in
    old data would be cut where it comes back.
    """
    graph = all_origins()
    children: dict[UUID, set[UUID]] = defaultdict(set)
    for child, origins in graph.items():
        for origin in origins:
            children[origin].add(child)
    kin = ancestors(case.translation_key, graph) | {case.translation_key}
    for one in list(kin):
        kin |= ancestors(one, children)
    pages = _pages(kin, case.reading_language)
    pages.setdefault(case.translation_key, case)
    words: dict[tuple[UUID, UUID], str] = {
        (child, origin): changed
        for child, origin, changed in CaseOrigin.objects.filter(page__translation_key__in=list(kin)).values_list(
            "page__translation_key", "origin__translation_key", "changed"
        )
    }
    firsts = [key for key in pages if not graph.get(key, set()) & set(pages)] or [case.translation_key]
    return [_tree(key, pages, children, words, (), 0) for key in _in_order(firsts, pages)]


def _tree(
    key: UUID,
    pages: Mapping[UUID, CaseStudyPage],
    children: Mapping[UUID, set[UUID]],
    words: Mapping[tuple[UUID, UUID], str],
    above: tuple[UUID, ...],
    depth: int,
) -> Relative:
    own = {above[-1]: words.get((key, above[-1]), "")} if above else {}
    below = [one for one in children.get(key, ()) if one in pages and one not in (*above, key)]
    trees = [_tree(one, pages, children, words, (*above, key), depth + 1) for one in _in_order(below, pages)]
    return Relative(pages[key], own, trees, depth)


def _in_order(keys: Iterable[UUID], pages: Mapping[UUID, CaseStudyPage]) -> list[UUID]:
    return sorted(keys, key=lambda key: (pages[key].start_year or 9999, pages[key].title, str(key)))


def _pages(keys: Iterable[UUID], language: str) -> dict[UUID, CaseStudyPage]:
    wanted = list(keys)
    if not wanted:
        return {}
    found = listed(CaseStudyPage.objects.filter(translation_key__in=wanted), language)
    return {page.translation_key: page for page in found}
