"""Views of translations across partners in the admin: asking for a language, and the list of what is asked for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.models import Page

from partners.enums import RequestEnd
from partners.models import ServedLanguage, TranslationRequest
from partners.teams.ownership import acts_for_all, is_own
from partners.translators import asking, undoing
from partners.translators.asking import RequestError
from partners.translators.forms import TranslationRequestForm
from partners.translators.helping import may_take
from partners.translators.lists import lines, requests_for
from portal.core.forms.choices import is_key
from portal.core.i18n.locales import language_name
from portal.core.mail.holding import holding
from portal.core.types import AnyUser
from portal.editing.admin_views import AdminView, Crumb, languages_crumb
from portal.editing.translations.starting import original_of
from portal.editing.undo import offers


class AskForTranslationView(AdminView, FormView):
    """Ask those who serve a language to translate a page into it."""

    template_name = "partners/translators/ask.html"
    form_class = TranslationRequestForm
    header_icon = "wagtail-localize-language"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find the original.

        Raises:
            PermissionDenied: somebody else's.
            Http404: it cannot be translated into that language.
        """
        super().setup(request, *args, **kwargs)
        self.original = original_of(get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1))
        self.language = str(kwargs["language"])
        if not self.original.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if self.language not in asking.languages_of(self.original):
            raise Http404

    def get_page_title(self) -> str:
        """Which page, into which language."""
        about = {"title": self.original.get_admin_display_title(), "language": language_name(self.language)}
        return _("Ask for “%(title)s” in %(language)s") % about

    def above(self) -> list[Crumb]:
        """The languages of the page."""
        return [languages_crumb(self.original)]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``original``, ``language`` and ``teams``: who serves it."""
        served = ServedLanguage.objects.filter(language=self.language).select_related("team__organisation")
        teams = [row.team.organisation.name for row in served.order_by("team__organisation__name")]
        language = language_name(self.language)
        return {**super().get_context_data(**kwargs), "original": self.original, "language": language, "teams": teams}

    def form_valid(self, form: TranslationRequestForm) -> HttpResponse:
        """Those who serve the language hear of it."""
        wish = form.save(commit=False)
        wish.original, wish.language = self.original, self.language
        try:
            asking.ask(wish, self.request.user)
        except RequestError as error:
            messages.warning(self.request, str(error))
        else:
            messages.success(self.request, _("Asked. You hear by mail when the translation is public."))
        return redirect("portal_languages", self.original.pk)


class RequestsView(AdminView, TemplateView):
    """What is asked for in the languages of the user's teams, and what became of the own requests."""

    template_name = "partners/translators/requests.html"
    page_title = gettext_lazy("Requests for translations")
    header_icon = "wagtail-localize-language"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``lines``."""
        return {**super().get_context_data(**kwargs), "lines": lines(self.request.user)}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Take, give back or withdraw one."""
        number = request.POST.get("request", "")
        concerned = requests_for(request.user).select_related("original", "taken_by", "asked_by")
        found = get_object_or_404(concerned, pk=number if is_key(number) else 0)
        try:
            match request.POST.get("action"):
                case "take":
                    return redirect("translation_editor", self._take(found, request.user))
                case "give_back":
                    self._give_back(found, request.user)
                case "withdraw":
                    self._withdraw(found, request.user)
        except RequestError as error:
            messages.warning(request, str(error))
        return redirect("partners_requests")

    def _take(self, found: TranslationRequest, user: AnyUser) -> int:
        if not may_take(user, found):
            raise PermissionDenied
        return int(asking.take(found, user).pk)

    def _give_back(self, found: TranslationRequest, user: AnyUser) -> None:
        if not (acts_for_all(user) or found.taken_by == user):
            raise PermissionDenied
        said = _("Given back. What you have written is kept for whoever takes it next.")
        held_as = undoing.name_of_hold(found)
        with holding(held_as):
            asking.give_back(found, user)
        kept = {"request": str(found.pk), "taker": str(found.taken_by_id)}
        offers.offer(self.request, undoing.GIVEN_BACK, kept, said, held_as=held_as)

    def _withdraw(self, found: TranslationRequest, user: AnyUser) -> None:
        if not (acts_for_all(user) or is_own(user, found.original.specific)):
            raise PermissionDenied
        held_as = undoing.name_of_hold(found)
        with holding(held_as):
            if not asking.end(found, RequestEnd.WITHDRAWN, user):
                raise RequestError(_("This request has ended meanwhile."))
        ended_at = TranslationRequest.objects.values_list("ended_at", flat=True).get(pk=found.pk)
        kept = {"request": str(found.pk), "ended_at": str(ended_at)}
        offers.offer(self.request, undoing.WITHDRAWN, kept, _("Withdrawn."), held_as=held_as)
