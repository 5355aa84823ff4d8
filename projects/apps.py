from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners.involvement import register_involvement
        from portal.core.hooks import shown
        from portal.core.operations import periodic
        from portal.core.operations.retention import ADOPTIONS, CASE_APPROVAL_JOB
        from portal.core.pages.references import register_pages
        from portal.editing.publication.gates import register_gate
        from portal.editing.review.notes import register_note
        from portal.editing.translations.terms import register_terms
        from portal.editing.undo.offers import register_undo
        from projects import context, covers, structured_data, subjects  # noqa: F401 (most register what they know)
        from projects.adoptions import api, asking, digest, moderation
        from projects.adoptions import mail as adoption_mail
        from projects.approval import actions as approval
        from projects.approval.notes import note_of_owner
        from projects.drafting import forget_old_answers
        from projects.gates import case_gate, collection_gate
        from projects.models import CaseStudyPage, CollectionPage, ElementPage, StrategyPage
        from projects.proposals.actions import forget_old_proposals
        from projects.queries import cases_of_partner, cases_shown_at, strategies_of_partner
        from projects.terms import glossary_between

        adoption_mail.register()
        api.register_operations()
        register_undo(moderation.REFUSED, moderation.take_back)
        register_terms(glossary_between)
        register_gate(CaseStudyPage, case_gate)
        register_gate(CollectionPage, collection_gate)
        register_note(CaseStudyPage, note_of_owner)
        shown.register(cases_shown_at)
        register_involvement(_("Case studies"), cases_of_partner, "projects/components/case_grid.html")
        register_involvement(_("Strategies"), strategies_of_partner, "projects/components/strategy_list.html")
        for kind, model in (("case", CaseStudyPage), ("element", ElementPage), ("strategy", StrategyPage)):
            register_pages(kind, model)
        subjects.connect_receivers()
        periodic.register("projects.forget_old_proposals", timedelta(hours=1), forget_old_proposals)
        periodic.register("projects.forget_old_answers", timedelta(days=1), forget_old_answers)
        periodic.register(CASE_APPROVAL_JOB, timedelta(days=1), approval.forget_old)
        periodic.register(ADOPTIONS, timedelta(hours=1), asking.forget_old)
        periodic.register("projects.ask_adopters", timedelta(days=1), asking.ask_again)
        periodic.register("projects.tell_teams_of_adoptions", timedelta(days=1), digest.tell_teams)
