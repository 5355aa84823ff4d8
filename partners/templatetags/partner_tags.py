"""Template tags of partners."""

from django import template

from portal.core.models import PortalImage
from portal.core.pictures.photos import LOGO, rendition_of

register = template.Library()


@register.simple_tag
def attach_logos(partners: list[dict[str, object]]) -> list[dict[str, object]]:
    """Entries of ``frame.partners`` with their ``logo`` (a rendition) if the worker has made it.

    No query when nobody has a logo, two otherwise.
    """
    keys = [partner["logo_id"] for partner in partners if partner.get("logo_id")]
    images = PortalImage.objects.prefetch_related("renditions").in_bulk(keys) if keys else {}
    found = [(partner, images.get(partner.get("logo_id"))) for partner in partners]
    return [{**partner, "logo": rendition_of(image, LOGO) if image else None} for partner, image in found]
