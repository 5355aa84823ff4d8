"""Guided paths: what an editor comes for, as the first thing on the dashboard."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.models import PartnerPage
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.types import AnyUser
from portal.editing.enums import State
from portal.editing.models import TranslationState


@dataclass(frozen=True)
class GuidedPath:
    """One thing that somebody may want to do."""

    title: str
    words: str
    url: str
    icon: str


def guided_paths(user: AnyUser, language: str) -> list[GuidedPath]:
    """What ``user`` can begin, in the order in which it is mostly wanted. One query."""
    organisations = organisation_ids(user)
    if not organisations and not acts_for_all(user):
        return []
    paths = [
        GuidedPath(
            _("Tell a case"),
            _("A few questions about a project, and a draft is made of your answers."),
            reverse("projects_wizard", args=["problem"]),
            "edit",
        ),
        GuidedPath(
            _("Announce an event"),
            _("A workshop or another meeting, with registration if you like."),
            reverse("events_wizard_new", args=["what"]),
            "date",
        ),
    ]
    kept = PartnerPage.objects.filter(organisation__in=organisations).order_by().values("page_ptr")
    own = TranslationState.objects.filter(state=State.SOURCE, page__in=kept).select_related("page").order_by("pk")
    paths += [
        GuidedPath(
            _("Update %(organisation)s") % {"organisation": row.page.title},
            _("What visitors read about your organisation."),
            reverse("wagtailadmin_pages:edit", args=[row.page_id]),
            "site",
        )
        for row in own
        if row.page
    ]
    return [
        *paths,
        GuidedPath(
            _("Translate"),
            _("Every page and language, with the sentences that wait."),
            f"{reverse('home_matrix')}?language={language}",
            "globe",
        ),
        GuidedPath(
            _("Answer input"),
            _("Read what people wrote, show it, and say what came of it."),
            reverse("occasions_modeladmin_index"),
            "comment",
        ),
    ]
