"""Actions on versions: propose, take the text in anew, discard, publish by a second person, load the first one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.core.frame import rebuild
from portal.core.hooks.comments import consultations_about
from portal.core.models import SiteSettings
from portal.core.users.models import User
from projects.modeltext.canonical import Snapshot, checksum, elements_of, paragraphs_of
from projects.modeltext.comparing import changed_keys
from projects.modeltext.enums import COMING, FROZEN, Relation, Step, VersionState
from projects.modeltext.models import EditorialMark, ModelVersion, Paragraph, Root
from projects.modeltext.models.versions import SHORT_ID
from projects.modeltext.signals import version_published
from projects.modeltext.snapshots import build, elements_in_force, roots_by_paragraph

Number = tuple[int, int, int]


class RefusedError(Exception):
    """Something cannot be done now; ``reason`` is one of the words of ``desk.words.REFUSED``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Proposal:
    """What the next version could be."""

    previous: ModelVersion | None
    step: Step
    snapshot: Snapshot


def in_force() -> ModelVersion | None:
    """The version in force."""
    return ModelVersion.objects.filter(state=VersionState.PUBLISHED).first()


def coming() -> ModelVersion | None:
    """The version that was proposed and not published yet."""
    return ModelVersion.objects.filter(state__in=COMING).first()


def next_number(previous: ModelVersion | None, step: Step) -> Number:
    """The number after ``previous``: 1.1 for a changed text, 2.0 when elements come or go, 1.1.1 for a correction."""
    if previous is None:
        return SiteSettings.load().current_model_version, 0, 0
    if step == Step.ELEMENTS:
        return previous.major + 1, 0, 0
    if step == Step.CORRECTION:
        return previous.major, previous.minor, previous.patch + 1
    return previous.major, previous.minor + 1, 0


def preview() -> Proposal:
    """The next version as it would be proposed now."""
    previous = in_force()
    if previous is None:
        return Proposal(None, Step.TEXT, build(SiteSettings.load().current_model_version))
    known = elements_of(previous.snapshot)
    later = [str(key) for key in elements_in_force(previous.major + 1)]
    if set(known) != set(later):
        return Proposal(previous, Step.ELEMENTS, build(previous.major + 1))
    return Proposal(previous, Step.TEXT, build(previous.major))


@transaction.atomic
def propose(step: Step, news: Mapping[str, str], user: User, now: datetime) -> ModelVersion:
    """Make the next version of the text as it reads now; somebody else publishes it.

    Raises:
        RefusedError: there is one already, nothing changed, no text is public, or the step does not fit the elements.
    """
    _lock()
    if coming() is not None:
        raise RefusedError("exists")
    previous = in_force()
    snapshot = _text_for(previous, step)
    major, minor, patch = next_number(previous, step)
    return ModelVersion.objects.create(
        major=major,
        minor=minor,
        patch=patch,
        snapshot=snapshot,
        sha256=checksum(snapshot),
        news=dict(news),
        proposed_at=now,
        proposed_by=user,
    )


def _text_for(previous: ModelVersion | None, step: Step) -> Snapshot:
    major = next_number(previous, step)[0]
    snapshot = build(major)
    if not any(section["paragraphs"] for section in snapshot["sections"]):
        raise RefusedError("empty")
    note_paragraphs(snapshot)
    if previous is not None:
        came_or_went = set(elements_of(previous.snapshot)) != set(elements_of(snapshot))
        if came_or_went != (step == Step.ELEMENTS):
            raise RefusedError("elements" if came_or_went else "no_elements")
        if checksum(snapshot) == previous.sha256:
            raise RefusedError("unchanged")
    return snapshot


@transaction.atomic
def take_in(version_id: int, user: User, now: datetime) -> ModelVersion:
    """Take the text into the proposed version as it reads now. Who does that proposes it, and cannot publish it.

    Raises:
        RefusedError: it was published or discarded meanwhile, or the text does not fit its number any more.
    """
    version = _coming(version_id)
    _not_consulted(version)
    previous = in_force()
    step = next((step for step in Step if next_number(previous, step) == version.parts), Step.TEXT)
    version.snapshot = _text_for(previous, step)
    version.sha256 = checksum(version.snapshot)
    version.proposed_by, version.proposed_at = user, now
    version.save()
    return version


@transaction.atomic
def to_discard(version_id: int) -> ModelVersion:
    """A proposed version that may be dropped, locked until the transaction ends.

    Raises:
        RefusedError: it was published or discarded meanwhile, or people commented on it.
    """
    version = _coming(version_id)
    if version.consulted_at and consultations_about(version.draft_number, "en"):
        raise RefusedError("was_consulted")
    return version


@transaction.atomic
def discard(version_id: int) -> None:
    """Drop a proposed version; the pages of the elements stay as they are.

    Raises:
        RefusedError: as ``to_discard``.
    """
    to_discard(version_id).delete()


@transaction.atomic
def put_out(version_id: int, now: datetime) -> ModelVersion:
    """Put a proposed version out for consultation: its text becomes readable, and stays so, as a draft.

    Raises:
        RefusedError: it was published or discarded meanwhile, or a consultation about its text is open.
    """
    version = _coming(version_id)
    _not_consulted(version)
    version.state, version.consulted_at = VersionState.CONSULTED, now
    version.consulted = without_roots(version.snapshot)
    version.save()
    return version


def _not_consulted(version: ModelVersion) -> None:
    """Nobody changes or publishes a text while people are asked about it.

    Raises:
        RefusedError: they are.
    """
    if version.consulted_at and any(one.is_open for one in consultations_about(version.draft_number, "en")):
        raise RefusedError("consulted")


@transaction.atomic
def publish(version_id: int, sha256: str, user: User, now: datetime) -> ModelVersion:
    """Freeze a version and put it in force, by a second person.

    Parameters:
        sha256: checksum of the text that this person has read.

    Raises:
        RefusedError: the same person proposed it, its text changed meanwhile, or a paragraph lacks its root.
    """
    version = _coming(version_id)
    if version.proposed_by_id in {None, user.pk}:
        raise RefusedError("same_person")
    if version.sha256 != sha256:
        raise RefusedError("changed")
    _not_consulted(version)
    if version.news == {}:
        raise RefusedError("no_news")
    if unrooted(version):
        raise RefusedError("unrooted")
    version.published_by = user
    return _freeze(version, now)


def _freeze(version: ModelVersion, now: datetime) -> ModelVersion:
    """Give the version its roots and its final checksum, and let the one before be replaced by it."""
    version.snapshot = with_present_roots(version.snapshot)
    version.sha256 = checksum(version.snapshot)
    version.state, version.published_at = VersionState.PUBLISHED, now
    previous = in_force()
    ModelVersion.objects.filter(state=VersionState.PUBLISHED).update(state=VersionState.SUPERSEDED)
    version.save()
    keys = list(paragraphs_of(version.snapshot))
    Paragraph.objects.filter(key__in=keys, first_version=None).update(first_version=version, last_version=version)
    Paragraph.objects.filter(key__in=keys).update(last_version=version)
    Root.objects.filter(is_ending=True, from_version__isnull=False).update(until_version=version, is_ending=False)
    started = Root.objects.filter(from_version=None)
    started.filter(paragraph=None).update(from_version=version)
    started.filter(paragraph__key__in=keys).update(from_version=version)
    settings = SiteSettings.load()
    if version.major > settings.current_model_version:
        settings.current_model_version = version.major
        settings.save()
    rebuild()
    sections = [*version.snapshot["sections"], *(previous.snapshot["sections"] if previous else [])]
    version_published.send(sender=ModelVersion, keys={UUID(section["element"]) for section in sections})
    return version


def load_first(news: Mapping[str, str], now: datetime) -> ModelVersion:
    """The first version from the initial content: no persons stand behind it, and its paragraphs may lack roots.

    Raises:
        RefusedError: no text is public.
    """
    with transaction.atomic():
        snapshot = _text_for(None, Step.TEXT)
        major, minor, patch = next_number(None, Step.TEXT)
        version = ModelVersion(major=major, minor=minor, patch=patch, loaded=True, proposed_at=now, news=dict(news))
        version.snapshot = snapshot
        return _freeze(version, now)


def with_present_roots(snapshot: Snapshot) -> Snapshot:
    """The same text with the roots that stand now."""
    roots = roots_by_paragraph()
    return {
        "roots": roots.get(None, []),
        "sections": [
            {
                **section,
                "paragraphs": [
                    {**paragraph, "roots": roots.get(UUID(paragraph["key"]), [])} for paragraph in section["paragraphs"]
                ],
            }
            for section in snapshot["sections"]
        ],
    }


def without_roots(snapshot: Snapshot) -> Snapshot:
    """The bare text."""
    return {
        "roots": [],
        "sections": [
            {**section, "paragraphs": [{**paragraph, "roots": []} for paragraph in section["paragraphs"]]}
            for section in snapshot["sections"]
        ],
    }


def unrooted(version: ModelVersion) -> list[str]:
    """Keys of paragraphs that are new or changed in it and have neither a root nor an editorial mark, in their order.

    What speaks against a paragraph is no root that it could stand on.
    """
    previous = in_force()
    changed = changed_keys(previous.snapshot if previous else None, version.snapshot)
    marked = set(EditorialMark.objects.filter(version=version).values_list("paragraph__key", flat=True))
    standing = Root.objects.filter(until_version=None, is_ending=False, paragraph__key__in=changed)
    rooted = set(standing.exclude(relation=Relation.SPEAKS_AGAINST).values_list("paragraph__key", flat=True))
    return [key for key in paragraphs_of(version.snapshot) if key in changed and UUID(key) not in marked | rooted]


def note_paragraphs(snapshot: Snapshot) -> None:
    """Make a row for every paragraph that has none, and write its short id into the snapshot."""
    for section in snapshot["sections"]:
        rows = ensure_paragraphs((UUID(one["key"]) for one in section["paragraphs"]), UUID(section["element"]))
        for paragraph in section["paragraphs"]:
            paragraph["id"] = rows[UUID(paragraph["key"])].short_id


def ensure_paragraphs(keys: Iterable[UUID], element: UUID) -> dict[UUID, Paragraph]:
    """The rows of an element's paragraphs; those that are missing are made.

    The short id is the first eight figures of the key, or more where another paragraph has them.
    """
    wanted = list(keys)
    rows = {row.key: row for row in Paragraph.objects.filter(key__in=wanted)}
    for key in wanted:
        if key in rows:
            continue
        names = [key.hex[:length] for length in range(SHORT_ID, len(key.hex) + 1)]
        taken = set(Paragraph.objects.filter(short_id__in=names).values_list("short_id", flat=True))
        short = next(name for name in names if name not in taken)
        rows[key], _created = Paragraph.objects.get_or_create(
            key=key, defaults={"short_id": short, "element_key": element}
        )
    return rows


def _lock() -> None:
    """Let nobody else propose or publish before the transaction ends."""
    SiteSettings.objects.select_for_update().get(pk=SiteSettings.load().pk)


def _coming(version_id: int) -> ModelVersion:
    _lock()
    version = ModelVersion.objects.select_for_update().filter(pk=version_id, state__in=COMING).first()
    if version is None:
        raise RefusedError("gone")
    return version


def broken() -> list[str]:
    """Numbers of published versions whose text is no longer the one that was published."""
    published = ModelVersion.objects.filter(state__in=FROZEN)
    return [version.number for version in published if checksum(version.snapshot) != version.sha256]


def fact_for_frame() -> dict[str, object] | None:
    """What pages show of the version in force; see ``portal.core.models.frame.ModelText``."""
    version = in_force()
    if version is None:
        return None
    paragraphs = paragraphs_of(version.snapshot).values()
    return {
        "number": version.number,
        "paragraphs": {UUID(one["key"]).hex: [one["id"], len(one["roots"])] for one in paragraphs},
    }
