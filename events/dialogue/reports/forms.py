"""Admin form of reports: members of a team report on their own occasions only."""

from typing import Any

from events.dialogue.models import Occasion
from partners.teams.forms import OwnedPageForm
from partners.teams.ownership import acts_for_all, organisation_ids


class ReportPageForm(OwnedPageForm):
    """Offers the occasions of the user's own organisations; one that is chosen already stays among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("occasion")
        if field is None:
            return
        occasions = Occasion.objects.all()
        if not acts_for_all(self.for_user):
            occasions = occasions.filter(organisation__in=organisation_ids(self.for_user))
        field.queryset = occasions
