"""The case study wizard in the admin: six screens of questions, then advice, then a draft."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.models import Organisation
from partners.teams.ownership import organisation_ids
from portal.core.hooks.finding import similar_cases
from portal.editing.models import WizardAnswers
from portal.editing.wizard.forms import Said, StepForm
from portal.editing.wizard.views import CHECK, Wizard
from projects.drafting import build_draft, make_draft, public_origin
from projects.models import CaseLibraryPage, CaseStudyPage, ElementPage, WizardDraft
from projects.wizard import advice
from projects.wizard.element_suggestions import suggest_elements
from projects.wizard.figures import read_figures
from projects.wizard.forms import STEPS
from projects.wizard.photos import photos_for
from projects.wizard.placing import UNKNOWN, look_for, marker, point_of, unknown_place


class CaseWizard(Wizard):
    """A case, told in the language of the account."""

    page_title = gettext_lazy("Tell a case")
    steps = STEPS
    folder = "projects/wizard"
    draft_kind = "case-wizard"
    previews = ("page", "card", "social")

    def find_draft(self) -> WizardDraft:
        """Everybody has one."""
        library = CaseLibraryPage.objects.filter(locale__language_code=self.language).first()
        if library is None or not library.permissions_for_user(self.user).can_add_subpage():
            raise PermissionDenied
        return WizardDraft.objects.filter(user=self.user).first() or WizardDraft(user=self.user)

    def lock_draft(self) -> WizardDraft:
        """As it is now."""
        return WizardDraft.objects.select_for_update().get_or_create(user=self.user)[0]

    def url_of(self, step: str) -> str:
        """By its name."""
        return reverse("projects_wizard", args=[step])

    def url_of_preview(self, kind: str) -> str:
        """By its name."""
        return reverse("projects_wizard_preview", args=[kind])

    def initial(self) -> dict[str, object]:
        """What was said before, and the case that a link names as the origin of this one."""
        named = self.request.GET.get("origin", "")
        return {**super().initial(), **({"origin": named} if public_origin(named, self.language) else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds, as the step needs them, suggestions, remarks and duplicates."""
        context = super().get_context_data(**kwargs)
        context["origin"] = public_origin(self.initial().get("origin"), self.language)
        if self.step == CHECK:
            return {
                **context,
                "remarks": advice.remarks(self.said, self.language),
                "duplicates": advice.likely_duplicates(self.said, self._known_cases(), self._alike()),
            }
        if self.step == "place":
            form = context["form"]
            context["marker"] = marker(form.data if form.is_bound else form.initial)
        if self.step == "elements":
            text = " ".join(str(self.said.get(name, "")) for name in ("title", "challenge", "approach", "result"))
            context["suggestions"] = suggest_elements(text, self.language)
        return context

    def _alike(self) -> dict[UUID, float]:
        """How alike the stories of public cases are to what was told so far."""
        story = "\n".join(str(self.said.get(name) or "") for name in ("challenge", "approach", "result"))
        return dict(similar_cases(str(self.said.get("title") or ""), story, self.language))

    def _known_cases(self) -> QuerySet[CaseStudyPage]:
        """Public cases and those of the own organisation: drafts of others are nobody's business."""
        return CaseStudyPage.objects.filter(Q(live=True) | Q(organisation__in=organisation_ids(self.request.user)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """As every wizard; the map has buttons of its own."""
        if self.step == "place" and (placing := look_for(request.POST)):
            initial = {**self.said, **request.POST.dict(), **placing.values}
            return self.render_to_response(self.get_context_data(form=self.form(initial=initial), placing=placing))
        return super().post(request, *args, **kwargs)

    def settle(self, draft: WizardAnswers) -> None:
        """A place that nobody showed on the map is where its name says."""
        said = draft.said
        if self.step == "place" and "latitude" in said and said["latitude"] is None and "country" in said:
            said["latitude"], said["longitude"] = point_of(said.get("municipality", ""), said["country"])

    def doubt(self, form: StepForm) -> dict[str, object]:
        """A municipality that the map does not know has to be said twice."""
        if self.step != "place" or not (name := unknown_place(form.cleaned_data, form.data)):
            return {}
        form.add_error("municipality", UNKNOWN % {"name": name})
        return {"unknown": name}

    def finish(self) -> HttpResponse:
        """A draft of the page, in the editor."""
        with transaction.atomic():
            case = make_draft(self._told(), self.language, **self._belongings(), user=self.user)
            self.draft.delete()
        messages.success(self.request, _("The draft is made. Look at the preview, then submit it for review."))
        return redirect("wagtailadmin_pages:edit", case.pk)

    def forget(self) -> str:
        """Begin again."""
        WizardDraft.objects.filter(user=self.user).delete()
        return self.url_of(next(iter(STEPS)))

    def build_case(self) -> CaseStudyPage:
        """The case as it would be made now; nothing is stored."""
        return build_draft(self._told(), self.language, **self._belongings(), user=self.user)

    def _told(self) -> Said:
        """The answers as a case has them: numbers with their source, and the photo if it is there still."""
        said = self.said
        source = {"publisher": said.get("source_publisher") or "", "url": said.get("source_url") or ""}
        figures = [asdict(figure) | source for figure in read_figures(said.get("figures") or "")]
        photo = photos_for(self.user).filter(pk=said.get("photo") or 0).first()
        return {**said, "key_figures": figures if source["url"] else [], "photo_id": photo and photo.pk}

    def _belongings(self) -> dict[str, Any]:
        """Whose case it is, and its elements in the order of their choice."""
        first = self.said.get("first")
        chosen = sorted(self.said.get("elements", []), key=lambda pk: pk != first)
        elements = ElementPage.objects.in_bulk(chosen)
        return {
            "organisation": Organisation.objects.filter(pk=self.said.get("organisation") or 0).first(),
            "elements": [elements[pk] for pk in chosen if pk in elements],
        }
