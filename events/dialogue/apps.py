from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "events.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events.dialogue import (
            context,  # noqa: F401 (registers the template variables of the page types)
            covers,  # noqa: F401 (registers what it knows of reports)
            receivers,
            structured_data,  # noqa: F401 (registers the page types)
        )
        from events.dialogue.input import openings as found_here
        from events.dialogue.input import subjects
        from events.dialogue.input.paragraphs import find_paragraph
        from events.dialogue.jobs import register_jobs
        from events.dialogue.models import ConsultationPage, Occasion, ReportPage
        from events.dialogue.moderation import undoing
        from events.dialogue.public.api import register_operations
        from events.dialogue.public.comments import COMMENTING, fact_for_frame
        from events.dialogue.public.forms import ConsultationPageForm
        from events.dialogue.public.references import register_kinds
        from events.dialogue.public.responses import find_responses
        from events.dialogue.reports.forms import ReportPageForm
        from events.dialogue.reports.gates import answered_gate
        from events.dialogue.reports.publishing import report_as_before
        from events.dialogue.statements.gate import approval_gate
        from events.dialogue.telling import client
        from events.models import EventPage
        from portal.core.hooks import comments, frame_facts, moments, openings
        from portal.editing.publication.archiving import register_follower
        from portal.editing.publication.gates import register_gate

        client.register()
        undoing.register()
        register_operations()
        register_kinds()
        register_follower(report_as_before)
        register_gate(EventPage, approval_gate)
        register_gate(ReportPage, answered_gate)
        # The forms read the page models, so that they cannot name them themselves.
        ReportPage.base_form_class = ReportPageForm
        ConsultationPage.base_form_class = ConsultationPageForm
        receivers.connect_receivers()
        register_jobs()
        moments.register(Occasion, "opens_at", "closes_at", "reported_at")
        openings.register(found_here.find_opening)
        openings.register_responses(find_responses)
        subjects.register(subjects.STATEMENT, subjects.find_statement)
        subjects.register(comments.PARAGRAPH, find_paragraph)
        comments.register_commenting(COMMENTING)
        frame_facts.register("consultations", fact_for_frame)
