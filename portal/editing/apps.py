from datetime import timedelta

from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "portal.editing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.core.hooks.permissions import register_publish_condition
        from portal.core.hooks.publication import register_guard
        from portal.core.models import BasePage
        from portal.core.operations import periodic
        from portal.editing.pages import slugs
        from portal.editing.publication import archiving, four_eyes, patches, scheduled
        from portal.editing.publication.forms import GatedPageForm
        from portal.editing.quality import link_checker
        from portal.editing.review import presence, returning
        from portal.editing.translations import safe_text, short_views, states, sync
        from portal.editing.undo.offers import register_undo

        presence.use_words()
        slugs.connect_receivers()
        patches.apply_patches()
        link_checker.connect_receivers()
        safe_text.connect_receivers()
        states.connect_receivers()
        sync.connect_receivers()
        register_undo(archiving.ARCHIVED, archiving.take_back)
        register_undo(returning.RETURNED, returning.take_back)
        register_undo(short_views.REMOVED, short_views.put_back)
        register_guard(scheduled.scheduled_guard)
        register_publish_condition(four_eyes.was_read_by_another)
        periodic.register("portal.refresh_states", timedelta(days=1), states.refresh_all)
        periodic.register("portal.forget_presence", timedelta(minutes=10), presence.forget_old)
        periodic.register("portal.check_links", timedelta(minutes=10), link_checker.check_some)
        # The form reads the page models, so that they cannot name it themselves.
        BasePage.base_form_class = GatedPageForm
