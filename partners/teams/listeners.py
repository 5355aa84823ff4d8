"""Who is told what comes back about a page: whoever asked, else its team, else the secretariat."""

from django.contrib.auth import get_user_model
from wagtail.models import Page

from partners.models import OwnedMixin
from partners.teams.groups import SECRETARIAT
from portal.core.users.models import User


def listeners(page: Page, asked_by: User | None) -> list[User]:
    """Accounts that hear the answer about ``page``: the asker's, as long as it edits the page, else those of its team.

    Where nobody is left, all of the secretariat.
    """
    page = page.specific
    if asked_by and asked_by.is_active and page.permissions_for_user(asked_by).can_edit():
        return [asked_by]
    users = get_user_model().objects.filter(is_active=True)
    owner = page.organisation_id if isinstance(page, OwnedMixin) else None
    team = list(users.filter(groups__team__organisation=owner)) if owner else []
    return team or list(users.filter(groups__name=SECRETARIAT))
