"""Choices about case studies and strategies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: Elements that a case may demonstrate: more would say nothing.
MOST_ELEMENTS = 3


class LocationPrecision(models.TextChoices):
    """What the point on the map marks."""

    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")
    REGION = "region", _("Region")
    COUNTRY = "country", _("Country")
    PLACE_OF_FOUNDING = "place_of_founding", _("Place of founding")
    HOST_ORGANISATION = "host_organisation", _("Host organisation")


class Scope(models.TextChoices):
    """Reach of a project."""

    MUNICIPAL = "municipal", _("Municipal")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")


class SizeBand(models.TextChoices):
    """Inhabitants of the municipality."""

    SMALL = "small", _("Small (under 20,000)")
    MEDIUM = "medium", _("Medium (20,000–100,000)")
    LARGE = "large", _("Large (over 100,000)")


class Settlement(models.TextChoices):
    """Kind of place, as the library's filter names it."""

    RURAL = "rural", _("Rural")
    URBAN = "urban", _("Urban")


class Stage(models.TextChoices):
    """How far a project has come."""

    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    RUNNING = "running", _("Running")
    SCALED = "scaled", _("Scaled up")
    STOPPED = "stopped", _("Stopped")


class Confidence(models.TextChoices):
    """How sure a fact is."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class StrategyRelation(models.TextChoices):
    """What a strategy is to the initiative."""

    BUILDS_ON = "builds_on", _("The initiative builds on these")
    RESULT = "result", _("Results of the initiative")
    RELATED = "related", _("Related strategies")
