"""What the desk shows of a version that is to come: differences, paragraphs without roots, languages that lag."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from portal.core.hooks.comments import OpenComment, unanswered
from projects.modeltext.canonical import EMPTY, Snapshot, paragraphs_of
from projects.modeltext.comparing import Comparison, best_code, changed_keys, compare, likely_successor, plain_text
from projects.modeltext.enums import Relation
from projects.modeltext.models import EditorialMark, ModelVersion, Paragraph, Root
from projects.modeltext.snapshots import lagging_languages


@dataclass(frozen=True)
class Row:
    """A paragraph at the desk."""

    key: str
    number: str
    text: str
    language: str
    roots: int
    #: New or changed since the version in force.
    is_changed: bool
    #: Why it needs no root.
    editorial: str

    @property
    def url(self) -> str:
        """Where its roots are looked after."""
        return reverse("model_admin_paragraph", args=[self.key])

    @property
    def needs_root(self) -> bool:
        """Whether it holds the version back."""
        return self.is_changed and not self.roots and not self.editorial


@dataclass(frozen=True)
class Gone:
    """A paragraph that leaves the text."""

    key: str
    number: str
    text: str
    language: str
    #: Key of the paragraph that shares most of its words, if one shares over half.
    likely: str


@dataclass(frozen=True)
class Overview:
    """Everything that somebody reads before proposing or publishing."""

    comparison: Comparison
    rows: list[Row]
    gone: list[Gone]
    lagging: list[str]

    @property
    def missing(self) -> list[Row]:
        """Paragraphs that hold the version back."""
        return [row for row in self.rows if row.needs_root]


def overview_of(
    previous: ModelVersion | None, snapshot: Snapshot, language: str, version: ModelVersion | None = None
) -> Overview:
    """What is new in ``snapshot`` since ``previous``.

    Parameters:
        version: the proposed version, whose editorial marks count.
    """
    old: Snapshot = previous.snapshot if previous else EMPTY
    rows = rows_of(snapshot, changed_keys(previous.snapshot if previous else None, snapshot), language, version)
    before, after = paragraphs_of(old), paragraphs_of(snapshot)
    new = [one for key, one in after.items() if key not in before]
    gone = []
    for key, stored in before.items():
        if key not in after:
            code = best_code(stored["texts"], language)
            said = stored["texts"][code]
            likely = likely_successor(stored, new)
            gone.append(Gone(key, stored["number"], plain_text(said["html"]), said["language"], likely))
    return Overview(compare(old, snapshot, language), rows, gone, lagging_languages(snapshot))


def rows_of(snapshot: Snapshot, changed: set[str], language: str, version: ModelVersion | None) -> list[Row]:
    """Every paragraph with how many roots it stands on; three queries."""
    marks = EditorialMark.objects.filter(version=version) if version else EditorialMark.objects.none()
    reasons = {str(mark.paragraph.key): mark.reason for mark in marks.select_related("paragraph")}
    standing = Root.objects.filter(until_version=None, is_ending=False, paragraph__isnull=False)
    counts: dict[str, int] = {}
    for root in standing.exclude(relation=Relation.SPEAKS_AGAINST).values_list("paragraph__key", flat=True):
        counts[str(root)] = counts.get(str(root), 0) + 1
    rows = []
    for key, stored in paragraphs_of(snapshot).items():
        code = best_code(stored["texts"], language)
        said = stored["texts"][code]
        text = plain_text(said["html"])
        rows.append(
            Row(key, stored["number"], text, said["language"], counts.get(key, 0), key in changed, reasons.get(key, ""))
        )
    return rows


def known_paragraphs(keys: list[str]) -> list[Paragraph]:
    """Rows of paragraphs by their keys."""
    return list(Paragraph.objects.filter(key__in=[UUID(key) for key in keys]))


def open_comments(snapshot: Snapshot) -> list[tuple[str, list[OpenComment]]]:
    """(number of a paragraph, comments to which nobody has replied yet), in the order of the text; two queries."""
    ids = dict(Paragraph.objects.filter(key__in=list(paragraphs_of(snapshot))).values_list("key", "short_id"))
    found = unanswered(list(ids.values()))
    return [
        (stored["number"], found[ids[UUID(key)]])
        for key, stored in paragraphs_of(snapshot).items()
        if ids.get(UUID(key)) in found
    ]
