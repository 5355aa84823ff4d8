"""Signal receivers that keep groups and permissions in step with the page tree."""

from datetime import timedelta

from django.apps import apps
from django.db.models.signals import post_migrate
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.signals import page_published

from partners.models import PartnerPage
from partners.teams import groups, ownership
from partners.teams.forms import OwnedPageForm
from partners.teams.workflow import prepare_workflow
from portal.core.hooks.permissions import register_rule
from portal.core.operations import periodic


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    register_permission_policy(Page, ownership.PagePolicy())
    register_rule(ownership.allowed_actions)
    for model in ownership.owned_models():
        if "base_form_class" not in vars(model):  # the rooms above may have a form with more
            model.base_form_class = OwnedPageForm
    # Permissions are made app by app; those of Django's own come last, and by then all exist.
    post_migrate.connect(_after_migration, sender=apps.get_app_config("auth"), dispatch_uid="partners-teams")
    page_published.connect(_after_publication, dispatch_uid="partners-teams")
    periodic.register("partners.grant_all", timedelta(days=1), groups.grant_all)


def _after_migration(**kwargs: object) -> None:
    prepare_workflow(groups.secretariat())
    groups.model_editors()
    groups.grant_all()


def _after_publication(sender: type[Page], **kwargs: object) -> None:
    """A new section or partner page: teams need their permissions there too."""
    if sender in ownership.section_models() or issubclass(sender, PartnerPage):
        groups.grant_all()
