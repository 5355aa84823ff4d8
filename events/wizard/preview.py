"""What an event of the wizard will look like."""

from events.models import EventIndexPage, EventPage
from events.wizard.views import EventWizard
from portal.editing.wizard.preview import WizardPreview


class EventPreview(WizardPreview, EventWizard):
    """The event as a page, and as the card that is shared."""

    def can_be_shown(self) -> bool:
        """A title and a day are needed."""
        return bool(self.said.get("title") and self.said.get("start_date") and self.said.get("start_time"))

    def build(self) -> tuple[EventPage, EventIndexPage]:
        """Below the overview of its language."""
        return self.build_event(), self.section
