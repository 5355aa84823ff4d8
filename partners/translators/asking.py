"""Way of a request for a translation: asked for, taken, given back, delivered, withdrawn."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from partners.enums import RequestEnd
from partners.models import TranslationRequest
from partners.translators import mail
from portal.core.i18n.locales import language_name, locale_ids
from portal.core.mail.holding import drop, holding
from portal.core.types import AnyUser
from portal.editing.enums import State
from portal.editing.models import TranslationState
from portal.editing.review.standing import name_of
from portal.editing.translations import states
from portal.editing.translations.starting import start

#: Entries of the log.
ASKED, TAKEN, GIVEN_BACK = "portal.ask_translation", "portal.take_translation", "portal.give_back_translation"
ENDED = "portal.end_translation_request"
#: What somebody else can do something about.
ASKABLE = (State.MISSING, State.UNWANTED, State.PARTLY, State.OUTDATED, State.MACHINE)
#: What visitors read, checked by a person.
DELIVERED = (State.COMPLETE, State.REVIEWED)


class RequestError(Exception):
    """It cannot be done any more; the message says why, for the editor."""


def languages_of(original: Page) -> list[str]:
    """Codes of the languages into which ``original`` can be translated."""
    return [
        code for code, _name in settings.LANGUAGES if code in locale_ids() and code != original.locale.language_code
    ]


def can_be_asked(original: Page, language: str) -> bool:
    """Whether ``original`` is public, and what there is of it in ``language`` is not finished."""
    return bool(original.live) and _state(original, language) in ASKABLE


def ask(request: TranslationRequest, user: AnyUser) -> None:
    """Keep ``request`` of ``user``, and tell those who serve its language.

    Raises:
        RequestError: the translation is there by now, or somebody else asked for it.
    """
    original, language = request.original, language_name(request.language)
    states.refresh([original.translation_key])
    if not original.live:
        raise RequestError(_("Translations can be started once the original is published."))
    if not can_be_asked(original, request.language):
        raise RequestError(
            _("The translation into %(language)s is there already; there is nothing to ask for.")
            % {"language": language}
        )
    values = {"asked_by": user, "wished_for": request.wished_for, "note": request.note}
    with transaction.atomic():
        kept, created = TranslationRequest.objects.get_or_create(
            original=original, language=request.language, ended_at=None, defaults=values
        )
        if not created:
            raise RequestError(_("Somebody asked for %(language)s already.") % {"language": language})
        wanted = TranslationState.objects.filter(translation_key=original.translation_key)
        wanted.filter(locale=locale_ids()[request.language]).update(wanted=True)
        states.mark(original.translation_key)
        _note(kept, ASKED, user)
        mail.tell_translators(kept, by=user)


@transaction.atomic
def take(request: TranslationRequest, user: AnyUser) -> Translation:
    """``user`` translates it, and nobody else; the desk is made ready.

    Raises:
        RequestError: somebody was faster, or it is not wanted any more.
    """
    free = TranslationRequest.objects.open().filter(pk=request.pk, taken_by=None)
    if not free.update(taken_by=user, taken_at=timezone.now()):
        now = TranslationRequest.objects.select_related("taken_by").filter(pk=request.pk).first()
        if now is None or now.ended_at:
            raise RequestError(_("This request has ended meanwhile."))
        raise RequestError(_("%(who)s has taken it already.") % {"who": name_of(now.taken_by)})
    _note(request, TAKEN, user)
    return start(request.original, Locale.objects.get(language_code=request.language), user)


@transaction.atomic
def give_back(request: TranslationRequest, user: AnyUser | None) -> None:
    """Nobody translates it any more: what was written stays, and those who serve the language are told.

    Parameters:
        user: None for the portal itself.

    Raises:
        RequestError: nobody has it.
    """
    taken = TranslationRequest.objects.open().filter(pk=request.pk, taken_by__isnull=False)
    if not taken.update(taken_by=None, taken_at=None):
        raise RequestError(_("This request has ended meanwhile, or nobody has taken it."))
    _note(request, GIVEN_BACK, user)
    mail.tell_translators(request, by=user)


def take_again(request: TranslationRequest, user: AnyUser) -> bool:
    """``user`` translates what was given back a moment ago; returns whether nobody else took it, or ended it."""
    free = TranslationRequest.objects.open().filter(pk=request.pk, taken_by=None)
    if not free.update(taken_by=user, taken_at=timezone.now()):
        return False
    _note(request, TAKEN, user)
    return True


def open_again(request: TranslationRequest, user: AnyUser, ended_at: datetime) -> bool:
    """Take back that ``request`` was ended then; returns whether nobody asked for the same meanwhile."""
    same = TranslationRequest.objects.filter(pk=request.pk, ended_at=ended_at)
    newer = TranslationRequest.objects.open().filter(original=request.original_id, language=request.language)
    if newer.exists() or not same.update(ended_at=None, end=""):
        return False
    _note(request, ASKED, user)
    return True


def open_what_archiving_ended(user: AnyUser, pages: Collection[Page], since: datetime) -> None:
    """Archiving ``pages`` is taken back: requests that ended by it are open again, and nobody hears of it."""
    ended = TranslationRequest.objects.filter(original__in=pages, end=RequestEnd.PAGE_GONE, ended_at__gte=since)
    for request in ended.select_related("original"):
        if request.ended_at and open_again(request, user, request.ended_at):
            drop(name_of_hold(request))


def name_of_hold(request: TranslationRequest) -> str:
    """A name under which the mails wait that ``request`` has ended with its page. That happens once, or is undone."""
    return f"page_gone:{request.pk}"


@transaction.atomic
def end(request: TranslationRequest, how: RequestEnd, user: AnyUser | None = None) -> bool:
    """Close ``request`` and tell those concerned; returns whether it was still open."""
    if not TranslationRequest.objects.open().filter(pk=request.pk).update(ended_at=timezone.now(), end=how):
        return False
    request.refresh_from_db(fields=["taken_by"])  # by now: it may have been taken since ``request`` was read
    _note(request, ENDED, user)
    if how == RequestEnd.DELIVERED:
        mail.tell_delivered(request)
    else:
        mail.tell_taker(request, by=user)
    return True


def look_after() -> None:
    """What happened past the requests, and how long they are kept. Run daily by the worker."""
    give_back_unserved()
    for request in TranslationRequest.objects.open().select_related("original"):
        _end_if_due(request)
    TranslationRequest.objects.filter(ended_at__lt=timezone.now() - TranslationRequest.KEPT_FOR).delete()


def give_back_unserved() -> None:
    """Have what somebody took who may not translate it any more taken by somebody else."""
    for request in list(TranslationRequest.objects.no_longer_served()):
        give_back(request, None)


def connect_receivers() -> None:
    """Follow what is published and withdrawn; called when the app is ready."""
    states.worked_out.connect(_after_change, dispatch_uid="partners-translators")


def _after_change(keys: Collection[UUID], **kwargs: object) -> None:
    for request in (
        TranslationRequest.objects.open().filter(original__translation_key__in=keys).select_related("original")
    ):
        _end_if_due(request)


def _end_if_due(request: TranslationRequest) -> None:
    if not request.original.live:
        with holding(name_of_hold(request)):  # archived by one click, which can be taken back
            end(request, RequestEnd.PAGE_GONE)
    elif _state(request.original, request.language) in DELIVERED:
        end(request, RequestEnd.DELIVERED)


def _state(original: Page, language: str) -> str:
    found = TranslationState.objects.filter(translation_key=original.translation_key, locale=locale_ids()[language])
    return found.values_list("state", flat=True).first() or State.MISSING


def _note(request: TranslationRequest, action: str, user: AnyUser | None) -> None:
    log(request.original, action, user=user, data={"language": request.language})
