from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The editors' front page. It has no models, and its templates lie with those of ``home``."""

    name = "home.workbench"

    def ready(self) -> None:
        from home.workbench.digest import EVERY, tell_translators
        from home.workbench.labels import set_labels
        from portal.core.operations import periodic

        set_labels()
        periodic.register("home.tell_translators", EVERY, tell_translators)
