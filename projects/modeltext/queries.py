"""Public reading of the model text: versions, paragraphs with their roots; nothing is changed here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.core.hooks import roots
from portal.core.hooks.roots import Reference
from portal.core.i18n.text import finder
from projects.modeltext.canonical import PREAMBLE, Snapshot, StoredParagraph, StoredRoot, paragraphs_of
from projects.modeltext.comparing import best_code, plain_text
from projects.modeltext.enums import FROZEN, Relation, VersionState
from projects.modeltext.models import Lineage, ModelVersion, Paragraph, Root, Source

PARAGRAPH = "paragraph"
#: Kinds of things that can be roots, in words; those that the portal does not know are not offered.
KINDS: dict[str, str | Promise] = {
    "contribution": pgettext_lazy("kind of a root", "Contribution"),
    "theme": pgettext_lazy("kind of a root", "Theme of contributions"),
    "statement": pgettext_lazy("kind of a root", "Comment statement of an expert"),
    "report": pgettext_lazy("kind of a root", "Report of what was heard"),
    "case": pgettext_lazy("kind of a root", "Case study"),
    "strategy": pgettext_lazy("kind of a root", "Strategy"),
    "event": pgettext_lazy("kind of a root", "Event"),
    "element": pgettext_lazy("kind of a root", "Element of the model"),
    "source": pgettext_lazy("kind of a root", "Source outside of the portal"),
}
#: What is given back of what was found by words.
MOST_FOUND = 20


@dataclass(frozen=True)
class ShownRoot:
    """A root as a reader gets it."""

    kind: str
    kind_label: str
    relation: str
    relation_label: str
    title: str
    url: str
    #: Language of ``title``.
    language: str
    because: str
    because_language: str
    #: Withdrawn or erased: it still counts, without its words.
    gone: bool


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph of a version as a reader of one language gets it."""

    key: str
    id: str
    number: str
    html: SafeString
    #: Language in which the text is written.
    language: str
    #: Translated by a machine, and read by nobody.
    by_machine: bool
    #: The original changed, and this text has not followed yet.
    is_older: bool
    roots: list[ShownRoot] = field(default_factory=list)

    @property
    def cases(self) -> list[ShownRoot]:
        """The cases among its roots: where it is shown in practice."""
        return [root for root in self.roots if root.kind == "case"]

    @property
    def grounds(self) -> list[ShownRoot]:
        """All other roots."""
        return [root for root in self.roots if root.kind != "case"]


@dataclass(frozen=True)
class ShownSection:
    """An element with its paragraphs, or the preamble (number 0)."""

    element: str
    number: int
    title: str
    title_language: str
    summary: str
    paragraphs: list[ShownParagraph]
    #: Page of the element, as long as it is public.
    url: str = ""


def published() -> QuerySet[ModelVersion]:
    """Versions that everybody may read, the latest first, without their texts."""
    return ModelVersion.objects.filter(state__in=FROZEN).defer("snapshot", "consulted")


def snapshots_of(versions: Iterable[ModelVersion]) -> dict[int, Snapshot]:
    """The texts of versions by their ids, in one query."""
    ids = [version.pk for version in versions]
    return dict(ModelVersion.objects.filter(pk__in=ids).values_list("pk", "snapshot"))


def present(snapshot: Snapshot, language: str) -> tuple[list[ShownSection], list[ShownRoot]]:
    """The sections of a version, and the roots of its text as a whole, for readers of ``language``."""
    stored = [*snapshot["roots"], *(root for one in paragraphs_of(snapshot).values() for root in one["roots"])]
    known = resolved(stored, language)
    sections = []
    for section in snapshot["sections"]:
        code = best_code(section["titles"], language)
        shown = [present_paragraph(one, language, known) for one in section["paragraphs"]]
        summary = section["summaries"].get(code, "")
        title = section["titles"].get(code, "")
        if section["number"] == PREAMBLE:
            title, code = pgettext("of the model", "Preamble"), language
        sections.append(ShownSection(section["element"], section["number"], title, code, summary, shown))
    return sections, show_roots(snapshot["roots"], language, known)


def present_paragraph(
    stored: StoredParagraph, language: str, known: dict[tuple[str, str], Reference] | None = None
) -> ShownParagraph:
    """A paragraph in the language that readers of ``language`` understand best.

    Parameters:
        known: its roots as they are found, if they were read with those of others.
    """
    if known is None:
        known = resolved(stored["roots"], language)
    code = best_code(stored["texts"], language)
    said = stored["texts"][code]
    return ShownParagraph(
        key=stored["key"],
        id=stored["id"],
        number=stored["number"],
        # Rich text of an editor, cleaned when it was stored on the page.
        html=mark_safe(said["html"]),
        language=said["language"],
        by_machine=said["state"] == "machine",
        is_older=said["state"] == "outdated",
        roots=show_roots(stored["roots"], language, known),
    )


def resolved(stored: Iterable[StoredRoot], language: str) -> dict[tuple[str, str], Reference]:
    """What roots refer to, by kind and key; what the portal does not know any more is left out."""
    pairs = list(dict.fromkeys((root["kind"], root["key"]) for root in stored))
    return {(one.kind, one.key): one for one in roots.resolve(pairs, language)}


def show_roots(stored: Iterable[StoredRoot], language: str, known: dict[tuple[str, str], Reference]) -> list[ShownRoot]:
    """Roots with what they refer to: first where the text comes from, last what speaks against it."""
    shown = []
    for root in stored:
        found = known.get((root["kind"], root["key"]))
        code = best_code((code for code, text in root["because"].items() if text), language)
        shown.append(
            ShownRoot(
                kind=root["kind"],
                kind_label=str(KINDS.get(root["kind"], root["kind"])),
                relation=root["relation"],
                relation_label=str(Relation(root["relation"]).label),
                title=found.title if found else _("No longer public"),
                url=found.url if found and not found.gone else "",
                language=found.language if found else "",
                because=root["because"].get(code, ""),
                because_language=code,
                gone=found is None or found.gone,
            )
        )
    return sorted(shown, key=lambda root: Relation.values.index(root.relation))


@dataclass(frozen=True)
class Standing:
    """A version in which a paragraph stands, and what happened to it there."""

    version: ModelVersion
    number: str
    is_new: bool
    is_changed: bool


@dataclass(frozen=True)
class ParagraphHistory:
    """A paragraph through all published versions."""

    paragraph: Paragraph
    #: In the version in force, else in the last one in which it stood.
    text: ShownParagraph
    version: ModelVersion
    is_in_force: bool
    #: The first version without it.
    left_with: ModelVersion | None
    standings: list[Standing]
    followed_by: list[Lineage]
    came_from: list[Lineage]


def find_paragraph(name: str) -> Paragraph | None:
    """A published paragraph by its short id, or by its whole key however it is written."""
    name = name.lower().replace("-", "")
    condition = Q(short_id=name) | Q(key=UUID(name)) if _is_key(name) else Q(short_id=name)
    return Paragraph.objects.filter(condition, first_version__isnull=False).first()


def _is_key(name: str) -> bool:
    return len(name) == 32 and all(figure in "0123456789abcdef" for figure in name)


def history_of(paragraph: Paragraph, language: str) -> ParagraphHistory:
    """Where a paragraph stands or stood, how it changed, what followed it, and its roots."""
    versions = list(ModelVersion.objects.filter(state__in=FROZEN))  # the latest first
    key = str(paragraph.key)
    standings: list[Standing] = []
    before: StoredParagraph | None = None
    left_with: ModelVersion | None = None
    for version in reversed(versions):
        now = paragraphs_of(version.snapshot).get(key)
        if now is not None:
            changed = before is not None and _said(before, language) != _said(now, language)
            standings.append(Standing(version, now["number"], before is None, changed))
            before, left_with = now, None
        elif before is not None and left_with is None:
            left_with = version
    last = standings[-1].version
    lineages = Lineage.objects.filter(Q(gone=paragraph) | Q(successor=paragraph), version__state__in=FROZEN)
    found = list(lineages.select_related("gone", "successor", "version"))
    return ParagraphHistory(
        paragraph=paragraph,
        text=present_paragraph(paragraphs_of(last.snapshot)[key], language),
        version=last,
        is_in_force=last.pk == versions[0].pk,
        left_with=left_with,
        standings=standings[::-1],
        followed_by=[one for one in found if one.gone_id == paragraph.pk],
        came_from=[one for one in found if one.successor_id == paragraph.pk],
    )


def _said(stored: StoredParagraph, language: str) -> str:
    code = best_code(stored["texts"], language)
    return stored["texts"][code]["html"]


def resolve_paragraphs(keys: Sequence[str], language: str) -> list[Reference]:
    """Published paragraphs by short id, as other rooms refer to them (see ``portal.core.hooks.roots``)."""
    rows = list(Paragraph.objects.filter(short_id__in=list(keys), last_version__isnull=False))
    texts = _last_texts(rows)
    return [one for row in rows if (one := _reference(row, texts, language))]


def find_paragraphs(words: str, language: str) -> list[Reference]:
    """Paragraphs of the version in force by their number, or the words in any language."""
    version = ModelVersion.objects.filter(state=VersionState.PUBLISHED).first()
    if version is None:
        return []
    is_found = finder(words)
    found = [
        _described(stored, language)
        for stored in paragraphs_of(version.snapshot).values()
        if is_found(stored["number"], *(plain_text(said["html"]) for said in stored["texts"].values()))
    ]
    return found[:MOST_FOUND]


def paragraph_numbered(number: str) -> tuple[UUID, str] | None:
    """Key of the element, and short id, of the paragraph that has this number in the version in force."""
    version = ModelVersion.objects.filter(state=VersionState.PUBLISHED).first()
    sections = version.snapshot["sections"] if version else []
    found = ((section["element"], one) for section in sections for one in section["paragraphs"])
    return next(((UUID(element), one["id"]) for element, one in found if one["number"] == number), None)


def find_users(kind: str, keys: Sequence[str], language: str) -> dict[str, list[Reference]]:
    """The published paragraphs of which things of ``kind`` are roots."""
    if not keys:
        return {}
    standing = Root.objects.filter(
        kind=kind, key__in=list(keys), from_version__isnull=False, paragraph__last_version__isnull=False
    )
    rows = list(standing.select_related("paragraph").order_by("pk"))
    texts = _last_texts(root.paragraph for root in rows if root.paragraph)
    since = dict(published().values_list("pk", "published_at")) if rows else {}
    found: dict[str, list[Reference]] = {}
    for root in rows:
        if root.paragraph and (one := _reference(root.paragraph, texts, language)):
            began = since.get(root.from_version_id) if root.from_version_id else None
            found.setdefault(root.key, []).append(replace(one, since=began))
    return found


def _last_texts(paragraphs: Iterable[Paragraph]) -> dict[int, dict[str, StoredParagraph]]:
    """The versions in which paragraphs last stood, each read once: they are large."""
    wanted = {one.last_version_id for one in paragraphs if one.last_version_id}
    if not wanted:
        return {}
    read = ModelVersion.objects.filter(pk__in=wanted).values_list("pk", "snapshot")
    return {pk: paragraphs_of(snapshot) for pk, snapshot in read}


def _reference(paragraph: Paragraph, texts: dict[int, dict[str, StoredParagraph]], language: str) -> Reference | None:
    stored = texts.get(paragraph.last_version_id or 0, {}).get(str(paragraph.key))
    return _described(stored, language) if stored else None


def _described(stored: StoredParagraph, language: str) -> Reference:
    code = best_code(stored["texts"], language)
    with translation.override(language):
        beginning = Truncator(plain_text(stored["texts"][code]["html"])).chars(80)
        title = _("Paragraph %(number)s: %(beginning)s") % {"number": stored["number"], "beginning": beginning}
        return Reference(PARAGRAPH, stored["id"], title, reverse("model_paragraph", args=[stored["id"]]), code)


def resolve_sources(keys: Sequence[str], language: str) -> list[Reference]:
    """Outside sources by their key."""
    known = [key for key in keys if _is_key(key.lower().replace("-", ""))]
    return [_source(one) for one in Source.objects.filter(key__in=known)]


def find_sources(words: str, language: str) -> list[Reference]:
    """Outside sources that hold every word, those added last first."""
    is_found = finder(words)
    found = [one for one in Source.objects.order_by("-pk") if is_found(one.title, one.publisher, one.url)]
    return [_source(one) for one in found[:MOST_FOUND]]


def _source(one: Source) -> Reference:
    title = f"{one.title} ({one.publisher}{', ' if one.year else ''}{one.year})"
    return Reference("source", str(one.key), title, one.url, one.language)
