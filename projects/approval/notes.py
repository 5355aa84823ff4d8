"""What the bar above a case says of its owner's approval."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.i18n import formats
from portal.core.i18n.languages import active_language
from portal.editing.review.notes import Link, Note, Remark
from projects.approval.actions import digest
from projects.enums import OwnersAnswer
from projects.models import CaseStudyPage


def note_of_owner(case: CaseStudyPage) -> Note:
    """Whether the owner was asked, about which version, and what came back; and the way to ask."""
    if not case.latest_revision_id:
        return Note()
    ask: tuple[Link, ...] = ()
    if case.has_unpublished_changes or not case.live:
        ask = (Link(_("Ask the owner to approve"), reverse("ask_owner", args=[case.pk])),)
    approval = case.approvals.first()
    if approval is None:
        return Note(links=ask)
    moment = timezone.localtime(approval.answered_at or approval.asked_at)
    day = formats.long_date(moment.date(), active_language())
    if approval.answer == OwnersAnswer.WRONG:
        return Note((), (Remark(_("The owner wrote on %(day)s:") % {"day": day}, approval.comment),), ask)
    newest = approval.said_sha256 == digest(case)
    if approval.answer:
        said = (
            _("The owner approved this version on %(day)s.")
            if newest
            else _("The owner approved an older version on %(day)s.")
        )
    else:
        said = (
            _("The owner was asked about this version on %(day)s.")
            if newest
            else _("The owner was asked about an older version on %(day)s.")
        )
    return Note((said % {"day": day},), (), ask)
