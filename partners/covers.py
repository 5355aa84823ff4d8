"""Covers of partner pages: what their social cards are drawn from."""

from partners.models import PartnerPage
from portal.core.enums import place_label
from portal.core.pictures.covers import Cover
from portal.core.pictures.tasks import Words, cover_of, kind_of, words_of


@cover_of.register
def cover_of_partner(page: PartnerPage) -> Cover:
    """The whole model in the partner's country."""
    return Cover(page.slug, page.country, tuple(range(1, 8)))


@words_of.register
def words_of_partner(page: PartnerPage) -> Words:
    """Its name, and where it is."""
    return Words(page.title, kind_of(page), place_label(page.city, page.country))
