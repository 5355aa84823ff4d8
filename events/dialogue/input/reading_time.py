"""How long it really takes until somebody has read what was sent: it stands beside the promise."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from babel.dates import format_timedelta
from django.db.models import Min

from events.dialogue.enums import Channel, LogAction, LogActor
from events.dialogue.models import Contribution, DialogueLog, Occasion
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import babel_locale

#: Days over which the median is taken.
MEDIAN_DAYS = 90


def median_reading(occasion: Occasion | None, now: datetime, channels: Iterable[str] = ()) -> timedelta | None:
    """How long it really takes until somebody at the desk decides, as the median of 90 days; None without any.

    Parameters:
        channels: only contributions that came this way; empty is all ways in which people send them themselves.
    """
    since = now - timedelta(days=MEDIAN_DAYS)
    sent = Contribution.objects.filter(occasion=occasion, created_at__gte=since, by_organiser=False)
    sent = sent.filter(channel__in=list(channels) or [Channel.WEB, Channel.LIVE])
    came = dict(sent.values_list("public_id", "created_at"))
    decisions = DialogueLog.objects.filter(
        occasion=occasion,
        at__gte=since,
        actor=LogActor.DESK,
        action__in=(LogAction.SHOW, LogAction.HOLD, LogAction.REFUSE),
    )
    first = decisions.order_by().values("number").annotate(first=Min("at")).values_list("number", "first")
    waits = [at - came[number] for number, at in first if number in came]
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None


def in_words(period: timedelta | None) -> str:
    """A period as people say it, such as "5 hours"; empty for none."""
    if period is None:
        return ""
    return format_timedelta(period, locale=babel_locale(active_language()))
