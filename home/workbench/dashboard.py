"""The dashboard, as panels of Wagtail's admin home: short lists, each line one click from done."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from wagtail.admin.ui.components import Component

from events.enums import RegistrationState
from events.models import Event, SeatPool
from home.workbench.broken_links import broken_links
from home.workbench.matrix import by_facts, most_to_do, originals, progress, public
from home.workbench.start import guided_paths
from home.workbench.todo import things_to_do
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import language_name, locale_ids
from portal.core.types import AnyUser
from portal.editing.enums import OPEN_STATES
from portal.editing.models import TranslationState

MOST = 5
#: A page that nobody published for so long should be read again.
STALE_AFTER = timedelta(days=365)


def own_language() -> str:
    """The language of pages that the user works in: the one in which the admin is shown."""
    language = active_language()
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class Panel(Component):
    """A card of the dashboard for one user."""

    template_name: str

    def __init__(self, user: AnyUser) -> None:
        self.user = user


class StartPanel(Panel):
    """What the user may want to do, and what the team has to do."""

    name, order = "start", 10
    template_name = "home/workbench/start_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``paths`` and ``todos``."""
        return {"paths": guided_paths(self.user, own_language()), "todos": things_to_do(self.user)}


class ProgressPanel(Panel):
    """How far each language is, and the pages with the most to do."""

    name, order = "progress", 110
    template_name = "home/workbench/progress_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``progress``, and the beginning of the matrix: ``rows`` and ``languages``."""
        rows = originals(self.user)
        return {
            "progress": progress(rows),
            "rows": most_to_do(rows, MOST),
            "languages": [(code, language_name(code)) for code, _name in settings.LANGUAGES],
        }


class TranslatePanel(Panel):
    """What waits for a translation into the language of the user."""

    name, order = "translate", 120
    template_name = "home/workbench/translate_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``rows``: open states in the user's language, outdated ones first."""
        code = own_language()
        rows = TranslationState.objects.filter(
            translation_key__in=public(originals(self.user)).order_by().values("translation_key"),
            locale=locale_ids().get(code),
            state__in=[s for s in OPEN_STATES if s != "missing"],
            page__isnull=False,
        )
        return {"rows": list(rows.select_related("page").order_by("-outdated", "-missing", "pk")[:MOST]), "code": code}


class LinksPanel(Panel):
    """Links to other sites that do not work any more."""

    name, order = "links", 155
    template_name = "home/workbench/links_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``links`` with the pages that hold them."""
        return {"links": list(broken_links(self.user)[:MOST])}


class StalePanel(Panel):
    """Pages whose facts nobody has checked for a year."""

    name, order = "stale", 150
    template_name = "home/workbench/stale_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``rows`` with their ``page`` and ``facts_checked``, what was never checked first."""
        year_ago = timezone.localdate() - STALE_AFTER
        rows = by_facts(originals(self.user))
        return {"rows": list(rows.filter(Q(facts_checked=None) | Q(facts_checked__lt=year_ago))[:MOST])}


class RegistrationsPanel(Panel):
    """The next events, and how many of their places are taken."""

    name, order = "registrations", 130
    template_name = "home/workbench/registrations_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``events`` with their numbers of ``confirmed`` and ``waiting`` people and of ``places``: one query.

        ``places`` is None where there is no limit.
        """
        events = Event.objects.filter(takes_registrations=True, ends_at__gt=timezone.now())
        if not acts_for_all(self.user):
            events = events.filter(organisation__in=organisation_ids(self.user))
        pools = SeatPool.objects.filter(event=OuterRef("pk")).order_by().values("event")
        limits = pools.exclude(Exists(SeatPool.objects.filter(event=OuterRef("event"), capacity=None)))
        return {
            "events": list(
                events.order_by("starts_at", "pk")
                .prefetch_related("texts")
                .annotate(
                    confirmed=Count("registrations", filter=Q(registrations__state=RegistrationState.CONFIRMED)),
                    waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
                    places=Subquery(limits.annotate(places=Sum("capacity")).values("places")),
                )[:MOST]
            )
        }
