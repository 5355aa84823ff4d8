from partners.models.contact import ContactMessage
from partners.models.organisations import Organisation, OwnedMixin
from partners.models.pages import PartnerIndexPage, PartnerPage
from partners.models.review import ReviewTask
from partners.models.teams import Team
from partners.models.translators import ServedLanguage, TranslationRequest

__all__ = [
    "ContactMessage",
    "Organisation",
    "OwnedMixin",
    "PartnerIndexPage",
    "PartnerPage",
    "ReviewTask",
    "ServedLanguage",
    "Team",
    "TranslationRequest",
]
