"""What an event of the wizard will look like."""

from events.models import EventPage
from events.wizard.views import EventWizard
from portal.editing.wizard.preview import WizardPreview


class EventPreview(WizardPreview, EventWizard):
    """The event as a page, and as the card that is shared."""

    def build(self) -> EventPage:
        """Below the overview of its language."""
        return self.build_event()
