from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners.involvement import register_involvement  # noqa: PLC0415
        from portal import periodic  # noqa: PLC0415
        from portal.editing.gates import register_gate  # noqa: PLC0415
        from portal.editing.terms import register_terms  # noqa: PLC0415
        from projects import covers, structured  # noqa: F401, PLC0415 (each registers what it knows of pages)
        from projects.drafting import forget_old_answers  # noqa: PLC0415
        from projects.gates import case_gate  # noqa: PLC0415
        from projects.models import CaseStudyPage  # noqa: PLC0415
        from projects.proposals import forget_old_proposals  # noqa: PLC0415
        from projects.queries import cases_of_partner, strategies_of_partner  # noqa: PLC0415 (reads models)
        from projects.terms import glossary_between  # noqa: PLC0415

        register_terms(glossary_between)
        register_gate(CaseStudyPage, case_gate)
        register_involvement("case", _("Case studies"), cases_of_partner)
        register_involvement("strategy", _("Strategies"), strategies_of_partner)
        periodic.register("projects.forget_old_proposals", timedelta(hours=1), forget_old_proposals)
        periodic.register("projects.forget_old_answers", timedelta(days=1), forget_old_answers)
