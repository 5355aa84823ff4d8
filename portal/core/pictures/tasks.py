"""Background tasks of pictures: social cards when a page is published, sizes of photos when one is saved."""

from datetime import timedelta
from functools import singledispatch
from typing import Any, NamedTuple

from django.db.models.signals import post_delete, post_save
from django.utils.text import capfirst
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from portal.core.models import BasePage, PortalImage
from portal.core.models.frame import frame_for
from portal.core.operations import health, periodic
from portal.core.pictures.covers import WHOLE, Cover
from portal.core.pictures.photos import lacking_sizes, make_all, probe
from portal.core.pictures.social import Card, delete, store
from portal.core.queries import public_pages

#: After mails and the search index: a card may wait.
PRIORITY = -50


@singledispatch
def cover_of(page: BasePage) -> Cover:
    """What the cover of ``page`` is drawn from. The rooms above register their own page types."""
    return WHOLE


class Words(NamedTuple):
    """What the social card of a page says: its title, its kind, and a line with its place or date."""

    title: str
    kind: str
    line: str


@singledispatch
def words_of(page: BasePage) -> Words:
    """What the card of ``page`` says, in its language. The rooms above register their own page types."""
    above = frame_for(page.locale_code).breadcrumbs(page)
    return Words(page.title, above[-1]["title"] if len(above) > 1 else "", "")


def kind_of(page: BasePage) -> str:
    """Name of the page type in the visitor's language: ``Case study``."""
    return str(capfirst(page._meta.verbose_name))


def card_of(page: BasePage) -> Card:
    """The social card of ``page``, its words in the page's language."""
    with override(page.locale_code):
        return Card(*words_of(page), cover_of(page))


@task(priority=PRIORITY)
def draw_card(page_id: int) -> str:
    """Draw the social card of a public page and return its path; of any other page no card is left."""
    found: Any = public_pages(Page.objects.filter(pk=page_id))
    page = found.specific().first()
    if not isinstance(page, BasePage):
        delete(page_id)
        return ""
    return store(page, card_of(page))


@task(priority=PRIORITY)
def make_photo_sizes(image_id: int) -> int:
    """Make the sizes of a photo that pages use; return how many there are."""
    image = PortalImage.objects.filter(pk=image_id).first()
    return make_all(image) if image else 0


def make_missing_sizes() -> int:
    """Try again what failed, for example while the disk was full; returns for how many photos. Run by the worker."""
    lacking = list(lacking_sizes().values_list("pk", flat=True))
    for pk in lacking:
        make_photo_sizes.enqueue(pk)
    return len(lacking)


def _on_publish(instance: Page, **kwargs: object) -> None:
    if isinstance(instance, BasePage):
        draw_card.enqueue(instance.pk)


def _on_restriction(instance: PageViewRestriction, **kwargs: object) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    for pk in Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True) if page else ():
        draw_card.enqueue(pk)


def _on_photo(instance: PortalImage, **kwargs: object) -> None:
    make_photo_sizes.enqueue(instance.pk)


def connect_receivers() -> None:
    """Queue the work when something is published or saved; called when the app is ready."""
    for signal in (page_published, page_unpublished):
        signal.connect(_on_publish, dispatch_uid="portal-social-card")
    for signal in (post_save, post_delete):
        signal.connect(_on_restriction, sender=PageViewRestriction, dispatch_uid="portal-social-card")
    post_save.connect(_on_photo, sender=PortalImage, dispatch_uid="portal-photo-sizes")
    periodic.register("portal.make_missing_sizes", timedelta(hours=6), make_missing_sizes)
    health.register("pictures", probe)
