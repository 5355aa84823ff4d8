from partners.models.organisations import Organisation, OwnedMixin
from partners.models.pages import PartnerIndexPage, PartnerPage

__all__ = ["Organisation", "OwnedMixin", "PartnerIndexPage", "PartnerPage"]
