"""Template tags of partners."""

from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString
from wagtail.images.models import AbstractRendition

from portal.core.models import PortalImage
from portal.core.models.frame import FrameEntry
from portal.core.pages.parts import part
from portal.core.pictures.photos import LOGO, rendition_of

register = template.Library()


class PartnerEntry(FrameEntry, total=False):
    """A partner as the frame keeps it, with its logo once the worker has made the picture."""

    logo: AbstractRendition | None


class Logo(NamedTuple):
    """The picture of a logo: its address and its size in pixels."""

    url: str
    width: int
    height: int


@register.simple_tag
def attach_logos(partners: list[FrameEntry]) -> list[PartnerEntry]:
    """Entries of ``frame.partners`` with their ``logo`` (a rendition) if the worker has made it.

    No query when nobody has a logo, two otherwise.
    """
    keys = [partner["logo_id"] for partner in partners if partner.get("logo_id")]
    images = PortalImage.objects.prefetch_related("renditions").in_bulk(keys) if keys else {}
    found = [(partner, images.get(partner.get("logo_id"))) for partner in partners]
    return [{**partner, "logo": rendition_of(image, LOGO) if image else None} for partner, image in found]


@register.simple_tag
def partner_tile(partner: PartnerEntry, level: int = 3) -> SafeString:
    """The tile of a partner on the front page; it is kept by what it shows.

    Parameters:
        partner: an entry of ``frame.partners``, with its ``logo`` by ``attach_logos``.
        level: of its heading.
    """
    logo = partner["logo"]
    return part(
        "partners/components/partner_tile.html",
        title=partner["title"],
        url=partner["url"],
        language=partner["language"],
        city=partner["city"],
        country=partner["country"],
        logo=Logo(logo.url, logo.width, logo.height) if logo else None,
        level=level,
    )
