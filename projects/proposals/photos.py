"""Photos that come with a proposal: the upload field, and what becomes of a photo at the desk.

Nobody but editors of the draft sees such a photo before one of them takes it: it lies in the database and not among the
media, in a form of ours (JPEG, at most ``LONGEST`` pixels, without metadata), whatever was sent.
"""

from io import BytesIO
from threading import Lock
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
MOST_MEGABYTES, MOST_PIXELS, LONGEST = 10, 16_000_000, 2400
#: More of what cameras make: a JPEG is decoded smaller than it is, and nothing is transparent in either. Pixels.
MOST_OF = {"JPEG": 50_000_000, "MPO": 50_000_000, "HEIF": 25_000_000}
#: One after the other: a picture takes the memory of many pages.
_decoding = Lock()


class PhotoField(forms.FileField):
    """Upload field of a photo; its value is the file as it was sent, if it is not too large, or nothing."""

    widget = forms.FileInput(attrs={"accept": "image/*"})

    def to_python(self, data: File | None) -> File | None:
        """The file; what is too large is refused in words."""
        file = super().to_python(data)
        if file is not None and file.size > MOST_MEGABYTES * 1024**2:
            raise ValidationError(MANY_BYTES, code="too_large", params={"most": MOST_MEGABYTES})
        return file


def as_kept(file: File) -> File:
    """The photo in ``file`` as it is kept: a JPEG.

    Raises:
        ValidationError: in words for whoever sent it.
    """
    with _decoding:
        picture = read_picture(file.read(), MOST_PIXELS, most_of=MOST_OF, longest=LONGEST)
        return ContentFile(_encoded_anew(picture))


def _encoded_anew(picture: Image.Image) -> bytes:
    """``picture`` upright, in colours that browsers know, and with nothing of the file that was sent."""
    # Soon, while there is one copy. A pixel that is the number of a colour, or of the transparent one, cannot be mixed.
    if picture.mode not in {"1", "P", "PA"} and "transparency" not in picture.info:
        picture.thumbnail((LONGEST, LONGEST))
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
