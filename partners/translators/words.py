"""State of a request for a translation in words, for the reader's language."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from partners.enums import RequestEnd
from partners.models import TranslationRequest
from portal.core.i18n import formats
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import language_name
from portal.editing.review.standing import name_of


def words_of(request: TranslationRequest) -> str:
    """Who asked when, by when it is wished for, and who has it, as sentences."""
    said = [_asked(request)]
    if request.ended_at:
        return " ".join([*said, _ended(request)])
    if request.wished_for:
        said.append(_("Wished for by %(day)s.") % {"day": formats.long_date(request.wished_for, active_language())})
    if who := name_of(request.taken_by):
        day = _day(request.taken_at)
        said.append(_("%(who)s translates it since %(day)s.") % {"who": who, "day": day})
    else:
        said.append(_("Nobody has taken it yet."))
    return " ".join(said)


def _asked(request: TranslationRequest) -> str:
    about = {
        "language": language_name(request.language),
        "who": name_of(request.asked_by),
        "day": _day(request.asked_at),
    }
    if about["who"]:
        return _("%(who)s asked for %(language)s on %(day)s.") % about
    return _("Asked for %(language)s on %(day)s.") % about


def _ended(request: TranslationRequest) -> str:
    day = _day(request.ended_at)
    match request.end:
        case RequestEnd.DELIVERED:
            return _("Delivered on %(day)s.") % {"day": day}
        case RequestEnd.WITHDRAWN:
            return _("Withdrawn on %(day)s.") % {"day": day}
    return _("Closed on %(day)s: the page is no longer public.") % {"day": day}


def _day(moment: datetime | None) -> str:
    return formats.long_date(timezone.localtime(moment).date(), active_language()) if moment else ""
