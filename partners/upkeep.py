"""Keeps groups and permissions in step with the tree."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.signals import page_published

from partners import permissions, teams
from partners.forms import OwnedPageForm
from partners.models import PartnerPage
from partners.workflow import prepare_workflow
from portal import periodic
from portal.editing.permissions import register_rule


def connect() -> None:
    """Called when the app is ready."""
    register_permission_policy(Page, permissions.PagePolicy())
    register_rule(permissions.allowed_actions)
    for model in permissions.owned_models():
        if "base_form_class" not in vars(model):  # the rooms above may have a form with more
            model.base_form_class = OwnedPageForm
    # Permissions are made app by app; those of Django's own come last, and by then all exist.
    post_migrate.connect(_after_migration, sender=apps.get_app_config("auth"), dispatch_uid="partners-teams")
    page_published.connect(_after_publication, dispatch_uid="partners-teams")
    periodic.register("partners.grant_all", timedelta(days=1), teams.grant_all)


def _after_migration(**kwargs: Any) -> None:
    prepare_workflow(teams.secretariat())
    teams.grant_all()


def _after_publication(sender: type[Page], **kwargs: Any) -> None:
    """A new section or partner page: teams need their permissions there too."""
    if sender in permissions.section_models() or issubclass(sender, PartnerPage):
        teams.grant_all()
