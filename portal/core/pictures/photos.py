"""Renditions of editors' photos (responsive sizes and formats). Made by a background task, only looked up by a page."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.images.models import Filter

from portal.core.models import PortalImage

logger = logging.getLogger(__name__)
#: A photo that has not all sizes after this time lacks them.
TIME_TO_MAKE = timedelta(minutes=20)
#: Widths in pixels, smallest first; browsers choose by the width of the place and the density of the screen.
WIDTHS = (480, 800, 1280)
#: Modern formats first; JPEG is what every browser reads.
FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
#: How a photo is cut: ``cover`` to 3:2 around its focal point, ``whole`` not at all, ``logo`` to fit a small place.
SHAPES = {
    "cover": [f"fill-{width}x{width * 2 // 3}-c50" for width in WIDTHS],
    "whole": [f"width-{width}" for width in WIDTHS],
}
LOGO = "max-320x112|format-png"
#: A photo that an editor chose for sharing.
SHARED = "fill-1200x630-c50|format-jpeg"


@dataclass(frozen=True)
class Sources:
    """What a ``<picture>`` needs: (type, srcset) of the modern formats, and the plain one with its own size."""

    modern: tuple[tuple[str, str], ...]
    src: str
    srcset: str
    width: int
    height: int


def specs(shape: str) -> list[str]:
    """Filter specifications of all renditions of one shape."""
    return [f"{cut}|format-{name}" for cut in SHAPES[shape] for name in FORMATS]


def all_specs() -> list[str]:
    """Filter specifications of everything that is made of a photo."""
    return [*(spec for shape in SHAPES for spec in specs(shape)), LOGO, SHARED]


def make_all(image: PortalImage) -> int:
    """Make every rendition of ``image`` that is missing; return how many there are. Slow: for the worker only.

    One that fails costs no other, and is a line in the log.
    """
    try:
        return len(image.get_renditions(*all_specs()))
    except Exception as error:  # noqa: BLE001 (decoders and disks raise what they like)
        logger.warning("Not all sizes of picture %s at once: %s", image.pk, type(error).__name__)
    made = 0
    for spec in all_specs():
        try:
            image.get_rendition(spec)
            made += 1
        except Exception as error:  # noqa: BLE001 (as above)
            cause = error.__cause__ or error
            logger.error("No %s of picture %s: %s", spec, image.pk, type(cause).__name__)
    return made


def lacking_sizes() -> QuerySet[PortalImage]:
    """Photos some of whose sizes are missing although the worker had the time to make them."""
    made = PortalImage.get_rendition_model().objects.filter(image=OuterRef("pk"), filter_spec__in=all_specs())
    kinds = made.order_by().values("image").annotate(kinds=Count("filter_spec", distinct=True)).values("kinds")
    since = timezone.now() - TIME_TO_MAKE
    return (
        PortalImage.objects.filter(created_at__lt=since)
        .annotate(kinds=Coalesce(Subquery(kinds), 0))
        .filter(kinds__lt=len(all_specs()))
    )


def probe() -> str:
    """For ``/readyz``: ``ok``, or how many photos lack sizes; pages show drawn covers in their place."""
    number = lacking_sizes().count()
    return f"{number} without all sizes" if number else "ok"


def attach_photos(pages: Iterable[Any]) -> None:
    """Give ``pages`` their ``photo`` with its renditions: one query for all of them, none without photos.

    A photo whose renditions are still to be made counts as none: the page shows its drawn cover meanwhile.
    """
    pages = [page for page in pages if page.photo_id]
    if not pages:
        return
    found: dict[int, list[Any]] = defaultdict(list)
    renditions = PortalImage.get_rendition_model().objects.filter(image__in={page.photo_id for page in pages})
    for rendition in renditions.select_related("image"):
        found[rendition.image_id].append(rendition)
    for page in pages:
        made = found[page.photo_id]
        photo = made[0].image if made else None
        if photo:
            photo.prefetched_renditions = made
        page._meta.get_field("photo").set_cached_value(page, photo)


def attach_renditions(images: Iterable[PortalImage | None]) -> None:
    """Read the renditions of ``images`` with one query, so that ``sources_of`` asks no more."""
    prefetch_related_objects([image for image in images if image], "renditions")


def sources_of(image: PortalImage, shape: str = "cover") -> Sources | None:
    """The renditions of ``image`` that exist; None while the worker has not made the plain ones.

    One query, or none when ``renditions`` are prefetched.
    """
    wanted = {spec: Filter(spec=spec) for spec in specs(shape)}
    found = image.find_existing_renditions(*wanted.values())
    made: dict[str, dict[int, Any]] = {name: {} for name in FORMATS}
    for spec, one in wanted.items():
        if one in found:
            # A small original gives the same width more than once.
            made[spec.rpartition("-")[2]][found[one].width] = found[one]
    plain = made.pop("jpeg")
    if not plain:
        return None
    largest = plain[max(plain)]
    modern = tuple((FORMATS[name], _srcset(sizes)) for name, sizes in made.items() if sizes)
    return Sources(modern, largest.url, _srcset(plain), largest.width, largest.height)


def _srcset(sizes: dict[int, Any]) -> str:
    return ", ".join(f"{sizes[width].url} {width}w" for width in sorted(sizes))


def rendition_of(image: PortalImage, spec: str) -> Any:
    """The rendition with filter ``spec``, or None while it is not made. One query."""
    one = Filter(spec=spec)
    return image.find_existing_renditions(one).get(one)
