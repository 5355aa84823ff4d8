from datetime import timedelta

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "portal.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models import FloatField
        from wagtail.admin import mail as wagtail_mail
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.models import Site

        from portal.core import checks, frame, readers  # noqa: F401 (checks register themselves)
        from portal.core.files import access, spreadsheets
        from portal.core.forms import incoming
        from portal.core.forms.dates import fields as date_fields
        from portal.core.forms.numbers import NumberField
        from portal.core.hooks import site_url
        from portal.core.i18n import locales
        from portal.core.mail import addresses, server
        from portal.core.mail.outbox.bounces import read_own_mailbox
        from portal.core.mail.outbox.retention import forget_old_mails
        from portal.core.mail.outbox.tasks import send_due_mail
        from portal.core.mail.sending import QueueingBackend
        from portal.core.operations import disk, errors, expand, periodic, replication, task_queue
        from portal.core.operations.backup import records as backups
        from portal.core.operations.metrics import counting, gauges
        from portal.core.pagecache import versions
        from portal.core.pagecache.memory import memory
        from portal.core.pictures import tasks as pictures
        from portal.core.web import converters, rate_limits  # noqa: F401 (converters register themselves)

        date_fields.apply_patches()
        register_form_field_override(FloatField, override={"form_class": NumberField})
        incoming.connect_receivers()
        addresses.register_form_field()
        access.connect_receivers()
        # Before the frame and the rooms above: what follows from a change may list pages.
        readers.connect_receivers()
        frame.connect_receivers()
        server.register_probe()
        errors.start()
        for told in (backups, disk, replication):
            told.register()
        # Wagtail sends its notices (comments) from the request, which would wait for the mail server, or fail with it.
        wagtail_mail.get_connection = lambda *args, **kwargs: QueueingBackend()
        for follow in (site_url.connect_receivers, expand.connect_receivers):
            follow(self)
        spreadsheets.apply_patches()
        for counted in (gauges, counting):
            counted.register_own()
        for followed in (task_queue, versions, pictures):
            followed.connect_receivers()
        # What processes keep by themselves until they hear that it changed, in whatever process.
        memory.when("wagtailcore_locale", locales.forget_locales)
        memory.when("wagtailcore_site", Site.clear_site_root_paths_cache)
        periodic.register("portal.send_mail", timedelta(seconds=30), send_due_mail.call)
        periodic.register("portal.read_bounces", timedelta(minutes=10), read_own_mailbox)
        periodic.register("portal.forget_old_mails", timedelta(hours=6), forget_old_mails)
        periodic.register("portal.release_lost_tasks", timedelta(minutes=1), task_queue.release_lost_tasks)
        periodic.register("portal.publish_scheduled_pages", timedelta(minutes=1), task_queue.publish_scheduled_pages)
        periodic.register("portal.reconcile_readers", timedelta(days=1), readers.reconcile)
        periodic.register("portal.prune_finished_tasks", timedelta(days=1), task_queue.prune_finished_tasks)
        periodic.register("portal.delete_expired_sessions", timedelta(days=1), task_queue.delete_expired_sessions)
        periodic.register("portal.forget_old_windows", timedelta(hours=1), rate_limits.forget_old_windows)
