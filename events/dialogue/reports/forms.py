"""Admin form of reports: members of a team report on their own occasions only."""

from events.dialogue.rights import occasions_of
from partners.teams.forms import OwnedPageForm


class ReportPageForm(OwnedPageForm):
    """Offers the occasions whose desk the user may open."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("occasion")
        if field is not None:
            field.queryset = occasions_of(self.for_user)
