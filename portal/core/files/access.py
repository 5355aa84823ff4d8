"""Access control of uploaded documents: everybody reads what a public page shows, editors read the rest."""

import json

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.permissions import policy_registry
from wagtail.signals import page_published

from portal.core.models import PortalImage
from portal.core.types import AnyUser


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    page_published.connect(_after_publication, dispatch_uid="portal-file-access")


def _after_publication(instance: Page, revision: Revision | None = None, **kwargs: object) -> None:
    """Wagtail notes what a page refers to in a task of its own: until then its documents would be dead links."""
    if "document" in json.dumps(revision.content if revision else instance.serializable_data(), default=str):
        ReferenceIndex.create_or_update_for_object(instance)


def check_document(document: AbstractDocument, request: HttpRequest) -> None:
    """Before a document is served: it is on a page that the visitor may read, or belongs to the visitor's team.

    A document of a draft, or of a page that was taken back, is there for its team, whatever its address.

    Raises:
        Http404: as for a document that does not exist.
    """
    if not (is_on_readable_page(document, request) or may_use(request.user, document)):
        raise Http404


def check_original(path: str, request: HttpRequest) -> None:
    """Before the original of a picture is served: it belongs to the editor's team, or every team may use it.

    Raises:
        Http404: as for a picture that does not exist.
    """
    image = PortalImage.objects.filter(file=path).first()
    if not (image and may_use(request.user, image)):
        raise Http404


def is_on_readable_page(document: AbstractDocument, request: HttpRequest) -> bool:
    """Whether a published page links to ``document`` that the visitor may read."""
    references = ReferenceIndex.get_references_to(document)
    pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    found = Page.objects.filter(pk__in=[int(pk) for pk in pages.values_list("object_id", flat=True)], live=True)
    return any(
        all(restriction.accept_request(request) for restriction in page.get_view_restrictions()) for page in found
    )


def may_use(user: AnyUser, file: object) -> bool:
    """Whether ``user`` may put ``file`` on a page: it is of the own team, or in the folder that all share."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_any_permission_for_instance(user, ["change", "choose"], file))
