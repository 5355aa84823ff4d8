"""Every address of the admin, filled with the ids of one organisation's things."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin import widgets  # noqa: F401 (loads the admin before the resolver is read)
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import TaskState, WorkflowState

from portal.core.models import SiteSettings
from tests.partners.world import Owner

#: Addresses that end the session or answer before anybody is logged in.
NOT_ASKED = ("logout/", "login/", "password_reset/", "test404/", "failwhale/")


@dataclass(frozen=True)
class Address:
    """One pattern below ``/admin/`` with the names of its parameters."""

    route: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.route


def admin_addresses() -> list[Address]:
    """All patterns of the admin, in the order in which they are found."""
    found = [Address(route, names) for route, names in _walk(get_resolver().url_patterns, "", ())]
    inside = [address for address in found if address.route.startswith("admin/")]
    asked = [a for a in inside if not a.route.removeprefix("admin/").startswith(NOT_ASKED)]
    return list({a.route: a for a in asked if not a.route.endswith("^.*/$")}.values())


def _walk(patterns: Any, before: str, names: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        own = (*names, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route, own)
        elif isinstance(pattern, URLPattern):
            yield route, own


def values_for(route: str, owner: Owner, world: Any) -> dict[str, list[Any]]:
    """What to put in for each parameter, by its name; a list where several things of ``owner`` fit."""
    draft, case = owner.draft, owner.case
    state = WorkflowState.objects.for_instance(draft).latest("pk")
    task_state = TaskState.objects.filter(workflow_state=state).latest("pk")
    source = owner.translation.source
    pages = [case.pk, draft.pk, owner.case_da.pk, owner.event.pk, owner.partner.pk]
    on_draft = "workflow" in route
    own_key = "pk" if "pages" in route else ""
    keys = {
        "page_id": [draft.pk] if on_draft else pages,
        "parent_page_id": pages,
        "page_to_move_id": pages,
        "page_pk": pages,
        "destination_id": [case.get_parent().pk],
        "revision_id": [case.latest_revision_id],
        "revision_id_a": ["live"],
        "revision_id_b": [case.latest_revision_id],
        "pk": pages if own_key else [1],
        "content_type_app_name": ["projects"],
        "content_type_model_name": ["casestudypage"],
        "task_state_id": [task_state.pk],
        "task_id": [task_state.task_id],
        "workflow_state_id": [state.pk],
        "workflow_pk": [state.workflow_id],
        "action_name": ["approve", "reject", "publish", "unpublish", "delete"],
        "translation_id": [owner.translation.pk],
        "translation_source_id": [source.pk],
        "string_segment_id": list(source.stringsegment_set.values_list("pk", flat=True)[:1]),
        "overridable_segment_id": list(source.overridablesegment_set.values_list("pk", flat=True)[:1]) or [1],
        "mode": [""],
        "image_id": [owner.image.pk],
        "document_id": [owner.document.pk],
        "doc_id": [owner.document.pk],
        "uploaded_file_id": [1],
        "filter_spec": ["width-10"],
        "collection_id": [owner.team.collection_id],
        "session_id": [1],
        "object_id": [str(draft.pk)],
        "redirect_id": [Redirect.objects.order_by("pk").values_list("pk", flat=True).first()],
        "version_id": [1],
        "key": ["text"],
        "event_id": [owner.extra["registration"].event_id],
        "registration_id": [owner.extra["registration"].pk],
        "instance_pk": [owner.extra["registration"].event_id],
        "occasion_id": [owner.extra["theme"].occasion_id, "standing"],
        "contribution_id": [contribution.pk for contribution in owner.extra["contributions"]],
        "photo_id": [owner.extra["photo"].pk],
        "adoption_id": [owner.extra["adoption"].pk],
        "theme_id": [owner.extra["theme"].pk],
        "language": ["da" if "translations/ask" in route else "fi"],
        "organisation_id": [owner.organisation.pk],
        "step": ["problem", "place", "elements", "check"],
        "kind": ["page", "card", "social"],
        "draft_id": [owner.extra["announced"].pk],
        "app_label": ["wagtailcore"],
        "model_name": ["page"],
        "app_name": ["core"],
        "action": ["delete"],
    }
    if "announce/" in route:
        keys |= {"step": ["what", "check"]}
    if "occasions" in route:
        keys |= {"instance_pk": [owner.extra["theme"].occasion_id]}
    if "<int:occasion_id>" in route:
        keys |= {"occasion_id": [owner.extra["theme"].occasion_id]}
    if "choose-page" in route:
        keys |= {"parent_page_id": [*pages, case.get_parent().pk]}
    if "settings" in route:
        keys |= {"model_name": ["sitesettings"], "pk": [SiteSettings.load().pk]}
    if "images" in route:
        keys |= {"pk": [owner.image.pk]}
    if "documents" in route:
        keys |= {"pk": [owner.document.pk]}
    if "users" in route:
        keys |= {"pk": [owner.member.pk]}
    if "groups" in route:
        keys |= {"pk": [owner.team.group_id]}
    if "collections" in route:
        keys |= {"pk": [owner.team.collection_id]}
    if "create/" in route:
        keys |= {"app_label": ["projects"], "model_name": ["casestudypage"]}
    return keys
