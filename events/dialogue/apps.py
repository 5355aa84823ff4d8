from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "events.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events.dialogue import (
            covers,  # noqa: F401 (registers what it knows of reports)
            receivers,
            structured_data,  # noqa: F401 (registers the page types)
        )
        from events.dialogue.input import openings as found_here
        from events.dialogue.input import subjects
        from events.dialogue.jobs import register_jobs
        from events.dialogue.statements.gate import approval_gate
        from events.dialogue.telling import client
        from events.models import EventPage
        from portal.core.hooks import openings
        from portal.editing.publication.gates import register_gate

        client.register()
        register_gate(EventPage, approval_gate)
        receivers.connect_receivers()
        register_jobs()
        openings.register(found_here.find_opening)
        subjects.register(subjects.STATEMENT, subjects.find_statement)
