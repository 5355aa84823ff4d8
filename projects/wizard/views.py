"""The case study wizard in the admin: five questions, then advice, then a draft."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from partners.models import Organisation
from partners.teams.ownership import organisation_ids
from portal.core.i18n.text import tidy_text
from portal.core.mail.sending import language_of
from portal.editing.pages.drafts import draft_key, mark_saved
from projects.drafting import build_draft, make_draft, public_origin
from projects.models import CaseLibraryPage, CaseStudyPage, ElementPage, WizardDraft
from projects.wizard import advice
from projects.wizard.element_suggestions import suggest_elements
from projects.wizard.forms import STEPS, StepForm
from projects.wizard.placing import UNKNOWN, look_for, marker, point_of, unknown_place

CHECK = "check"
#: Name of the buttons that keep what is typed, right or not, and lead to another step.
GO = "go"


class CaseWizard(WagtailAdminTemplateMixin, TemplateView):
    """One step; ``check`` is the last one."""

    page_title = gettext_lazy("Tell a case")
    header_icon = "edit"
    _show_breadcrumbs = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the step and what was said before."""
        super().setup(request, *args, **kwargs)
        self.step = kwargs["step"]
        if self.step not in STEPS and self.step != CHECK:
            raise Http404
        language = language_of(request.user)
        self.language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        library = CaseLibraryPage.objects.filter(locale__language_code=self.language).first()
        if library is None or not library.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        user: Any = request.user  # behind the login of the admin
        self.user = user
        self.draft = WizardDraft.objects.filter(user=user).first() or WizardDraft(user=user)

    @property
    def said(self) -> dict[str, Any]:
        """What has been answered rightly so far."""
        return dict(self.draft.said)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Home, and this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_template_names(self) -> list[str]:
        """A form for each question, a page of advice at the end."""
        return [f"projects/wizard/{CHECK if self.step == CHECK else 'step'}.html"]

    def form(self, data: Any = None, initial: dict[str, Any] | None = None) -> StepForm:
        """The form of the present step with what was said before."""
        return STEPS[self.step][1](
            data, user=self.user, language=self.language, said=self.said, initial=initial or self._initial()
        )

    def _initial(self) -> dict[str, object]:
        """What was said before, and the case that a link names as the origin of this one."""
        named = self.request.GET.get("origin", "")
        return {**self.draft.answers, **({"origin": named} if public_origin(named, self.language) else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds ``steps`` and, as the step needs them, the form, suggestions, remarks and duplicates."""
        context = super().get_context_data(**kwargs)
        context |= {
            "steps": [(name, label) for name, (label, _form) in STEPS.items()],
            "step": self.step,
            "said": self.said,
            "number": [*STEPS, CHECK].index(self.step) + 1,
            "count": len(STEPS) + 1,
            "draft_key": self.draft_key(),
            "origin": public_origin(self._initial().get("origin"), self.language),
        }
        if self.step == CHECK:
            return {
                **context,
                "remarks": advice.remarks(self.said, self.language),
                "missing": self.missing_step(),
                "duplicates": advice.likely_duplicates(self.said, self._known_cases()),
            }
        form = context.setdefault("form", self.form())
        if self.step == "place":
            context["marker"] = marker(form.data if form.is_bound else form.initial)
        if self.step == "elements":
            text = " ".join(str(self.said.get(name, "")) for name in ("title", "challenge", "approach", "result"))
            context["suggestions"] = suggest_elements(text, self.language)
        return context

    def _known_cases(self) -> QuerySet[CaseStudyPage]:
        """Public cases and those of the own organisation: drafts of others are nobody's business."""
        return CaseStudyPage.objects.filter(Q(live=True) | Q(organisation__in=organisation_ids(self.request.user)))

    def missing_step(self) -> str | None:
        """The first step that has not been answered completely."""
        for name, (_label, form) in STEPS.items():
            answers = self.draft.answers
            checked = form(answers, user=self.user, language=self.language, said=self.said)
            if not checked.is_valid():
                return name
        return None

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Keep the answers and go on; at the end, make the draft."""
        if self.step == CHECK:
            return self._discard() if "discard" in request.POST else self._finish(request)
        if self.step == "place" and (placing := look_for(request.POST)):
            initial = {**self.said, **request.POST.dict(), **placing.values}
            return self.render_to_response(self.get_context_data(form=self.form(initial=initial), placing=placing))
        form = self.form(request.POST)
        complete = form.is_valid()
        self._keep(form)
        steps = [*STEPS, CHECK]
        chosen = request.POST.get(GO, "")
        if chosen not in steps:
            if not complete:
                return self.render_to_response(self.get_context_data(form=form))
            if self.step == "place" and (name := unknown_place(form.cleaned_data, request.POST)):
                form.add_error("municipality", UNKNOWN % {"name": name})
                return self.render_to_response(self.get_context_data(form=form, unknown=name))
            chosen = steps[steps.index(self.step) + 1]
        return mark_saved(redirect("projects_wizard", chosen), self.draft_key())

    def draft_key(self) -> str:
        """Name under which the browser keeps what is typed in this step until it is sent."""
        return draft_key(self.request.user, "case-wizard", self.step)

    @transaction.atomic
    def _keep(self, form: StepForm) -> None:
        """Store what was typed. The row is read anew: another step may have been answered in another window."""
        draft, _created = WizardDraft.objects.select_for_update().get_or_create(user=self.user)
        for name, field in form.fields.items():
            if name in form.cleaned_data:
                draft.said[name] = _storable(form.cleaned_data[name])
                draft.unfinished.pop(name, None)
            else:
                typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
                draft.said.pop(name, None)
                draft.unfinished[name] = tidy_text(typed) if isinstance(typed, str) else typed
        said = draft.said
        if self.step == "place" and "latitude" in said and said["latitude"] is None and "country" in said:
            said["latitude"], said["longitude"] = point_of(said.get("municipality", ""), said["country"])
        draft.save()
        self.draft = draft

    def _finish(self, request: HttpRequest) -> HttpResponse:
        missing = self.missing_step()
        if missing:
            return redirect("projects_wizard", missing)
        with transaction.atomic():
            case = make_draft(self.said, self.language, **self._belongings(), user=self.user)
            self.draft.delete()
        messages.success(request, _("The draft is made. Look at the preview, then submit it for review."))
        return redirect("wagtailadmin_pages:edit", case.pk)

    def _discard(self) -> HttpResponse:
        WizardDraft.objects.filter(user=self.user).delete()
        messages.success(self.request, _("Your answers are deleted."))
        return redirect("projects_wizard", next(iter(STEPS)))

    def build(self) -> CaseStudyPage:
        """The case as it would be made now; nothing is stored."""
        return build_draft(self.said, self.language, **self._belongings(), user=self.user)

    def _belongings(self) -> dict[str, Any]:
        """Whose case it is, and its elements in the order of their choice."""
        first = self.said.get("first")
        chosen = sorted(self.said.get("elements", []), key=lambda pk: pk != first)
        elements = ElementPage.objects.in_bulk(chosen)
        return {
            "organisation": Organisation.objects.filter(pk=self.said.get("organisation") or 0).first(),
            "elements": [elements[pk] for pk in chosen if pk in elements],
        }


def _storable(value: Any) -> Any:
    """What JSON can hold: keys instead of objects."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet):
        return [item.pk for item in value]
    return value
