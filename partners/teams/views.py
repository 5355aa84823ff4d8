"""Teams in the admin, for the secretariat: which organisations have one, who is in it, inviting and removing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.log_actions import log

from partners.models import Organisation, ServedLanguage, Team
from partners.teams import leaving
from partners.teams.forms import InvitationForm
from partners.teams.groups import make_team
from partners.teams.invitations import InvitationError, invite
from partners.teams.ownership import acts_for_all
from partners.translators.asking import give_back_unserved
from partners.translators.forms import ServedLanguagesForm
from portal.core.forms.choices import is_key
from portal.editing.admin_views import AdminView, Crumb
from portal.editing.undo import offers
from portal.editing.undo.asking import ask, is_sure


class SecretariatView(AdminView, TemplateView):
    """A page of the admin that only the secretariat opens."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer, unless the user belongs to a team only.

        Raises:
            PermissionDenied: the user does not act for every organisation.
        """
        if not acts_for_all(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TeamsView(SecretariatView):
    """All organisations, with the people of their teams."""

    template_name = "partners/teams/index.html"
    page_title = gettext_lazy("Teams")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``organisations``, four queries however many there are."""
        people = Prefetch("team__group__user_set", get_user_model().objects.order_by("last_name", "email"))
        organisations = Organisation.objects.select_related("team__group").prefetch_related(
            people, Prefetch("team__served_languages", ServedLanguage.objects.order_by("language"))
        )
        return {**super().get_context_data(**kwargs), "organisations": organisations}


class TeamView(SecretariatView):
    """One organisation: its people, a form to invite, and whether it publishes by itself."""

    template_name = "partners/teams/team.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find the organisation and its team, if it has one."""
        super().setup(request, *args, **kwargs)
        self.organisation = get_object_or_404(Organisation, pk=kwargs["organisation_id"])
        self.team = Team.objects.filter(organisation=self.organisation).select_related("group").first()
        self.link = ""

    def get_page_title(self) -> str:
        """The organisation's name."""
        return self.organisation.name

    def above(self) -> list[Crumb]:
        """The list of teams."""
        return [{"url": reverse("partners_teams"), "label": _("Teams")}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``organisation``, ``team``, ``people``, ``form``, ``languages`` (a form too) and, right after an
        invitation, its ``link``.
        """
        context = super().get_context_data(**kwargs)
        people = self.team.group.user_set.order_by("last_name", "email") if self.team else []
        return {
            "form": InvitationForm(),
            **context,
            "organisation": self.organisation,
            "team": self.team,
            "people": people,
            **({"languages": ServedLanguagesForm(team=self.team)} if self.team and "languages" not in context else {}),
            "link": self.link,
        }

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Invite, remove somebody after a question, or change whether the team publishes."""
        match request.POST.get("action"):
            case "invite":
                return self._invite(request)
            case "remove":
                person = self._person(request)
                if person and self.team and not is_sure(request):
                    return ask(request, leaving.question(self.team, person))
                self._remove(person)
            case "trust":
                self._set_can_publish(can_publish="trusted" in request.POST)
            case "languages" if self.team:
                return self._serve(request, self.team)
        return redirect("partners_team", self.organisation.pk)

    def _invite(self, request: HttpRequest) -> HttpResponse:
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            with transaction.atomic():
                team = make_team(self.organisation)
                invitation = invite(
                    form.cleaned_data["email"],
                    team.group,
                    language=form.cleaned_data["language"],
                    name=self.organisation.name,
                    by=request.user,
                )
        except InvitationError as error:
            form.add_error("email", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        self.team = team
        self.link = invitation.link
        messages.success(request, _("%(email)s is invited by mail.") % {"email": invitation.user.email})
        return self.render_to_response(self.get_context_data())

    def _serve(self, request: HttpRequest, team: Team) -> HttpResponse:
        form = ServedLanguagesForm(request.POST, team=team)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(languages=form))
        form.save()
        give_back_unserved()
        log(team, "portal.serve_languages", user=request.user)
        messages.success(request, _("Saved."))
        return redirect("partners_team", self.organisation.pk)

    def _person(self, request: HttpRequest) -> Any:
        number = request.POST.get("user", "")
        if self.team is None or not is_key(number):
            return None
        return self.team.group.user_set.filter(pk=number).first()

    def _remove(self, person: Any) -> None:
        if self.team is None or person is None:
            return
        kept = leaving.remove(self.team, person, self.request.user)
        said = _("%(email)s has left the team.") % {"email": person.email}
        offers.offer(self.request, leaving.REMOVED, kept, said)

    def _set_can_publish(self, *, can_publish: bool) -> None:
        make_team(self.organisation, can_publish=can_publish)
        messages.success(self.request, _("Saved."))
