"""Actions on roots, editorial marks and successors of paragraphs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.core.hooks import roots
from portal.core.users.models import User
from projects.modeltext.enums import COMING, LineageKind, Relation
from projects.modeltext.models import EditorialMark, Lineage, ModelVersion, Paragraph, Root
from projects.modeltext.versions import RefusedError


@dataclass(frozen=True)
class NewRoot:
    """A root as an editor asks for it."""

    kind: str
    key: str
    relation: Relation
    because: Mapping[str, str]


@transaction.atomic
def add_root(paragraph: Paragraph | None, asked: NewRoot, user: User, now: datetime, language: str) -> Root:
    """Give a paragraph, or the text as a whole (None), a root. Readers see it from the next version on.

    Raises:
        RefusedError: there is no such thing that everybody may know of, or it is a root already.
    """
    found = roots.resolve([(asked.kind, asked.key)], language)
    if not found or found[0].gone:
        raise RefusedError("unknown_root")
    same = Root.objects.select_for_update().filter(
        paragraph=paragraph, kind=asked.kind, key=asked.key, relation=asked.relation, until_version=None
    )
    there = same.first()
    if there is None:
        return Root.objects.create(
            paragraph=paragraph,
            kind=asked.kind,
            key=asked.key,
            relation=asked.relation,
            because=dict(asked.because),
            added_by=user,
            added_at=now,
        )
    if not there.is_ending:
        raise RefusedError("root_exists")
    # It was to end with the next version; now it stays.
    there.is_ending = False
    there.save(update_fields=["is_ending"])
    return there


@transaction.atomic
def end_root(root: Root) -> None:
    """Take a root away: at once if no reader has seen it, else with the next version."""
    root = Root.objects.select_for_update().get(pk=root.pk)
    if root.from_version_id is None:
        root.delete()
    elif root.until_version_id is None:
        root.is_ending = True
        root.save(update_fields=["is_ending"])


@transaction.atomic
def mark_editorial(version: ModelVersion, paragraph: Paragraph, reason: str, user: User) -> None:
    """Say that a change only concerns spelling or clarity; without a reason the mark is taken away.

    Raises:
        RefusedError: the version was published or discarded meanwhile.
    """
    if not ModelVersion.objects.select_for_update().filter(pk=version.pk, state__in=COMING).exists():
        raise RefusedError("gone")
    if not reason:
        EditorialMark.objects.filter(version=version, paragraph=paragraph).delete()
        return
    EditorialMark.objects.update_or_create(
        version=version, paragraph=paragraph, defaults={"reason": reason, "marked_by": user}
    )


@transaction.atomic
def set_successors(
    version: ModelVersion, gone: Paragraph, successors: list[Paragraph], kind: LineageKind | None
) -> None:
    """Say what became of a paragraph that ``version`` leaves out; without successors it was simply left out.

    Raises:
        RefusedError: the version was published or discarded meanwhile.
    """
    if not ModelVersion.objects.select_for_update().filter(pk=version.pk, state__in=COMING).exists():
        raise RefusedError("gone")
    Lineage.objects.filter(version=version, gone=gone).delete()
    if kind is not None:
        for successor in successors:
            Lineage.objects.create(version=version, gone=gone, successor=successor, kind=kind)
