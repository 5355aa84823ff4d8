"""Covers of partner pages: what their social cards are drawn from."""

from partners.models import PartnerPage
from portal.core.pictures.covers import Cover
from portal.core.pictures.tasks import cover_of


@cover_of.register
def cover_of_partner(page: PartnerPage) -> Cover:
    """The whole model in the partner's country."""
    return Cover(page.slug, page.country, tuple(range(1, 8)))
