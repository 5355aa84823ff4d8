"""Taking back what ended somebody's work on a translation: giving a request back, and withdrawing it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.utils.translation import ngettext
from wagtail.models import Page

from partners.models import TranslationRequest
from partners.teams.ownership import acts_for_all, is_own
from partners.translators import asking
from partners.translators.helping import may_take
from portal.core.types import AnyUser
from portal.editing.publication import archiving
from portal.editing.publication.consequences import register_consequence
from portal.editing.undo import offers

#: What is kept to take it back.
GIVEN_BACK, WITHDRAWN = "give_back_translation", "withdraw_request"


def register() -> None:
    """Called when the app is ready."""
    offers.register_undo(GIVEN_BACK, _take_again)
    offers.register_undo(WITHDRAWN, _open_again)
    register_consequence(Page, _requests_end)
    archiving.register_follower(asking.open_what_archiving_ended)


def name_of_hold(request: TranslationRequest) -> str:
    """A name under which the mails about what is done to ``request`` now wait."""
    return f"request:{request.pk}:{uuid4()}"


def _requests_end(page: Page) -> Iterator[str]:
    number = TranslationRequest.objects.open().filter(original=page.pk).count()
    if number:
        yield ngettext(
            "%(count)s request for a translation of it ends; who has taken it gets a mail.",
            "%(count)s requests for translations of it end; who has taken one gets a mail.",
            number,
        ) % {"count": number}


def _take_again(user: AnyUser, kept: Mapping[str, str]) -> str:
    request = _found(kept)
    taker = get_user_model().objects.filter(pk=int(kept["taker"]), is_active=True).first()
    if not (acts_for_all(user) or user == taker) or taker is None or not may_take(taker, request):
        raise offers.not_allowed()
    if not asking.take_again(request, taker):
        raise offers.changed_meanwhile()
    return offers.done()


def _open_again(user: AnyUser, kept: Mapping[str, str]) -> str:
    request = _found(kept)
    if not (acts_for_all(user) or is_own(user, request.original.specific)):
        raise offers.not_allowed()
    if not asking.open_again(request, user, datetime.fromisoformat(kept["ended_at"])):
        raise offers.changed_meanwhile()
    return offers.done()


def _found(kept: Mapping[str, str]) -> TranslationRequest:
    locked = TranslationRequest.objects.select_for_update(no_key=True, of=("self",)).select_related("original")
    found = locked.filter(pk=int(kept["request"])).first()
    if found is None:
        raise offers.changed_meanwhile()
    return found
