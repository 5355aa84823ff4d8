from datetime import timedelta

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners import context, covers, names, structured_data  # noqa: F401 (two register themselves)
        from partners.contact import mail as contact_mail
        from partners.contact.actions import forget_messages
        from partners.teams import mail, receivers
        from partners.translators import asking, helping
        from portal.core.hooks.approval import register_reviewers
        from portal.core.operations import periodic
        from portal.core.operations.retention import CONTACT, TRANSLATORS
        from portal.editing.translations.helping import register_helpers

        contact_mail.register()
        periodic.register(CONTACT, timedelta(hours=1), forget_messages)
        periodic.register(TRANSLATORS, timedelta(days=1), asking.look_after)
        asking.connect_receivers()
        register_helpers(helping)
        register_reviewers(helping.may_publish)
        mail.connect_receivers()
        names.connect_receivers()
        receivers.connect_receivers()
