"""What editors, visitors, programs and time do to a site: after each, every page has to be right."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from events.models import Event, EventPage
from home.models import StandardPage
from partners.models import PartnerPage
from portal.core.hooks.bulk import bulk_change
from portal.core.models import PortalImage, SiteSettings
from projects.models import CaseLibraryPage, CaseStudyPage, GlossaryEntry, StrategyPage
from tests.events.factories import registered


def _live(model: type) -> Page:
    return model.objects.filter(live=True, locale__language_code="en").order_by("pk").first()


def _publish(page: Page, **fields: object) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def publish() -> None:
    _publish(_live(CaseStudyPage), title="Þörf fyrir ljós", summary="Changed.")


def save_a_draft() -> None:
    page = _live(CaseStudyPage)
    page.title = "Only a draft"
    page.save_revision()


def unpublish() -> None:
    _live(StrategyPage).unpublish()


def publish_again() -> None:
    _publish(StrategyPage.objects.filter(live=False).order_by("pk").first())


def move() -> None:
    pages = list(StandardPage.objects.filter(live=True, locale__language_code="en").order_by("pk"))
    pages[-1].move(pages[0], pos="last-child")


def change_a_slug() -> None:
    _publish(_live(PartnerPage), slug="nytt-navn")


def delete() -> None:
    CaseStudyPage.objects.filter(live=True, locale__language_code="en").order_by("pk").last().delete()


def change_site_settings() -> None:
    settings = SiteSettings.load()
    settings.contact_email = "changed@example.org"
    settings.save()


def restrict_a_section() -> None:
    section = CaseLibraryPage.objects.get(locale__language_code="en")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)


def free_a_section() -> None:
    PageViewRestriction.objects.all().delete()


def change_a_glossary_entry() -> None:
    entry = GlossaryEntry.objects.filter(language="en").order_by("pk").first()
    entry.term = f"{entry.term} (changed)"
    entry.save()


def change_a_website() -> None:
    _publish(_live(PartnerPage), website="https://changed.example/")


def change_an_alternative_text() -> None:
    image = PortalImage.objects.order_by("pk").first()
    image.description = "En bro over Øresund"
    image.save()


def make_a_redirect() -> None:
    Redirect.objects.create(old_path="/en/no-such-page", redirect_link="/en/partners/", is_permanent=True)


def update_without_signals() -> None:
    CaseStudyPage.objects.filter(pk=_live(CaseStudyPage).pk).update(title="By update()", municipality="Ærø")


def import_many() -> None:
    with bulk_change():
        for page in PartnerPage.objects.filter(live=True, locale__language_code="en").order_by("pk")[:3]:
            _publish(page, summary="Imported.")


def publish_and_roll_back() -> None:
    with transaction.atomic():
        _publish(_live(CaseStudyPage), title="Never")
        transaction.set_rollback(True)


def take_the_last_seat() -> None:
    event = Event.objects.filter(takes_registrations=True).order_by("pk").last()
    registered(
        event, "guest@example.org", timezone.now(), pool=event.pools.first(), consent=event.consent_texts.first()
    )


def publish_on_schedule() -> None:
    page = _live(PartnerPage)
    page.title, page.go_live_at = "On schedule", timezone.now() + timedelta(seconds=1)
    page.save_revision().publish()
    type(page.latest_revision).objects.filter(pk=page.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("publish_scheduled")


class Edit(NamedTuple):
    """Something that happens to the site."""

    name: str
    happen: Callable[[], None]


EDITS = tuple(
    Edit(function.__name__, function)
    for function in (
        publish,
        save_a_draft,
        unpublish,
        publish_again,
        move,
        change_a_slug,
        delete,
        change_site_settings,
        restrict_a_section,
        free_a_section,
        change_a_glossary_entry,
        change_a_website,
        change_an_alternative_text,
        make_a_redirect,
        update_without_signals,
        import_many,
        publish_and_roll_back,
        take_the_last_seat,
        publish_on_schedule,
    )
)
NAMES = frozenset(edit.name for edit in EDITS)


def coming_events() -> list[EventPage]:
    """Events that are not over."""
    return list(EventPage.objects.filter(ends_at__gt=timezone.now()).order_by("ends_at"))
