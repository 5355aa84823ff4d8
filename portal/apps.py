from datetime import timedelta

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models import FloatField  # noqa: PLC0415
        from wagtail.admin import mail as wagtail_mail  # noqa: PLC0415
        from wagtail.admin.forms.models import register_form_field_override  # noqa: PLC0415

        from portal import (  # noqa: F401, PLC0415 (checks)
            checks,
            converters,
            frame,
            incoming,
            mail_addresses,
            mail_server,
            periodic,
            site_address,
            spreadsheets,
            tasks,
            throttle,
        )
        from portal.dates import fields as date_fields  # noqa: PLC0415
        from portal.editing import (  # noqa: PLC0415
            file_access,
            links,
            page_addresses,
            publication,
            safe_text,
            states,
            sync,
        )
        from portal.editing.forms import GatedPageForm  # noqa: PLC0415
        from portal.editing.mail import QueueingBackend  # noqa: PLC0415
        from portal.models import BasePage  # noqa: PLC0415
        from portal.numbers import NumberField  # noqa: PLC0415
        from portal.pictures import tasks as pictures  # noqa: PLC0415

        date_fields.connect()
        register_form_field_override(FloatField, override={"form_class": NumberField})
        incoming.connect()
        mail_addresses.connect()
        page_addresses.connect()
        file_access.connect()
        publication.connect()
        frame.connect()
        links.connect()
        mail_server.connect()
        # Wagtail sends its notices (comments) from the request, which would wait for the mail server, or fail with it.
        wagtail_mail.get_connection = lambda *args, **kwargs: QueueingBackend()
        safe_text.connect()
        site_address.connect(self)
        spreadsheets.connect()
        states.connect()
        sync.connect()
        tasks.connect()
        pictures.connect()
        periodic.register("portal.release_lost_tasks", timedelta(minutes=1), tasks.release_lost_tasks)
        periodic.register("portal.publish_scheduled_pages", timedelta(minutes=1), tasks.publish_scheduled_pages)
        periodic.register("portal.prune_finished_tasks", timedelta(days=1), tasks.prune_finished_tasks)
        periodic.register("portal.delete_expired_sessions", timedelta(days=1), tasks.delete_expired_sessions)
        periodic.register("portal.forget_old_windows", timedelta(hours=1), throttle.forget_old_windows)
        periodic.register("portal.refresh_states", timedelta(days=1), states.refresh_all)
        periodic.register("portal.check_links", timedelta(minutes=10), links.check_some)
        # The form reads the page models, so that they cannot name it themselves.
        BasePage.base_form_class = GatedPageForm
