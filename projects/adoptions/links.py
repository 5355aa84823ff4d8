"""Secret links to one's own adoption: only their SHA-256 is kept. Every mail has one, and all of them work."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import override

from portal.core.hooks.site_url import absolute
from portal.core.web.tokens import fingerprint, is_token, new_token
from projects.models import Adoption, AdoptionLink


def new_link(adoption: Adoption, now: datetime) -> str:
    """A new link for a mail, in the language of the author."""
    return absolute(new_path(adoption, now))


def new_path(adoption: Adoption, now: datetime) -> str:
    """The path of a new link."""
    token = new_token()
    AdoptionLink.objects.create(adoption=adoption, fingerprint=fingerprint(token), created_at=now)
    with override(adoption.language):
        return reverse("own_adoption", args=[token])


def find(token: str) -> Adoption | None:
    """The adoption that a link leads to; None if it is unknown, cut off or withdrawn."""
    if not is_token(token):
        return None
    return Adoption.objects.filter(links__fingerprint=fingerprint(token)).prefetch_related("elements").first()
