"""Admin views of a photo that came with a proposal: to look at it, take it or delete it."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.users.models import User
from portal.editing.undo.asking import Question, ask, is_sure
from projects.models import ProposedPhoto
from projects.proposals import photos


def _photo(request: HttpRequest, photo_id: int) -> ProposedPhoto:
    """The photo of a draft that somebody may edit."""
    found: Any = get_object_or_404(ProposedPhoto.objects.filter(case__isnull=False).select_related("case"), pk=photo_id)
    if not found.case.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return cast("ProposedPhoto", found)


@never_cache
@require_GET
def proposed_photo_file(request: HttpRequest, photo_id: int) -> HttpResponse:
    """The photo itself; no address but this one shows it."""
    return HttpResponse(bytes(_photo(request, photo_id).content), content_type="image/jpeg")


def _question(photo: ProposedPhoto) -> Question:
    follows = (
        _("The photo is deleted for good: there is no other copy here, and it cannot be taken back."),
        _("The draft stays as it is. Whoever sent the photo gets no mail."),
    )
    return Question(
        _("Delete this photo?"), follows, _("Delete it"), reverse("projects_proposed_photo", args=[photo.pk])
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposed_photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    """The photo with two buttons."""
    photo = _photo(request, photo_id)
    if request.method != "POST":
        title = _("Photo that came with a draft")
        context = {"photo": photo, "page_title": title, "header_title": title, "header_icon": "image"}
        return render(request, "projects/admin/proposed_photo.html", context)
    if "take" in request.POST:
        if photos.take(photo, cast("User", request.user)):
            messages.success(request, _("The photo is among the images. Choose it under “Picture”, and describe it."))
    elif "delete" in request.POST:
        if not is_sure(request):
            return ask(request, _question(photo))
        photo.delete()
        messages.success(request, _("The photo is deleted."))
    return redirect("wagtailadmin_pages:edit", photo.case_id)
