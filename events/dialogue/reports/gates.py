"""What must hold before a report is published: no theme is without a reply, no comment without one or a reason."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.dialogue.models import ReportPage, Theme
from events.dialogue.public.comments import open_comments
from portal.editing.publication.problems import Problem

#: Comments without a reply that are named.
MOST_NAMED = 10


def answered_gate(report: ReportPage) -> Iterator[Problem]:
    """A report has a reply for every theme, and for every comment or a reason; one is enough for an occasion."""
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
    open_ones = [one.public_id for one in open_comments().filter(occasion=report.occasion_id).only("public_id")]
    if open_ones and not report.unanswered_because.strip():
        said = ngettext(
            "%(number)d comment on a paragraph has no reply yet: %(comments)s. Reply, or write below why not.",
            "%(number)d comments on paragraphs have no reply yet: %(comments)s. Reply, or write below why not.",
            len(open_ones),
        )
        named = [*open_ones[:MOST_NAMED], *(["…"] if open_ones[MOST_NAMED:] else [])]
        yield Problem(said % {"number": len(open_ones), "comments": ", ".join(named)}, "unanswered_because")
    others = ReportPage.objects.filter(occasion=report.occasion_id, live=True)
    if others.exclude(translation_key=report.translation_key).exists():
        yield Problem(_("There is a report of this occasion already. Change that one."), "occasion")
