"""Requests for translations as an editor sees them: what to take, what is in hand, what became of the own ones."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from partners.models import ServedLanguage, TranslationRequest
from partners.teams.ownership import acts_for_all, own_pages
from partners.translators.words import words_of
from portal.core.hooks.site_url import absolute
from portal.core.i18n.locales import language_name
from portal.core.types import AnyUser
from portal.editing.models import TranslationState

#: How long what has ended is still listed.
SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """A request with what one may do about it."""

    pk: int
    title: str
    #: Where visitors read the original.
    address: str
    language: str
    said: str
    note: str
    #: The desk; empty for whoever has no business there.
    desk: str
    may_take: bool
    may_give_back: bool
    may_withdraw: bool


def requests_for(user: AnyUser) -> QuerySet[TranslationRequest]:
    """Those into languages that ``user`` serves, and those about own pages; all for the secretariat."""
    found = TranslationRequest.objects.filter(Q(ended_at=None) | Q(ended_at__gt=timezone.now() - SHOWN_FOR))
    if not acts_for_all(user):
        own = Page.objects.filter(own_pages(user)).order_by().values("pk")
        served = Q(ended_at=None) & Q(language__in=ServedLanguage.of(user).values("language"))
        found = found.filter(served | Q(taken_by=user.pk) | Q(original__in=own))
    return found


def lines(user: AnyUser, most: int | None = None) -> list[Line]:
    """Requests that concern ``user``: what is open first, by the day for which it is wished. Two queries."""
    found = (
        requests_for(user)
        .select_related("original", "asked_by", "taken_by")
        .order_by(F("ended_at").desc(nulls_first=True), F("wished_for").asc(nulls_last=True), "asked_at", "pk")
    )
    state = TranslationState.objects.filter(
        translation_key=OuterRef("original__translation_key"), locale__language_code=OuterRef("language")
    )
    own = Page.objects.filter(own_pages(user), pk=OuterRef("original")).order_by().values("pk")
    mine = ServedLanguage.of(user).filter(language=OuterRef("language"))
    annotated = found.annotate(
        translation=Subquery(state.values("translation_id")[:1]),
        own=Subquery(own[:1]),
        served=Subquery(mine.values("pk")[:1]),
        reviewed=Exists(TranslationRequest.objects.reviewed_by(user).filter(pk=OuterRef("pk"))),
    )
    everything = acts_for_all(user)
    return [
        _line(
            request,
            request.translation,
            is_owner=bool(everything or request.own),
            is_mine=bool(request.served) and request.taken_by_id == user.pk,
            may_help=bool(everything or request.served),
            may_review=request.reviewed,
            is_central=everything,
        )
        for request in annotated[:most]
    ]


def _line(
    request: TranslationRequest,
    translation: int | None,
    *,
    is_owner: bool,
    is_mine: bool,
    may_help: bool,
    may_review: bool,
    is_central: bool,
) -> Line:
    is_open, is_taken = request.ended_at is None, request.taken_by_id is not None
    at_desk = is_open and translation and (is_owner or is_mine or may_review)
    return Line(
        pk=request.pk,
        title=request.original.title,
        address=absolute(request.original.url_path) if request.original.live else "",
        language=language_name(request.language),
        said=words_of(request),
        note=request.note,
        desk=reverse("translation_editor", args=[translation]) if at_desk else "",
        may_take=is_open and not is_taken and may_help,
        may_give_back=is_open and is_taken and (is_mine or is_central),
        may_withdraw=is_open and is_owner,
    )
