"""Offers to undo: a signed token in a message, for whoever acted, while its time runs and nothing else happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core import serializers, signing
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.core.mail import holding
from portal.core.types import AnyUser

#: How long the button stands there; longer while it has the focus or the pointer, or somebody comes to it by Tab.
SHOWN_SECONDS = 10
#: How long the portal takes an action back: also for those who need more time to reach a button.
ACCEPTED_SECONDS = 40
_SALT = "portal.undo"
#: Takes who undoes and what the offer kept; says what was done, in a sentence. In a transaction.
TakeBack = Callable[[AnyUser, Mapping[str, str]], str]
_kinds: dict[str, TakeBack] = {}


class CannotUndoError(Exception):
    """It cannot be taken back; the message says why, for the editor. Nothing was changed."""


@dataclass(frozen=True)
class _Offer:
    kind: str
    kept: dict[str, str]
    name: str
    at: float

    def holds(self, now: datetime) -> bool:
        """Whether its time is not over yet."""
        return 0 <= now.timestamp() - self.at <= ACCEPTED_SECONDS


def register_undo(kind: str, take_back: TakeBack) -> None:
    """Say how actions of ``kind`` are taken back; to be called in an ``AppConfig.ready``."""
    _kinds[kind] = take_back


def offer(request: HttpRequest, kind: str, kept: Mapping[str, str], said: str, *, held_as: str = "") -> None:
    """Say that something was done, beside a button that takes it back.

    Parameters:
        kept: what is needed for it; the editor could read it.
        held_as: under which name the mails wait that follow (``portal.core.mail.holding``).
    """
    token = signing.dumps(
        [request.user.pk, timezone.now().timestamp(), kind, dict(kept), held_as], salt=_SALT, compress=True
    )
    shown = {"token": token, "seconds": SHOWN_SECONDS, "accepted": ACCEPTED_SECONDS}
    form = render_to_string("editing/undo.html", shown, request)
    messages.success(request, format_html("{} {}", said, form))


def take_back(user: AnyUser, token: str, now: datetime) -> str:
    """Undo what ``token`` was offered for; returns what to say.

    Raises:
        CannotUndoError: too late, somebody else's, undone already, or something changed meanwhile.
    """
    found = _read(user, token, now)
    if found is None:
        raise _too_late()
    with transaction.atomic():
        said = _kinds[found.kind](user, found.kept)
        if found.name:
            holding.drop(found.name)
        if not found.holds(timezone.now()):  # it has waited for a lock, and mails may be on their way
            raise _too_late()
    return said


def _read(user: AnyUser, token: str, now: datetime) -> _Offer | None:
    try:
        user_id, at, kind, kept, name = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = _Offer(kind, kept, name, at)
    return found if user_id == user.pk and found.holds(now) else None


def _too_late() -> CannotUndoError:
    return CannotUndoError(_("It is too late to take it back."))


def changed_meanwhile() -> CannotUndoError:
    """What is said where the thing is not any more as the action left it."""
    return CannotUndoError(_("It was changed meanwhile and stays as it is now."))


def not_allowed() -> CannotUndoError:
    """What is said to those who have lost the right meanwhile."""
    return CannotUndoError(_("You may not do that any more."))


def done() -> str:
    """What is said where nothing more is to be known."""
    return _("Taken back: it is as it was before.")


def keep_row(row: models.Model) -> str:
    """A row as text, to be stored again by ``put_row_back``. To be called before it is deleted."""
    return serializers.serialize("json", [row])


def put_row_back(text: str, model: type[models.Model]) -> None:
    """Store a deleted row again, under its number.

    Raises:
        CannotUndoError: it is there again already, or another one took its place.
    """
    try:
        (found,) = serializers.deserialize("json", text)
        taken = not isinstance(found.object, model) or model._default_manager.filter(pk=found.object.pk).exists()
        if taken:
            raise changed_meanwhile()
        with transaction.atomic():
            found.save(force_insert=True)
    except (DeserializationError, IntegrityError, ValueError) as error:
        raise changed_meanwhile() from error
