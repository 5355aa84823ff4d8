"""What must hold before a report is published: there is something to report, and no theme is without a reply."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.dialogue.models import ReportPage, Theme
from portal.editing.publication.problems import Problem


def answered_gate(report: ReportPage) -> Iterator[Problem]:
    """A report that is published has a reply for every theme; one report is enough for an occasion."""
    if report.occasion_id is None:
        return  # the form says so
    themes = Theme.objects.filter(occasion=report.occasion_id, merged_into=None)
    answered = themes.filter(replies__expert=None, replies__isnull=False).values("pk")
    waiting = [str(theme) for theme in themes.exclude(pk__in=answered)]
    if waiting:
        said = ngettext(
            "%(number)d theme has no reply yet: %(themes)s. Whoever took part is told what becomes of each.",
            "%(number)d themes have no reply yet: %(themes)s. Whoever took part is told what becomes of each.",
            len(waiting),
        )
        yield Problem(said % {"number": len(waiting), "themes": ", ".join(waiting)}, "occasion")
    others = ReportPage.objects.filter(occasion=report.occasion_id, live=True)
    if others.exclude(translation_key=report.translation_key).exists():
        yield Problem(_("There is a report of this occasion already. Change that one."), "occasion")
