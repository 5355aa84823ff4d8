"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from typing import Any

from django.http import HttpRequest

from partners.involvement import Partner, involvement_of
from partners.models import PartnerPage
from portal.core.hooks.context import page_context


@page_context.register
def partner_context(page: PartnerPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, object]:
    """``involvement``: what the partner owns or takes part in, by the apps above."""
    partner = Partner(page.translation_key, page.organisation_id, page.reading_language, context["frame"])
    return {"involvement": involvement_of(partner)}
