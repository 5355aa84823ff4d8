"""Building of a snapshot: what the public pages of the elements say now, in all languages."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from portal.core.i18n.locales import locale_codes
from portal.core.queries import public_pages
from portal.editing.enums import OPEN_STATES
from portal.editing.translations.states import collect, rows_of
from projects.models import ElementIndexPage, ElementPage
from projects.modeltext.canonical import PREAMBLE, Snapshot, StoredParagraph, StoredRoot, StoredSection, StoredText
from projects.modeltext.models import Root


def elements_in_force(major: int) -> dict[UUID, dict[str, ElementPage]]:
    """The public pages of the elements of a version of the model, by translation key and language, in their order."""
    languages = [code for code, _name in settings.LANGUAGES]
    found: dict[UUID, dict[str, ElementPage]] = defaultdict(dict)
    for page in public_pages(ElementPage.objects.filter(introduced_in__lte=major)).order_by("number", "pk"):
        if (page.retired_in is None or page.retired_in > major) and page.locale_code in languages:
            found[page.translation_key][page.locale_code] = page
    return dict(found)


def preambles() -> dict[UUID, dict[str, ElementIndexPage]]:
    """The public pages that hold the preamble, by translation key and language."""
    languages = [code for code, _name in settings.LANGUAGES]
    found: dict[UUID, dict[str, ElementIndexPage]] = defaultdict(dict)
    for page in public_pages(ElementIndexPage.objects.order_by("pk")):
        if page.locale_code in languages:
            found[page.translation_key][page.locale_code] = page
    return dict(found)


def build(major: int) -> Snapshot:
    """The text of version ``major`` as visitors read it now, with the roots that it would have.

    First the preamble, if there is one, then the elements.
    """
    before, elements = preambles(), elements_in_force(major)
    states = _states([*before, *elements])
    roots = roots_by_paragraph()
    sections = [_preamble(key, pages, states, roots) for key, pages in before.items()]
    sections += [_section(key, pages, states, roots) for key, pages in elements.items()]
    return {
        "roots": roots.get(None, []),
        "sections": [section for section in sections if section["number"] != PREAMBLE or section["paragraphs"]],
    }


def _states(keys: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    """The state of each page in each language, worked out now: rows in the database follow a moment later."""
    codes = locale_codes()
    return {
        (key, codes[row.locale_id]): str(row.state)
        for key, records in collect(list(keys)).items()
        for row in rows_of(key, records)
    }


def _preamble(
    key: UUID,
    pages: dict[str, ElementIndexPage],
    states: dict[tuple[UUID, str], str],
    roots: dict[UUID | None, list[StoredRoot]],
) -> StoredSection:
    """The preamble; its page has a title of its own, which is none of the text."""
    texts = {code: (page.language, page.preamble) for code, page in pages.items()}
    return {
        "element": str(key),
        "number": PREAMBLE,
        "titles": {},
        "summaries": {},
        "paragraphs": _paragraphs(key, PREAMBLE, texts, states, roots),
    }


def _section(
    key: UUID,
    pages: dict[str, ElementPage],
    states: dict[tuple[UUID, str], str],
    roots: dict[UUID | None, list[StoredRoot]],
) -> StoredSection:
    first = next(iter(pages.values()))
    texts = {code: (page.language, page.body) for code, page in pages.items()}
    return {
        "element": str(key),
        "number": first.number,
        "titles": {code: pages[code].title for code in sorted(pages)},
        "summaries": {code: pages[code].summary for code in sorted(pages)},
        "paragraphs": _paragraphs(key, first.number, texts, states, roots),
    }


def _paragraphs(
    key: UUID,
    number: int,
    texts: dict[str, tuple[str, StreamValue]],
    states: dict[tuple[UUID, str], str],
    roots: dict[UUID | None, list[StoredRoot]],
) -> list[StoredParagraph]:
    """The paragraphs of one section.

    Parameters:
        texts: language in which they are written, and the blocks, by the language of the page.
    """
    # The original says which paragraphs there are: one that it dropped stands in a translation until that has followed.
    original = min(texts, key=lambda code: states.get((key, code)) != "source")
    found: dict[str, dict[str, StoredText]] = {str(block.id): {} for block in texts[original][1]}
    for code, (language, blocks) in texts.items():
        for block in blocks:
            if (said := found.get(str(block.id))) is not None:
                said[code] = {
                    "html": str(expand_db_html(block.value.source)),
                    "state": states.get((key, code), ""),
                    "language": language,
                }
    return [
        {
            "key": block,
            "id": "",
            "number": f"{number}.{place}",
            "texts": dict(sorted(said.items())),
            "roots": roots.get(UUID(block), []),
        }
        for place, (block, said) in enumerate(found.items(), start=1)
    ]


def roots_by_paragraph() -> dict[UUID | None, list[StoredRoot]]:
    """The roots that the next version would have, by the paragraph's key; None has those of the whole text."""
    found: dict[UUID | None, list[StoredRoot]] = defaultdict(list)
    standing = Root.objects.filter(until_version=None, is_ending=False).select_related("paragraph").order_by("pk")
    for root in standing:
        key = root.paragraph.key if root.paragraph else None
        found[key].append(
            {"kind": root.kind, "key": root.key, "relation": root.relation, "because": dict(root.because)}
        )
    return dict(found)


def lagging_languages(snapshot: Snapshot) -> list[str]:
    """Languages in which some paragraph is missing, or not translated from its present original by a person."""
    behind = set(OPEN_STATES)
    return [
        code
        for code, _name in settings.LANGUAGES
        if any(
            (said := paragraph["texts"].get(code)) is None or said["state"] in behind
            for section in snapshot["sections"]
            for paragraph in section["paragraphs"]
        )
    ]
