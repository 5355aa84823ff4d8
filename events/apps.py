from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events import context, covers, receivers, structured_data  # noqa: F401 (each registers what it knows of events)
        from events.desk.questions import follow_archiving
        from events.editing import EventPageForm, begun_gate
        from events.jobs import register_jobs
        from events.mail import client
        from events.models import Event, EventPage, Registration
        from events.queries import events_of_partner
        from partners.involvement import register_involvement
        from portal.core.hooks import moments
        from portal.core.pages.references import register_pages
        from portal.editing.publication.consequences import register_consequence
        from portal.editing.publication.gates import register_gate

        receivers.connect_receivers()
        client.register()
        register_gate(EventPage, begun_gate)
        register_consequence(EventPage, follow_archiving)
        # The form reads the page models, so that they cannot name it themselves.
        EventPage.base_form_class = EventPageForm
        register_jobs()
        moments.register(EventPage, "starts_at", "ends_at")
        moments.register(Event, "starts_at", "ends_at", "opens_at", "closes_at")
        moments.register(Registration, "offer_until")
        register_pages("event", EventPage)
        register_involvement(_("Events"), events_of_partner, "events/components/event_list.html")
