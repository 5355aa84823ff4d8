"""Mails about requests for translations: to those who serve the language, to the owner, to whoever took it."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from partners.models import TranslationRequest
from partners.teams.groups import SECRETARIAT
from partners.teams.listeners import listeners
from portal.core.hooks.site_url import absolute
from portal.core.mail.sending import mail_editor
from portal.core.types import AnyUser
from portal.core.users.models import User
from portal.editing.review.standing import name_of


def tell_translators(request: TranslationRequest, *, by: AnyUser | None) -> None:
    """There is something to take: for the teams that serve the language, without one for the secretariat."""
    users = get_user_model().objects.filter(is_active=True)
    serving = users.filter(groups__team__served_languages__language=request.language)
    if not serving.exists():
        serving = users.filter(groups__name=SECRETARIAT)
    wished = request.wished_for.isoformat() if request.wished_for else ""
    for user in serving.exclude(pk=(by and by.pk) or 0).distinct():
        _mail(user, "translation_asked", request, by=name_of(request.asked_by), wished=wished, note=request.note)


def tell_delivered(request: TranslationRequest) -> None:
    """Who asked, or the team by now, can read the page in one more language; who took it hears it if others did it."""
    pages = Page.objects.filter(
        translation_key=request.original.translation_key, locale__language_code=request.language, live=True
    )
    address = absolute(pages.values_list("url_path", flat=True).first() or "")
    taker = request.taken_by
    own_work = StringTranslation.objects.filter(
        context__object_id=request.original.translation_key,
        locale__language_code=request.language,
        last_translated_by=taker,
    )
    did_it = bool(taker) and own_work.exists()
    readers = {*listeners(request.original, request.asked_by), *([taker] if taker and taker.is_active else [])}
    for user in readers - {taker if did_it else None}:
        _mail(user, "translation_delivered", request, address=address, by=name_of(taker) if did_it else "")


def tell_taker(request: TranslationRequest, *, by: AnyUser | None) -> None:
    """What was taken is not wanted any more."""
    taker = request.taken_by
    if taker and taker.is_active and taker != by:
        _mail(taker, "translation_ended", request)


def _mail(user: User, kind: str, request: TranslationRequest, **context: str) -> None:
    about = {"title": request.original.title, "language": request.language, "requests": reverse("partners_requests")}
    mail_editor(user, f"partners/mail/{kind}", **about, **context)
