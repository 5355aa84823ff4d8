"""The model text's part of the page editor: what stands behind each paragraph, beside the text that is edited."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.panels import Panel
from wagtail.blocks import StreamValue

from portal.core.hooks import roots
from portal.core.hooks.comments import OpenComment, unanswered
from portal.core.i18n.languages import active_language
from projects.models import ElementIndexPage, ElementPage
from projects.modeltext.comparing import plain_text
from projects.modeltext.desk.access import may_suggest
from projects.modeltext.desk.suggestions import number_waiting
from projects.modeltext.models import Lineage, Paragraph, Root
from projects.modeltext.queries import KINDS


@dataclass(frozen=True)
class Note:
    """What stands behind one paragraph."""

    place: int
    text: str
    #: (relation, what it is called, kind in words) of each root.
    roots: list[tuple[str, str, str]]
    #: Roots that teams suggest and nobody has decided about.
    suggested: int
    #: Comments of readers to which nobody has replied.
    comments: list[OpenComment]
    #: (what became of which paragraph, its short id).
    lineage: list[tuple[str, str]]
    url: str


def notes_on(blocks: Iterable[StreamValue.StreamChild], language: str) -> list[Note]:
    """What stands behind each block of a text; the number of queries does not depend on how many there are."""
    said = {UUID(str(block.id)): block for block in blocks if block.id}
    rows = {row.key: row for row in Paragraph.objects.filter(key__in=list(said))}
    found = _roots(rows, language)
    lineages = _lineages(rows)
    waiting = number_waiting()
    comments = unanswered([row.short_id for row in rows.values()])
    notes = []
    for place, (key, block) in enumerate(said.items(), start=1):
        row = rows.get(key)
        notes.append(
            Note(
                place=place,
                text=Truncator(plain_text(block.value.source)).chars(90),
                roots=found.get(key, []),
                suggested=waiting.get(str(key), 0),
                comments=comments.get(row.short_id, []) if row else [],
                lineage=lineages.get(key, []),
                url=reverse("model_admin_paragraph", args=[key]),
            )
        )
    return notes


def _roots(rows: Mapping[UUID, Paragraph], language: str) -> dict[UUID, list[tuple[str, str, str]]]:
    standing = Root.objects.filter(paragraph__in=rows.values(), until_version=None).select_related("paragraph")
    mine = list(standing.order_by("pk"))
    known = {(one.kind, one.key): one for one in roots.resolve([(one.kind, one.key) for one in mine], language)}
    found: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    for one in mine:
        thing = known.get((one.kind, one.key))
        title = thing.title if thing else _("No longer public")
        if one.paragraph is not None:
            kind = str(KINDS.get(one.kind, one.kind))
            found[one.paragraph.key].append((one.get_relation_display(), title, kind))
    return found


def _lineages(rows: Mapping[UUID, Paragraph]) -> dict[UUID, list[tuple[str, str]]]:
    mine = Lineage.objects.filter(Q(gone__in=rows.values()) | Q(successor__in=rows.values()))
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for one in mine.select_related("gone", "successor").order_by("pk"):
        found[one.gone.key].append((one.get_kind_display(), one.successor.short_id))
        found[one.successor.key].append((_("Came from"), one.gone.short_id))
    return found


class NotesPanel(Panel):
    """The paragraphs of a text with roots, suggestions, comments and lineage, and where these are looked after."""

    def __init__(self, text: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.text = text

    def clone_kwargs(self) -> dict[str, object]:
        """As Wagtail's, with the field whose paragraphs are shown."""
        return {**super().clone_kwargs(), "text": self.text}

    class BoundPanel(Panel.BoundPanel):
        """The panel on one page."""

        template_name = "modeltext/desk/notes.html"

        def is_shown(self) -> bool:
            """Whether there is a text, and a desk behind the links for this person."""
            return bool(self.instance.pk) and may_suggest(self.request.user) and super().is_shown()

        def get_context_data(self, parent_context: Mapping[str, object] | None = None) -> dict[str, object]:
            """Adds ``notes``."""
            language = active_language()
            notes = notes_on(getattr(self.instance, self.panel.text), language)
            return {**super().get_context_data(parent_context), "notes": notes}


def add_panels() -> None:
    """Put the panels below the texts; called when the app is ready, before any editor is made."""
    heading = pgettext_lazy("in the page editor", "What stands behind each paragraph")
    about = gettext_lazy("Roots and comments as they are now. A new paragraph appears once it is saved.")
    for model, text in ((ElementPage, "body"), (ElementIndexPage, "preamble")):
        places = [getattr(panel, "field_name", "") for panel in model.content_panels]
        model.content_panels.insert(places.index(text) + 1, NotesPanel(text, heading=heading, help_text=about))
