"""Working days: Monday to Friday. Public holidays differ between the countries of one team, so none is left out."""

from datetime import datetime, time, timedelta

from django.utils import timezone

_SATURDAY = 5


def working_days_before(moment: datetime, days: int) -> datetime:
    """The moment that lies ``days`` working days before ``moment``; a moment at the weekend counts as Friday's end."""
    local = timezone.localtime(moment)
    if local.weekday() >= _SATURDAY:
        saturday = local.date() - timedelta(days=local.weekday() - _SATURDAY)
        local = timezone.make_aware(datetime.combine(saturday, time()))
    while days:
        local = timezone.make_aware(timezone.make_naive(local) - timedelta(days=1))
        if local.weekday() < _SATURDAY:
            days -= 1
        elif local.weekday() == _SATURDAY and local.time() == time():
            continue
    return local
