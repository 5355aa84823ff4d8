"""The photo that an author chooses, or uploads while choosing, among those of the own team."""

from typing import Any

from django.db.models import QuerySet
from wagtail.images.widgets import AdminImageChooser
from wagtail.permissions import policy_registry

from portal.core.forms.choices import is_key
from portal.core.models import PortalImage
from portal.core.users.models import User


def photos_for(user: User) -> QuerySet[PortalImage]:
    """What Wagtail's chooser offers ``user``."""
    policy: Any = policy_registry.get_by_type(PortalImage)
    found: QuerySet[PortalImage] = policy.instances_user_has_any_permission_for(user, ["choose"])
    return found


class PhotoChooser(AdminImageChooser):
    """Wagtail's chooser; a photo that the author may not choose, or that is no more, is shown as nothing chosen."""

    photos: QuerySet[PortalImage] | None = None

    def get_instance(self, value: object) -> PortalImage | None:
        """The photo of a stored or typed key."""
        key = str(getattr(value, "pk", value) or "")
        return self.photos.filter(pk=key).first() if self.photos is not None and is_key(key) else None
