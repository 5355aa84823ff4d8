from portal.models.content import ImportedRecord
from portal.models.frame import SiteFrame
from portal.models.links import ExternalLink
from portal.models.media import PortalImage, PortalRendition
from portal.models.pages import BasePage, PlacedMixin, SourcedMixin, facts, in_language_order, prose
from portal.models.periodic import PeriodicRun
from portal.models.published import MachineShare, PublishedText
from portal.models.site import SiteSettings
from portal.models.throttle import RateCounter
from portal.models.translations import TranslationState
from portal.models.trouble import Trouble

__all__ = [
    "BasePage",
    "ExternalLink",
    "ImportedRecord",
    "MachineShare",
    "PeriodicRun",
    "PlacedMixin",
    "PortalImage",
    "PortalRendition",
    "PublishedText",
    "RateCounter",
    "SiteFrame",
    "SiteSettings",
    "SourcedMixin",
    "TranslationState",
    "Trouble",
    "facts",
    "in_language_order",
    "prose",
]
