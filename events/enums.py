"""Choices about events."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.TextChoices):
    """What sort of gathering it is."""

    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "conference", _("Conference")
    EXPO = "expo", _("Expo")
    LAUNCH = "launch", _("Launch")


class EventFormat(models.TextChoices):
    """How one takes part."""

    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", _("In person")
    HYBRID = "hybrid", _("In person and online")


class DatePrecision(models.TextChoices):
    """How exactly the date is known."""

    MINUTE = "minute", _("Day and time")
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
