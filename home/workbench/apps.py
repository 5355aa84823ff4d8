from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The editors' front page. It has no models, and its templates lie with those of ``home``."""

    name = "home.workbench"

    def ready(self) -> None:
        from home.workbench.digest import EVERY, tell_translators
        from home.workbench.labels import set_labels
        from home.workbench.together_views import note_of_set
        from portal.core.models import BasePage
        from portal.core.operations import periodic
        from portal.editing.review.notes import register_note

        set_labels()
        register_note(BasePage, note_of_set)
        periodic.register("home.tell_translators", EVERY, tell_translators)
