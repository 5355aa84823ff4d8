"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from partners.enums import PartnerRole
from partners.involvement import Partner, involvement_of
from partners.models import PartnerIndexPage, PartnerPage
from portal.core.hooks.context import page_context
from portal.core.queries import as_rows, listed


@page_context.register
def partners_context(page: PartnerIndexPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, object]:
    """``groups``: (label, partners from the frame, each with its page as ``text``) in the order of the roles."""
    pages = as_rows(listed(PartnerPage.objects.all(), page.reading_language))
    texts = {str(partner.translation_key): partner for partner in pages}
    partners = [{**partner, "text": texts.get(partner["key"])} for partner in context["frame"].partners]
    many = {PartnerRole.ORGANISATION: _("Organisations behind the initiative")}
    groups = [(many.get(role, role.label), [one for one in partners if one["role"] == role]) for role in PartnerRole]
    return {"groups": [(label, members) for label, members in groups if members]}


@page_context.register
def partner_context(page: PartnerPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, object]:
    """``involvement``: what the partner owns or takes part in, by the apps above; ``page_obj`` with its pages."""
    partner = Partner(page.translation_key, page.organisation_id, page.reading_language, context["frame"])
    involvement, shown = involvement_of(partner, request)
    return {"involvement": involvement, "page_obj": shown}
