"""The dashboard, as panels of Wagtail's admin home: short lists, each line one click from done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from events.enums import RegistrationState
from events.models import Event
from home.workbench.broken_links import broken_links
from home.workbench.matrix import by_facts, most_to_do, originals, progress, public
from partners.models import ReviewTask
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.i18n.locales import language_name, locale_ids
from portal.core.types import AnyUser
from portal.editing.enums import OPEN_STATES
from portal.editing.models import TranslationState
from projects.models import CaseStudyPage

MOST = 5
SUBMITTED = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
#: A page that nobody published for so long should be read again.
STALE_AFTER = timedelta(days=365)


def with_urls(states: list[Any], page_of: Callable[[Any], str]) -> list[tuple[Any, str]]:
    """Each state with the place where its page is worked on: the translation editor for translations. One query."""
    translations = (
        dict(
            TranslationState.objects.filter(
                page__in=[int(page_of(state)) for state in states],
                translation_id__isnull=False,
            ).values_list("page_id", "translation_id")
        )
        if states
        else {}
    )
    return [
        (
            state,
            reverse("translation_editor", args=[translations[page]])
            if page in translations
            else reverse("wagtailadmin_pages:edit", args=[page]),
        )
        for state in states
        for page in [int(page_of(state))]
    ]


def _submitted(page: str) -> Any:
    """Reviews of the page whose id is in the column ``page``."""
    return WorkflowState.objects.filter(
        status__in=SUBMITTED,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef(page), CharField()),
    )


class Panel(Component):
    """A card of the dashboard for one user."""

    template_name: str

    def __init__(self, user: AnyUser) -> None:
        self.user = user


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
        # The admin is shown in the language that the user chose.
        language = get_language()
        code = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        rows = TranslationState.objects.filter(
            translation_key__in=public(originals(self.user)).order_by().values("translation_key"),
            locale=locale_ids().get(code),
            state__in=[s for s in OPEN_STATES if s != "missing"],
            page__isnull=False,
        )
        return {"rows": list(rows.select_related("page").order_by("-outdated", "-missing", "pk")[:MOST]), "code": code}


class ReviewPanel(Panel):
    """What others have submitted and the user may approve."""

    name, order = "review", 100
    template_name = "home/workbench/review_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``states``: what waits, longest first. One query, while Wagtail's panel takes two for every page."""
        waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not self.user.is_superuser:
            waiting = waiting.filter(task__in=ReviewTask.objects.filter(groups__user=self.user))
        states = list(waiting.select_related("revision", "workflow_state__requested_by").order_by("started_at")[:MOST])
        return {"states": with_urls(states, lambda state: state.workflow_state.object_id)}


class SubmittedPanel(Panel):
    """What the user has submitted, and what came back."""

    name, order = "submitted", 105
    template_name = "home/workbench/submitted_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``states``; what was returned comes first."""
        mine = WorkflowState.objects.active().filter(requested_by=self.user)
        states = list(mine.select_related("current_task_state__revision").order_by("-status", "-created_at")[:MOST])
        return {"states": with_urls(states, lambda state: state.object_id)}


class DraftsPanel(Panel):
    """What the user began and nobody published or submitted yet."""

    name, order = "drafts", 108
    template_name = "home/workbench/drafts_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``pages`` that the user may still edit, the latest first; translations with their ``translation_pk``."""
        editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(self.user, "change")
        begun = editable.filter(Q(live=False) | Q(has_unpublished_changes=True), latest_revision__user=self.user)
        # What was submitted has a card of its own.
        mine = begun.exclude(Exists(_submitted("pk")))
        translation = TranslationState.objects.filter(page=OuterRef("pk")).values("translation_id")[:1]
        pages = mine.annotate(translation_pk=Subquery(translation)).order_by("-latest_revision_created_at", "-pk")
        return {"pages": list(pages[:MOST])}


class ProposedPanel(Panel):
    """Drafts that came by the public form and that nobody has submitted or published yet."""

    name, order = "proposed", 102
    template_name = "home/workbench/proposed_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``pages``, the longest waiting first: originals without an owner, which that form alone makes."""
        sent_in = originals(self.user).filter(
            page__owner=None,
            page__live=False,
            page__first_published_at=None,
            page__content_type=ContentType.objects.get_for_model(CaseStudyPage),
        )
        waiting = sent_in.exclude(Exists(_submitted("page_id"))).select_related("page", "page__latest_revision")
        return {"pages": [row.page for row in waiting.order_by("page__latest_revision_created_at", "pk")[:MOST]]}


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
    """Who has registered for the next events."""

    name, order = "registrations", 130
    template_name = "home/workbench/registrations_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``events`` with their numbers of ``confirmed`` and ``waiting`` people."""
        events = Event.objects.filter(takes_registrations=True, ends_at__gt=timezone.now())
        if not acts_for_all(self.user):
            events = events.filter(organisation__in=organisation_ids(self.user))
        return {
            "events": list(
                events.order_by("starts_at", "pk")
                .prefetch_related("texts")
                .annotate(
                    confirmed=Count("registrations", filter=Q(registrations__state=RegistrationState.CONFIRMED)),
                    waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
                )[:MOST]
            )
        }
