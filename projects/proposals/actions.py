"""From a visitor's form to a draft that somebody looks at. Nothing is kept of who does not confirm."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partners.models import Organisation
from partners.teams.groups import SECRETARIAT
from portal.core.hooks.site_url import absolute
from portal.core.mail.sending import mail_address, mail_editor
from portal.core.web.tokens import fingerprint, is_token, new_token
from projects.drafting import make_draft
from projects.enums import MOST_ELEMENTS
from projects.models import CaseStudyPage, ElementPage, Proposal, ProposedPhoto
from projects.proposals.photos import forget_old_photos


@transaction.atomic
def propose(
    submitted: Mapping[str, Any], language: str, organisation: Organisation | None, photo: File | None = None
) -> None:
    """Keep what was typed until the address is confirmed, and mail the link for that."""
    token = new_token()
    proposal = Proposal.objects.create(
        fingerprint=fingerprint(token), language=language, organisation=organisation, submitted=dict(submitted)
    )
    if photo:
        ProposedPhoto.objects.create(proposal=proposal, content=photo.read(), credit=submitted["photo_credit"])
    path = reverse("confirm_proposal", args=[token])
    # Nothing of what was typed goes into the mail: it may have been typed by somebody else.
    mail_address(submitted["contact_email"], language, "projects/mail/confirm_proposal", link=absolute(path))


def find(token: str) -> Proposal | None:
    """The proposal that waits for this token; None if it is unknown, used or too old."""
    if not is_token(token):
        return None
    since = timezone.now() - Proposal.CONFIRM_WITHIN
    return Proposal.objects.filter(fingerprint=fingerprint(token), created_at__gte=since).first()


@transaction.atomic
def confirm(proposal: Proposal) -> CaseStudyPage:
    """The address is right: make the draft, tell those who look at it, forget the form."""
    elements = ElementPage.objects.filter(pk__in=proposal.submitted.get("elements", []), live=True).order_by("number")
    case = make_draft(
        proposal.submitted, proposal.language, organisation=proposal.organisation, elements=elements[:MOST_ELEMENTS]
    )
    ProposedPhoto.objects.filter(proposal=proposal).update(proposal=None, case=case)
    for user in _readers(proposal.organisation):
        mail_editor(
            user,
            "projects/mail/proposal_arrived",
            title=case.title,
            edit=reverse("wagtailadmin_pages:edit", args=[case.pk]),
        )
    proposal.delete()
    return case


def _readers(organisation: Organisation | None) -> Any:
    users = get_user_model().objects.filter(is_active=True)
    team = users.filter(groups__team__organisation=organisation) if organisation else users.none()
    return team if team.exists() else users.filter(groups__name=SECRETARIAT)


def forget_old_proposals() -> int:
    """Delete what nobody confirmed or decided in time; returns how many. Run by the worker."""
    return (
        forget_old_photos()
        + Proposal.objects.filter(created_at__lt=timezone.now() - Proposal.CONFIRM_WITHIN).delete()[0]
    )
