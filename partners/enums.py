"""Choices about partner organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerRole(models.TextChoices):
    """What an organisation is to the initiative."""

    PROJECT_LEAD = "project_lead", _("Project lead")
    ORGANISATION = "organisation", _("Organisation behind the initiative")
    FUNDER = "funder", _("Funder")
    COOPERATION = "cooperation", _("In co-operation with")


class PartnerKind(models.TextChoices):
    """What sort of organisation it is."""

    CITY_NETWORK = "city_network", _("Network of cities")
    INNOVATION_CLUSTER = "innovation_cluster", _("Innovation cluster")
    FOUNDATION = "foundation", _("Foundation")
    NATIONAL_DESIGN_CENTRE = "national_design_centre", _("National design centre")
    NATIONAL_ARCHITECTURE_CENTRE = "national_architecture_centre", _("National architecture centre")
    MEMBERSHIP_ASSOCIATION = "membership_association", _("Membership association")
    THINK_TANK = "think_tank", _("Think tank")
    PROMOTION_CENTRE = "promotion_centre", _("Promotion centre")
    INSTITUTE = "institute", _("Institute")
    INTERGOVERNMENTAL = "intergovernmental_organisation", _("Intergovernmental organisation")
    MUNICIPALITY = "municipality", _("Municipality")
    OTHER = "other", _("Other")


class RequestEnd(models.TextChoices):
    """How a request for a translation ended."""

    DELIVERED = "delivered", _("Delivered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PAGE_GONE = "page_gone", _("The page is no longer public")
