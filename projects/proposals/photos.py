"""Photos that come with a proposal: the upload field, and what becomes of a photo at the desk.

Nobody but editors of the draft sees such a photo before one of them takes it: it lies in the database and not among the
media, in a form of ours (JPEG, at most ``LONGEST`` pixels, without metadata), whatever was sent.
"""

from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageOps

from partners.models import Team
from partners.teams.groups import shared_folder
from portal.core.models.media import PortalImage
from portal.core.uploads.pictures import MANY_BYTES, QUALITY, as_plain, plain_name, read_picture
from portal.core.users.models import User
from projects.models import ProposedPhoto

#: Anybody may send one, so it has to be smaller than what editors upload. Megabytes, pixels, pixels of the longer side.
MOST_MEGABYTES, MOST_PIXELS, LONGEST = 10, 50_000_000, 2400


class PhotoField(forms.FileField):
    """Upload field of a photo; its value is the photo as it is kept (a JPEG), or nothing."""

    widget = forms.FileInput(attrs={"accept": "image/*"})

    def to_python(self, data: File | None) -> File | None:
        """The photo as it is kept; what cannot be taken is refused in words."""
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > MOST_MEGABYTES * 1024**2:
            raise ValidationError(MANY_BYTES, code="too_large", params={"most": MOST_MEGABYTES})
        return ContentFile(kept_form(read_picture(file.read(), MOST_PIXELS)))


def kept_form(picture: Image.Image) -> bytes:
    """``picture`` encoded anew: upright, in colours that browsers know, and nothing of the file that was sent."""
    plain = as_plain(picture)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(plain[0])) if plain else picture)
    profile = upright.info.get("icc_profile") if upright.mode in {"RGB", "RGBA"} else None
    if upright.mode in {"RGBA", "LA"}:
        colours = upright.convert("RGBA")
        upright = Image.new("RGB", colours.size, "white")
        upright.paste(colours, mask=colours.getchannel("A"))
    upright = upright.convert("RGB")
    upright.thumbnail((LONGEST, LONGEST))
    # Of what came with the file Pillow would write the comment.
    upright.info = {}
    out = BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, icc_profile=profile)
    return out.getvalue()


@transaction.atomic
def take(photo: ProposedPhoto, user: User) -> bool:
    """Put a photo among the images of the team whose draft it came with; False if somebody was faster."""
    if not ProposedPhoto.objects.filter(pk=photo.pk).delete()[0]:
        return False
    case: Any = photo.case
    team = Team.objects.filter(organisation=case.organisation_id).first() if case.organisation_id else None
    PortalImage.objects.create(
        title=case.title,
        credit=photo.credit,
        collection=team.collection if team else shared_folder(),
        uploaded_by_user=user,
        file=ContentFile(bytes(photo.content), plain_name(case.title, "jpg")),
    )
    return True


def forget_old_photos() -> int:
    """Delete photos about which nobody decided in time; returns how many."""
    return ProposedPhoto.objects.filter(created_at__lt=timezone.now() - ProposedPhoto.KEPT_FOR).delete()[0]
