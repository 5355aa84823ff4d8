"""The event wizard in the admin: five screens, then a look at everything, then a page, public or sent to review."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from events.dates.parts import date_parts
from events.dates.texts import event_text
from events.models import EventDraft, EventPage
from events.wizard.drafting import build_event, drafts_of, earlier_events, said_about, section_of
from events.wizard.forms import STEPS
from partners.models import Organisation
from partners.teams.ownership import acts_for_all, own_organisations
from portal.core.i18n.languages import active_language
from portal.core.models import BasePage
from portal.editing.models import WizardAnswers
from portal.editing.pages.drafts import draft_key
from portal.editing.publication import gates
from portal.editing.publication.problems import Problem
from portal.editing.review import presence
from portal.editing.review.presence import Here
from portal.editing.wizard.preview import put_below
from portal.editing.wizard.views import CHECK, Wizard

#: Name of the button that makes a draft, whoever may publish.
DRAFT = "draft"
#: Name of the list of earlier events to begin with.
LIKE = "like"


class EventWizard(Wizard):
    """An event of a team, told by whoever of the team has time."""

    page_title = gettext_lazy("Announce an event")
    header_icon = "date"
    steps = STEPS
    folder = "events/wizard"
    draft_kind = "event-wizard"
    draft: EventDraft

    def find_draft(self) -> EventDraft:
        """The one of the address, if the user's team has it; else a new one. ``is_gone`` says that there was none."""
        number = self.kwargs.get("draft_id")
        found = drafts_of(self.user).filter(pk=number).select_related("organisation", "source__locale").first()
        self.is_gone = bool(number) and found is None
        draft = found or EventDraft(user=self.user, organisation=self._first_organisation())
        self.language = str(draft.said.get("written_in") or self.language)
        section = section_of(self.language) or section_of(settings.LANGUAGE_CODE)
        if section is None or not section.permissions_for_user(self.user).can_add_subpage():
            raise PermissionDenied
        self.section, self.language = section, section.locale.language_code
        return draft

    def _first_organisation(self) -> Organisation | None:
        """Whose event it is if nobody says so."""
        if acts_for_all(self.user):
            return None
        return own_organisations(self.user).order_by("pk").first()

    def lock_draft(self) -> EventDraft:
        """As it is now; a new one is stored once, however often its first form is sent."""
        drafts = drafts_of(self.user).select_for_update(of=("self",))
        if self.draft.pk and (known := drafts.filter(pk=self.draft.pk).first()):
            return known
        key = self._key()
        begun = {"user": self.user, "organisation": self.draft.organisation, "source": self.draft.source}
        EventDraft.objects.get_or_create(key=key, defaults=begun)
        return drafts.filter(key=key).first() or EventDraft.objects.create(**begun)

    def _key(self) -> UUID:
        """Of what a form begins; nobody else's form can name it."""
        try:
            return uuid5(UUID(self.request.POST.get("key", "")), str(self.user.pk))
        except ValueError:
            return uuid4()

    def url_of(self, step: str) -> str:
        """Of the draft, or of a new one."""
        if self.draft.pk:
            return reverse("events_wizard", args=[self.draft.pk, step])
        return reverse("events_wizard_new", args=[step])

    def url_of_preview(self, kind: str) -> str:
        """Of the draft: a new one says too little to be shown."""
        return reverse("events_wizard_preview", args=[self.draft.pk, kind])

    def can_be_shown(self) -> bool:
        """A title and a day are needed."""
        return bool(self.said.get("title") and self.said.get("start_date") and self.said.get("start_time"))

    def draft_key(self) -> str:
        """Each draft is typed apart from the others."""
        return draft_key(self.request.user, self.draft_kind, self.kwargs.get("draft_id", "new"), self.step)

    def get_template_names(self) -> list[str]:
        """A sentence for a draft that is not there any more, unless somebody typed something for it."""
        if self.is_gone and (self.request.method != "POST" or self.step == CHECK):
            return [f"{self.folder}/gone.html"]
        return super().get_template_names()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds when it is in words, what a new one can begin with, and at the end what stands against it."""
        context = super().get_context_data(**kwargs)
        context |= {"is_gone": self.is_gone, "new_url": reverse("events_wizard_new", args=["what"])}
        if self.is_gone and self.step == CHECK:
            return context
        if self.step != CHECK:
            context |= {"key": uuid4(), "action": self.url_of(self.step), "like": LIKE}
            if not self.draft.pk and self.step == "what":
                context |= {"begun": drafts_of(self.user)[:5], "earlier": earlier_events(self.user)}
        page = self.build_event() if self.step in {"programme", "questions", "registration", CHECK} else None
        if page is not None and page.start_time:
            language = active_language()
            context |= {
                "when": event_text(page, language),
                "weekday": date_parts(page, language).weekday,
                "event": page,
            }
        if self.step == CHECK and page is not None and not context["missing"]:
            context |= {"problems": self._problems(page), "may_publish": self.may_publish(page)}
        return context

    def here(self) -> Here | None:
        """Answers that were begun are the team's: colleagues go on where somebody stopped."""
        return presence.open_session(self.request, self.draft, self.address_of_session) if self.draft.pk else None

    def address_of_session(self, session_id: int) -> str:
        """Where somebody says that they are still in this draft."""
        return reverse("events_wizard_here", args=[self.draft.pk, session_id])

    def may_publish(self, page: EventPage) -> bool:
        """Whether the user can make the page public at once."""
        return bool(page.permissions_for_user(self.user).can_publish())

    def _problems(self, page: EventPage) -> list[tuple[Problem, str]]:
        """What stands against publishing it, each with the address of the step where it can be mended."""
        found = [*gates.problems(page), *gates.invalid_fields(page)]
        return [(problem, self._url_of_field(problem.field)) for problem in found]

    def _url_of_field(self, name: str | None) -> str:
        steps = (step for step, (_label, form) in STEPS.items() if name in form.base_fields)
        others = {"statements": "programme", "input_questions": "questions", "registration_closes": "registration"}
        return self.url_of(next(steps, others.get(name or "", "what")))

    def build_event(self) -> EventPage:
        """The event as it would be made now, as if it stood below its overview; nothing is stored."""
        page = build_event(self.draft, self.section, self.user)
        put_below(page, self.section)
        page.settle_slug()
        return page

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The screen."""
        return self._said(super().get(request, *args, **kwargs))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """As every wizard; a new one may begin like an earlier one."""
        if self.is_gone:
            typed = {} if self.step == CHECK else {"form": self.form(request.POST)}
            return self._said(self.render_to_response(self.get_context_data(**typed)))
        if LIKE in request.POST and not self.draft.pk:
            return self._begin_like(request.POST[LIKE])
        return super().post(request, *args, **kwargs)

    def forget(self) -> str:
        """Other announcements of the team are on the dashboard."""
        drafts_of(self.user).filter(pk=self.draft.pk).delete()
        return reverse("wagtailadmin_home")

    def _said(self, response: HttpResponse) -> HttpResponse:
        if self.is_gone:
            response.status_code = 404
        return response

    def _begin_like(self, chosen: str) -> HttpResponse:
        """Begin with what was said about an earlier event of the own team."""
        source = next((page for page in earlier_events(self.user) if str(page.pk) == chosen), None)
        if source is None:
            messages.error(self.request, _("Choose one of the events in the list."))
            return redirect(self.url_of("what"))
        said = said_about(source, timezone.localdate())
        begun = {"user": self.user, "organisation": source.organisation, "source": source, "said": said}
        self.draft = EventDraft.objects.create(**begun)
        messages.success(self.request, _("The answers are those of the earlier event, its days are moved. Check them."))
        return redirect(self.url_of("what"))

    def settle(self, draft: WizardAnswers) -> None:
        """Whose it is follows from the answer; without a place the times are on the clock of whoever writes them."""
        if not isinstance(draft, EventDraft):
            raise TypeError(draft)
        if self.step == "what" and "organisation" in draft.said:
            draft.organisation = Organisation.objects.filter(pk=draft.said["organisation"] or 0).first()
        if self.step == "when":
            draft.said.setdefault("clock", timezone.get_current_timezone_name())

    def finish(self) -> HttpResponse:
        """Make the page; publish it or send it to review, unless it shall stay a draft."""
        wants_draft = DRAFT in self.request.POST
        try:
            with transaction.atomic():
                # Of two windows, only one makes the page.
                self.draft = drafts_of(self.user).select_for_update(of=("self",)).get(pk=self.draft.pk)
                page = build_event(self.draft, self.section, self.user)
                self.section.refresh_from_db()
                self.section.add_child(instance=page)
                revision = page.save_revision(user=self.user, log_action="wagtail.create")
                self.draft.delete()
                if not wants_draft:
                    self._send_on(page, revision)
        except gates.NotReadyError as error:
            self.draft = self.find_draft()
            found = [(problem, self._url_of_field(problem.field)) for problem in error.problems]
            return self.render_to_response(self.get_context_data() | {"problems": found})
        except EventDraft.DoesNotExist:
            self.is_gone = True
            return self._said(self.render_to_response(self.get_context_data()))
        if wants_draft:
            messages.success(self.request, _("The draft is made. Nobody but your team and the secretariat sees it."))
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _send_on(self, page: EventPage, revision: Revision) -> None:
        """Publish the page, or start its review."""
        fresh: BasePage = EventPage.objects.get(pk=page.pk)
        if self.may_publish(page):
            PublishPageRevisionAction(revision, user=self.user).execute()
            messages.success(
                self.request,
                _("“%(title)s” is public now. Find who registers under “Registrations”.") % {"title": page.title},
            )
            return
        gates.check(fresh)
        workflow = fresh.get_workflow()
        if workflow is None:
            raise PermissionDenied
        workflow.start(fresh, self.user)
        messages.success(
            self.request, _("“%(title)s” is sent to review. You get a mail when it is decided.") % {"title": page.title}
        )


@require_POST
def who_is_here(request: HttpRequest, draft_id: int, session_id: int) -> JsonResponse:
    """Answer a ping of somebody who has a draft of their team open; 404 once it is not theirs any more."""
    user: Any = request.user  # behind the login of the admin
    draft = get_object_or_404(drafts_of(user), pk=draft_id)
    return presence.answer(
        request, draft, session_id, lambda number: reverse("events_wizard_here", args=[draft.pk, number])
    )
