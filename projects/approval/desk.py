"""Admin view of approvals: an editor asks the owner of a case, asks again, or takes the question back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.editing.admin_views import AdminView, Crumb, editor_crumb
from portal.editing.undo.asking import Question, ask, is_sure
from projects.approval import actions
from projects.approval.forms import AskOwnerForm
from projects.models import CaseStudyPage


class AskOwnerView(AdminView, FormView):
    """One case: whom to ask, in which language, and what was asked before."""

    template_name = "projects/approval/ask.html"
    form_class = AskOwnerForm
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find a case that the user may edit.

        Raises:
            PermissionDenied: somebody else's.
        """
        super().setup(request, *args, **kwargs)
        found = CaseStudyPage.objects.select_related("latest_revision", "locale")
        self.case: CaseStudyPage = get_object_or_404(found, pk=kwargs["page_id"], latest_revision__isnull=False)
        if not self.case.permissions_for_user(request.user).can_edit():
            raise PermissionDenied

    def get_page_title(self) -> str:
        """What it is about."""
        return _("Ask the owner of “%(title)s”") % {"title": self.case.get_admin_display_title()}

    def above(self) -> list[Crumb]:
        """The page."""
        return [editor_crumb(self.case)]

    def get_initial(self) -> dict[str, object]:
        """Whoever is named in the draft, in the language of the case."""
        draft = self.case.get_latest_revision_as_object()
        return {"address": draft.contact_email, "language": self.case.locale_code}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``case`` and ``asked``, the question that waits for its answer."""
        asked = self.case.approvals.filter(answer="").first()
        return {**super().get_context_data(**kwargs), "case": self.case, "asked": asked}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Ask, or take it back."""
        if "withdraw" not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        if not is_sure(request):
            return ask(request, self._question())
        if actions.withdraw(self.case):
            messages.success(request, _("The question is taken back: its link works no longer."))
        return redirect("wagtailadmin_pages:edit", self.case.pk)

    def _question(self) -> Question:
        follows = (
            _("The link in the mail to the owner works no longer, and an answer cannot reach you by it."),
            _("The owner gets no mail about it. You can ask anew at any time, with a new link."),
        )
        back = reverse("ask_owner", args=[self.case.pk])
        return Question(_("Take the question back?"), follows, _("Take the question back"), back)

    def form_valid(self, form: AskOwnerForm) -> HttpResponse:
        """Mail the link."""
        data = form.cleaned_data
        actions.ask(self.case, data["address"], data["language"], self.request.user, timezone.now())
        messages.success(self.request, _("The owner gets a mail with a link. The answer will stand above the page."))
        return redirect("wagtailadmin_pages:edit", self.case.pk)
