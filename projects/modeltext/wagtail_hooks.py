"""Wagtail hooks of the model text: the desk at ``/admin/model/``, and the permission of editors of the model."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from projects.modeltext.desk import paragraphs, versions
from projects.modeltext.desk.access import edits_model, may_suggest, user_of


@hooks.register("register_admin_urls")
def model_urls() -> list[URLPattern | URLResolver]:
    """Versions, and paragraphs with their roots."""
    inside = [
        path("", versions.versions, name="model_admin"),
        path("new/", versions.new, name="model_admin_new"),
        path("versions/<int:version_id>/", versions.version, name="model_admin_version"),
        path("paragraphs/", paragraphs.paragraphs, name="model_admin_paragraphs"),
        path("paragraphs/<slug:key>/", paragraphs.paragraph, name="model_admin_paragraph"),
    ]
    return [path("model/", include(inside))]


class ModelMenuItem(MenuItem):
    """The model, for those who may edit its roots and versions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is anything behind it for this person."""
        return edits_model(user_of(request))


@hooks.register("register_admin_menu_item")
def model_menu_item() -> MenuItem:
    """The desk of the model in the main menu."""
    return ModelMenuItem(_("The model's text"), reverse_lazy("model_admin"), icon_name="doc-full-inverse", order=230)


class SuggestMenuItem(MenuItem):
    """The paragraphs, for teams, who suggest roots."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person suggests, and does not decide."""
        user = user_of(request)
        return may_suggest(user) and not edits_model(user)


@hooks.register("register_admin_menu_item")
def suggest_menu_item() -> MenuItem:
    """The paragraphs of the model in the main menu of teams."""
    return SuggestMenuItem(
        _("The model's text"),
        reverse_lazy("model_admin_paragraphs"),
        name="model-paragraphs",
        icon_name="doc-full-inverse",
        order=230,
    )


@hooks.register("register_permissions")
def model_permissions() -> QuerySet[Permission]:
    """Editing roots and proposing versions, to be given to a group."""
    return Permission.objects.filter(content_type__app_label="modeltext", codename="change_modelversion")
