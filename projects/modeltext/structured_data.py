"""JSON-LD of the model text: a version is a schema.org/CreativeWork with its paragraphs as parts."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from portal.core.hooks.site_url import absolute
from portal.core.pages.structured_data import as_script, publisher
from projects.modeltext.enums import Relation
from projects.modeltext.models import ModelVersion
from projects.modeltext.queries import ParagraphHistory, ShownRoot, ShownSection


def describe_version(
    version: ModelVersion,
    title: str,
    sections: Iterable[ShownSection],
    roots: Iterable[ShownRoot],
    before: ModelVersion | None,
) -> SafeString:
    """A version with its numbered parts; it is based on the version before and on its roots.

    Parameters:
        title: its name, in the language of the page.
        before: the version that it replaced.
    """
    url = version_url(version)
    paragraphs = [one for section in sections for one in section.paragraphs]
    earlier = [{"@type": "CreativeWork", "@id": version_url(before), "version": before.number}] if before else []
    data: dict[str, object] = {
        "@type": "CreativeWork",
        "@id": url,
        "url": url,
        "name": title,
        "version": version.number,
        "datePublished": _day(version),
        "inLanguage": sorted({one.language for one in paragraphs}),
        "publisher": publisher(),
        "isBasedOn": [*earlier, *_based_on(roots)],
        "hasPart": [_part(one.id, one.number, one.roots) for one in paragraphs],
    }
    # The content is escaped by Django's own json_script.
    return mark_safe(as_script([data]))


def describe_paragraph(history: ParagraphHistory) -> SafeString:
    """A paragraph at the address that stays, as part of the version in which it stands or last stood."""
    text, version = history.text, history.version
    whole = version_url(version)
    data: dict[str, object] = {
        **_part(text.id, text.number, ()),
        "url": absolute(reverse("model_paragraph", args=[text.id])),
        "inLanguage": text.language,
        "version": version.number,
        "datePublished": _day(history.standings[-1].version),
        "isPartOf": {"@type": "CreativeWork", "@id": whole, "url": whole, "version": version.number},
        "isBasedOn": _based_on(text.roots),
        "publisher": publisher(),
    }
    return mark_safe(as_script([data]))


def version_url(version: ModelVersion) -> str:
    """The absolute address of a version in the language of the page."""
    return absolute(reverse("model_version", args=[version.number]))


def _day(version: ModelVersion) -> str:
    """The day of publication, on the clock of the portal's zone."""
    return localtime(version.published_at).date().isoformat() if version.published_at else ""


def _part(short_id: str, number: str, roots: Iterable[ShownRoot]) -> dict[str, object]:
    part: dict[str, object] = {
        "@type": "CreativeWork",
        "@id": absolute(reverse("model_paragraph", args=[short_id])),
        "position": number,
    }
    addresses = [root["@id"] for root in _based_on(roots)]
    return {**part, "isBasedOn": addresses} if addresses else part


def _based_on(roots: Iterable[ShownRoot]) -> list[dict[str, object]]:
    """What can still be read of what the text comes from or is supported by; not what speaks against it."""
    return [
        {"@type": "CreativeWork", "@id": absolute(root.url), "name": root.title, "inLanguage": root.language}
        for root in roots
        if root.url and not root.gone and root.relation != Relation.SPEAKS_AGAINST
    ]
