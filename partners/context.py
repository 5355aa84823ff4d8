"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from collections.abc import Mapping

from django.http import HttpRequest

from partners.involvement import involvement_of
from partners.models import PartnerPage
from portal.core.hooks.context import page_context


@page_context.register
def partner_context(page: PartnerPage, request: HttpRequest, context: Mapping[str, object]) -> dict[str, object]:
    """``involvement``: what the partner owns or takes part in, by the apps above."""
    return {"involvement": involvement_of(page)}
