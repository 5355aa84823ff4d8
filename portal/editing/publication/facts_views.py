"""View to mark the facts of a page as checked against their sources."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.log_actions import log
from wagtail.models import Page

from portal.core.i18n import formats
from portal.core.i18n.languages import active_language
from portal.core.models import BasePage, PublishedText, SourcedMixin
from portal.core.pages.published import check_facts
from portal.core.types import AnyUser
from portal.editing.admin_views import AdminView, Crumb, editor_crumb

CHECKED = "portal.check_facts"


class DayForm(forms.Form):
    """The day of the check; today unless somebody looks back."""

    day = forms.DateField(
        label=gettext_lazy("Day on which the facts were compared with their sources"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_day(self) -> date:
        """No day to come."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


class FactsView(AdminView, FormView):
    """One page: when its facts were last checked, and a form to say that they are right."""

    template_name = "editing/facts.html"
    form_class = DayForm
    header_icon = "circle-check"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find a public page with facts that the user may publish.

        Raises:
            PermissionDenied: what visitors read of it is not the user's to say.
        """
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"], live=True, depth__gt=1).specific
        if not may_check_facts(self.page, request.user):
            raise PermissionDenied

    def get_page_title(self) -> str:
        """What it is about."""
        return _("Facts of “%(title)s”") % {"title": self.page.get_admin_display_title()}

    def above(self) -> list[Crumb]:
        """The page."""
        return [editor_crumb(self.page)]

    def get_initial(self) -> dict[str, object]:
        """Today."""
        return {"day": timezone.localdate()}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``page`` and ``checked``, the day that visitors are told of now."""
        known = PublishedText.objects.filter(page_id=self.page.pk).first()
        return {**super().get_context_data(**kwargs), "page": self.page, "checked": known and known.facts_checked}

    def form_valid(self, form: DayForm) -> HttpResponse:
        """Remember the day, in every language of the page."""
        day = form.cleaned_data["day"]
        check_facts(self.page, day)
        log(self.page, CHECKED, user=self.request.user, data={"day": day.isoformat()})
        month = formats.month_and_year(day, active_language())
        messages.success(self.request, _("Visitors read now: Facts checked: %(month)s") % {"month": month})
        return redirect("wagtailadmin_pages:edit", self.page.pk)


def may_check_facts(page: BasePage, user: AnyUser) -> bool:
    """Whether ``page`` is a public one with sources, and ``user`` may publish it."""
    sourced: Any = page if isinstance(page, SourcedMixin) else None
    return bool(sourced and sourced.live and sourced.permissions_for_user(user).can_publish())
