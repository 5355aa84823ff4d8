from portal.core.models.backup import Backup
from portal.core.models.content import ImportedRecord
from portal.core.models.frame import SiteFrame
from portal.core.models.mail import OutgoingMail
from portal.core.models.media import PortalImage, PortalRendition
from portal.core.models.metrics import MetricCount
from portal.core.models.pages import BasePage, PlacedMixin, SourcedMixin, facts, in_language_order, prose
from portal.core.models.periodic import PeriodicRun
from portal.core.models.published import MachineShare, PublishedText
from portal.core.models.readers import ReaderVersion, ShortTranslation
from portal.core.models.site import SiteSettings
from portal.core.models.throttle import RateCounter
from portal.core.models.trouble import Trouble
from portal.core.models.versions import TableVersion

__all__ = [
    "Backup",
    "BasePage",
    "ImportedRecord",
    "MachineShare",
    "MetricCount",
    "OutgoingMail",
    "PeriodicRun",
    "PlacedMixin",
    "PortalImage",
    "PortalRendition",
    "PublishedText",
    "RateCounter",
    "ReaderVersion",
    "ShortTranslation",
    "SiteFrame",
    "SiteSettings",
    "SourcedMixin",
    "TableVersion",
    "Trouble",
    "facts",
    "in_language_order",
    "prose",
]
