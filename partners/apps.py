from datetime import timedelta

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners import context, covers, names, structured_data  # noqa: F401 (two register themselves)
        from partners.contact import mail as contact_mail
        from partners.contact.actions import forget_messages
        from partners.teams import groups, leaving, mail, receivers
        from partners.translators import asking, helping, undoing
        from portal.core.hooks.approval import register_reviewers
        from portal.core.operations import periodic
        from portal.core.operations.retention import CONTACT, TRANSLATORS
        from portal.editing.review.presence import register_teams
        from portal.editing.translations.helping import register_helpers
        from portal.editing.undo.offers import register_undo

        contact_mail.register()
        periodic.register(CONTACT, timedelta(hours=1), forget_messages)
        periodic.register(TRANSLATORS, timedelta(days=1), asking.look_after)
        asking.connect_receivers()
        undoing.register()
        register_undo(leaving.REMOVED, leaving.put_back)
        register_helpers(helping)
        register_teams(groups.names_of_teams)
        register_reviewers(helping.may_publish)
        mail.connect_receivers()
        names.connect_receivers()
        receivers.connect_receivers()
