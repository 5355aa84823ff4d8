"""The model text as public data: versions, their paragraphs with roots, and comparisons, for other programs.

Roots say what their pages say, in the same words: nothing of a contribution that may not be quoted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from django.urls import reverse
from django.utils.translation import override

from portal.core.hooks.roots import Reference
from portal.core.hooks.site_url import absolute
from portal.core.web.json_schema import OneOf
from projects.modeltext.canonical import Snapshot, StoredParagraph, StoredRoot, paragraphs_of
from projects.modeltext.comparing import CHANGED, GONE, MOVED, NEW, SAME, Change, Comparison, plain_text
from projects.modeltext.enums import FROZEN, LineageKind, Relation
from projects.modeltext.models import Lineage, ModelVersion
from projects.modeltext.queries import resolved

Texts = dict[str, str]


@dataclass(frozen=True)
class ApiVersion:
    """A published version of the model."""

    #: 1.1, of a correction 1.1.1.
    number: str
    #: ISO 8601.
    published: str
    #: SHA-256 of its text, hexadecimal.
    sha256: str
    #: By language: what is new and why.
    news: Texts
    #: Its page.
    url: str


@dataclass(frozen=True)
class ApiVersions:
    """All published versions, the latest first."""

    count: int
    #: Number of the version in force; empty before there is any.
    in_force: str
    versions: list[ApiVersion]


@dataclass(frozen=True)
class ApiRoot:
    """What a paragraph, or the text as a whole, comes from, is supported by, or is spoken against by."""

    relation: Relation
    #: contribution, theme, statement, report, case, strategy, event, element, source.
    kind: str
    key: str
    #: Empty where it can be read no longer.
    title: str
    #: BCP 47, of ``title``.
    language: str
    url: str
    #: By language: why, in the words of the editors.
    because: Texts
    #: Withdrawn or not public any more: it still counts, without its words.
    gone: bool


@dataclass(frozen=True)
class ApiText:
    """A paragraph in one language."""

    html: str
    #: The same without markup.
    text: str
    #: BCP 47: in which language it is written.
    language: str
    #: State of the translation when the version was published; ``source`` is the original.
    translation: str


@dataclass(frozen=True)
class ApiParagraph:
    """A numbered paragraph of a version."""

    #: Names it in addresses, in every version and language.
    id: str
    #: UUID of the block on the pages.
    key: str
    number: str
    #: Its address, which stays.
    url: str
    texts: dict[str, ApiText]
    roots: list[ApiRoot]


@dataclass(frozen=True)
class ApiSection:
    """An element with its paragraphs."""

    #: Key of the element.
    element: str
    number: int
    titles: Texts
    summaries: Texts
    paragraphs: list[ApiParagraph]


@dataclass(frozen=True)
class ApiVersionText:
    """The whole text of a version, in all languages."""

    version: ApiVersion
    #: Roots of the text as a whole.
    roots: list[ApiRoot]
    sections: list[ApiSection]


@dataclass(frozen=True)
class ApiSuccessor:
    """What became of a paragraph that left."""

    kind: LineageKind
    #: Of the paragraph that followed.
    id: str


@dataclass(frozen=True)
class ApiChange:
    """A paragraph in two versions."""

    id: str
    key: str
    kind: Annotated[str, OneOf((SAME, CHANGED, MOVED, NEW, GONE))]
    number: str
    old_number: str
    old: str
    new: str
    #: HTML: both texts in one, what came in ``ins``, what left in ``del``; empty where the words are the same.
    marked: str
    #: BCP 47, of the newer text.
    language: str
    renumbered: bool
    #: The original changed, and the text in this language did not.
    lags: bool
    followed_by: list[ApiSuccessor]


@dataclass(frozen=True)
class ApiRenamed:
    """An element whose title or number differs; None where it is not part of the version."""

    old: str
    new: str
    old_number: int | None
    number: int | None


@dataclass(frozen=True)
class ApiComparison:
    """What differs between two versions, as readers of one language see it."""

    old: ApiVersion
    new: ApiVersion
    language: str
    structure: list[ApiRenamed]
    #: In the order of the newer text, then those that left.
    changes: list[ApiChange]


def version_data(version: ModelVersion, language: str) -> ApiVersion:
    """A version without its text, with the address of its page in ``language``."""
    with override(language):
        url = absolute(reverse("model_version", args=[version.number]))
    published = version.published_at.isoformat() if version.published_at else ""
    return ApiVersion(version.number, published, version.sha256, version.news, url)


def text_data(version: ApiVersion, snapshot: Snapshot, language: str) -> ApiVersionText:
    """The text of a version, its roots titled as readers of ``language`` see them."""
    everything = [*snapshot["roots"], *(root for one in paragraphs_of(snapshot).values() for root in one["roots"])]
    known = resolved(everything, language)
    with override(language):
        sections = [
            ApiSection(
                section["element"],
                section["number"],
                section["titles"],
                section["summaries"],
                [_paragraph(one, known) for one in section["paragraphs"]],
            )
            for section in snapshot["sections"]
        ]
    return ApiVersionText(version, _roots(snapshot["roots"], known), sections)


def _paragraph(stored: StoredParagraph, known: dict[tuple[str, str], Reference]) -> ApiParagraph:
    texts = {
        code: ApiText(said["html"], plain_text(said["html"]), said["language"], said["state"])
        for code, said in stored["texts"].items()
    }
    url = absolute(reverse("model_paragraph", args=[stored["id"]]))
    return ApiParagraph(stored["id"], stored["key"], stored["number"], url, texts, _roots(stored["roots"], known))


def _roots(stored: Iterable[StoredRoot], known: dict[tuple[str, str], Reference]) -> list[ApiRoot]:
    return [_root(root, known.get((root["kind"], root["key"]))) for root in stored]


def _root(stored: StoredRoot, found: Reference | None) -> ApiRoot:
    is_gone = found is None or found.gone
    return ApiRoot(
        relation=Relation(stored["relation"]),
        kind=stored["kind"],
        key=stored["key"],
        title=found.title if found and not is_gone else "",
        language=found.language if found and not is_gone else "",
        url=absolute(found.url) if found and found.url and not is_gone else "",
        because=stored["because"],
        gone=is_gone,
    )


def comparison_data(
    old: ApiVersion, new: ApiVersion, snapshots: tuple[Snapshot, Snapshot], found: Comparison, language: str
) -> ApiComparison:
    """A comparison, with what became of paragraphs that left. One query."""
    ids = {key: one["id"] for snapshot in snapshots for key, one in paragraphs_of(snapshot).items()}
    left = [change.key for change in found.of_kind(GONE)]
    successors: dict[str, list[ApiSuccessor]] = {}
    lineages = Lineage.objects.filter(gone__key__in=left, version__state__in=FROZEN).order_by("pk")
    for key, kind, successor in lineages.values_list("gone__key", "kind", "successor__short_id"):
        successors.setdefault(str(key), []).append(ApiSuccessor(LineageKind(kind), successor))
    structure = [ApiRenamed(one.old, one.new, one.old_number, one.number) for one in found.structure]
    changes = [_change(one, ids[one.key], successors.get(one.key, [])) for one in found.changes]
    return ApiComparison(old, new, language, structure, changes)


def _change(change: Change, short_id: str, successors: list[ApiSuccessor]) -> ApiChange:
    return ApiChange(
        id=short_id,
        key=change.key,
        kind=change.kind,
        number=change.number,
        old_number=change.old_number,
        old=change.old,
        new=change.new,
        marked=str(change.marked),
        language=change.language,
        renumbered=change.renumbered,
        lags=change.lags,
        followed_by=successors,
    )
