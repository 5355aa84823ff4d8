from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events import covers, signals, structured  # noqa: F401, PLC0415 (each registers what it knows of events)
        from events.editing import EventPageForm, begun_gate  # noqa: PLC0415
        from events.jobs import register_jobs  # noqa: PLC0415
        from events.models import EventPage  # noqa: PLC0415
        from events.queries import events_of_partner  # noqa: PLC0415 (reads models)
        from partners.involvement import register_involvement  # noqa: PLC0415
        from portal.editing.gates import register_gate  # noqa: PLC0415

        signals.connect()
        register_gate(EventPage, begun_gate)
        # The form reads the page models, so that they cannot name it themselves.
        EventPage.base_form_class = EventPageForm
        register_jobs()
        register_involvement("event", _("Events"), events_of_partner)
