"""How far each language is, for everybody: what can be read in it, what is behind its original, who translates."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from partners.models import ServedLanguage
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import locale_ids
from portal.core.models.frame import FrameEntry, frame_for
from portal.core.models.published import MachineShare
from portal.core.pagecache.kept import kept
from portal.core.queries import public_pages
from portal.core.web.etags import public_for
from portal.editing.models import TranslationState

_BY_MACHINE = (MachineShare.PART, MachineShare.ALL)


class Counted(NamedTuple):
    """Numbers of texts that everybody may read in one language."""

    read: int = 0
    #: Those of them whose translation is behind the original, and since when the oldest of them is.
    behind: int = 0
    behind_since: datetime | None = None
    #: Those that a machine translated, at least in part, and nobody has checked.
    machine: int = 0


@dataclass(frozen=True)
class Progress:
    """How far one language is with the public texts."""

    code: str
    count: Counted
    #: Of a hundred texts that are public in any language, those that can be read in it.
    percent: int
    #: Translation keys of the organisations that translate into it for others.
    served_by: tuple[UUID, ...]


@kept(1)
def progress() -> tuple[int, list[Progress]]:
    """How many texts are public, and how far each language is: three queries. Nothing about drafts or people."""
    public = TranslationState.objects.filter(page__in=public_pages(Page.objects.all())).order_by()
    everything: int = public.aggregate(count=Count("translation_key", distinct=True))["count"]
    rows = public.values("locale_id").annotate(
        read=Count("pk"),
        behind=Count("pk", filter=Q(behind_since__isnull=False)),
        oldest=Min("behind_since"),
        machine=Count("pk", filter=Q(page__published_text__machine__in=_BY_MACHINE)),
    )
    counted = {row["locale_id"]: row for row in rows}
    served = defaultdict(list)
    teams = ServedLanguage.objects.order_by("team__organisation__name")
    for language, key in teams.values_list("language", "team__organisation__translation_key"):
        served[language].append(key)
    found = []
    for code, _name in settings.LANGUAGES:
        row = counted.get(locale_ids().get(code, 0))
        count = Counted(row["read"], row["behind"], row["oldest"], row["machine"]) if row else Counted()
        percent = 100 * count.read // everything if everything else 0
        found.append(Progress(code, count, percent, tuple(served[code])))
    return everything, found


@public_for(0)
def languages(request: HttpRequest) -> HttpResponse:
    """The page for visitors: a line for each language."""
    frame = frame_for(active_language())
    everything, found = progress()
    lines: list[tuple[Progress, list[FrameEntry]]] = [(one, frame.entries("partners", one.served_by)) for one in found]
    context = {"frame": frame, "breadcrumbs": [frame.home] if frame.home else [], "lines": lines}
    return render(request, "partners/languages.html", {**context, "everything": everything})
