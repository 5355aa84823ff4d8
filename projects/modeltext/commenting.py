"""The model's text as it is commented on (see ``portal.core.hooks.comments``): paragraphs in versions and drafts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.hooks.comments import DRAFT, CommentedText, Passage, version_label
from projects.modeltext.canonical import Snapshot
from projects.modeltext.comparing import plain_text
from projects.modeltext.enums import FROZEN, VersionState
from projects.modeltext.models import ModelVersion
from projects.modeltext.models.versions import NUMBER


def place_of(number: str) -> tuple[int, int, int, int]:
    """Where a version stands in the order of all: a draft before the version that it became."""
    found = NUMBER.fullmatch(number.removesuffix(DRAFT))
    if found is None:
        return 0, 0, 0, 0
    major, minor, patch = (int(part or 0) for part in found.groups())
    return major, minor, patch, int(not number.endswith(DRAFT))


@dataclass(frozen=True)
class DraftText:
    """The text of a version as it was put out for consultation."""

    version: ModelVersion

    @property
    def number(self) -> str:
        """``1.1-draft``."""
        return self.version.draft_number

    @property
    def pk(self) -> int:
        """Differs from that of every version."""
        return -self.version.pk


def drafts_put_out() -> list[ModelVersion]:
    """Versions whose text was put out for consultation, the latest first, without texts."""
    return list(ModelVersion.objects.filter(consulted_at__isnull=False).defer("snapshot", "consulted"))


def snapshot_named(number: str) -> Snapshot | None:
    """The text of a version or draft that everybody may read; one query."""
    found = NUMBER.fullmatch(number.removesuffix(DRAFT))
    if found is None:
        return None
    major, minor, patch = (int(part or 0) for part in found.groups())
    named = ModelVersion.objects.filter(major=major, minor=minor, patch=patch)
    if number.endswith(DRAFT):
        return named.filter(consulted_at__isnull=False).values_list("consulted", flat=True).first()
    return named.filter(state__in=FROZEN).values_list("snapshot", flat=True).first()


def find_passages(keys: Sequence[str], version: str) -> dict[str, Passage]:
    """Paragraphs by short id as they stand in a version, or in the one in force; one query."""
    if version:
        snapshot = snapshot_named(version)
        return passages_of(snapshot, version, keys) if snapshot else {}
    in_force = ModelVersion.objects.filter(state=VersionState.PUBLISHED).first()
    return passages_of(in_force.snapshot, in_force.number, keys) if in_force else {}


def passages_of(snapshot: Snapshot, version: str, keys: Iterable[str] | None = None) -> dict[str, Passage]:
    """The paragraphs of a text by short id.

    Parameters:
        version: its number, of a draft with what ends that.
        keys: those that are wanted; None is all.
    """
    url = reverse("model_version", args=[version])
    wanted = None if keys is None else set(keys)
    return {
        paragraph["id"]: Passage(
            key=paragraph["id"],
            number=paragraph["number"],
            version=version,
            element_key=UUID(section["element"]),
            texts={code: plain_text(said["html"]) for code, said in paragraph["texts"].items()},
            languages={code: said["language"] for code, said in paragraph["texts"].items()},
            url=f"{url}#p-{paragraph['id']}",
            follows=lambda other: place_of(other) <= place_of(version),
            compare=lambda other: _compare(other, version),
        )
        for section in snapshot["sections"]
        for paragraph in section["paragraphs"]
        if wanted is None or paragraph["id"] in wanted
    }


def _compare(other: str, version: str) -> str:
    old, new = sorted((other, version), key=place_of)
    return reverse("model_compare", args=[old, new]) if place_of(old)[0] else ""


def versions_to_consult_on() -> list[tuple[str, str]]:
    """The draft that was put out, then the version in force."""
    found = []
    waiting = ModelVersion.objects.filter(state=VersionState.CONSULTED).defer("snapshot", "consulted").first()
    if waiting:
        found.append((waiting.draft_number, _("Version %(number)s") % {"number": version_label(waiting.draft_number)}))
    in_force = ModelVersion.objects.filter(state=VersionState.PUBLISHED).defer("snapshot", "consulted").first()
    if in_force:
        found.append((in_force.number, _("Version %(number)s, in force") % {"number": in_force.number}))
    return found


def version_url(version: str) -> str:
    """Path of a version or draft."""
    return reverse("model_version", args=[version])


TEXT = CommentedText(find_passages, versions_to_consult_on, version_url)
