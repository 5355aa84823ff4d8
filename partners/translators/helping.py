"""Right to translate for others: an open request opens one desk, to whoever took it and to the reviewers."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from partners.models import ServedLanguage, TranslationRequest
from partners.teams.ownership import acts_for_all
from partners.translators.asking import can_be_asked, languages_of
from partners.translators.words import words_of
from portal.core.i18n.locales import language_name
from portal.core.types import AnyUser
from portal.editing.publication.four_eyes import was_read_by_another
from portal.editing.translations.helping import Note


def may_translate(user: AnyUser, page: Page) -> bool:
    """Whether ``user`` has taken the request for ``page``, or reviews its language while somebody else works on it."""
    asked = TranslationRequest.objects.for_page(page)
    return (asked.in_hand_of(user) | asked.reviewed_by(user)).exists()


def may_publish(user: AnyUser, page: Page) -> bool:
    """Whether what ``user`` approved may be published: a request made them its reviewer, and four eyes are kept."""
    return TranslationRequest.objects.for_page(page).for_reviewer(user).exists() and was_read_by_another(page, user)


def may_take(user: AnyUser, request: TranslationRequest) -> bool:
    """Whether ``user`` may take ``request``: a member of a team that serves its language, or the secretariat."""
    return acts_for_all(user) or ServedLanguage.of(user).filter(language=request.language).exists()


def notes_on_languages(user: AnyUser, original: Page) -> Mapping[str, Note]:
    """How a request stands, or how to make one: for each language into which ``original`` can be asked for."""
    found = {one.language: one for one in _open(original)}
    notes = {
        code: Note((words_of(one),), _("All requests"), reverse("partners_requests")) for code, one in found.items()
    }
    for code in languages_of(original):
        if code not in notes and can_be_asked(original, code):
            url = reverse("partners_ask", args=[original.pk, code])
            notes[code] = Note((), _("Ask for %(language)s") % {"language": language_name(code)}, url)
    return notes


def note_at_desk(user: AnyUser, page: Page) -> Note | None:
    """Who asked for ``page``, until when, and what they wrote."""
    found = TranslationRequest.objects.open().for_page(page).select_related("asked_by", "taken_by").first()
    if found is None:
        return None
    said = tuple(filter(None, (words_of(found), found.note)))
    return Note(said, _("Give back, and all requests"), reverse("partners_requests"))


def _open(original: Page) -> Iterable[TranslationRequest]:
    return TranslationRequest.objects.open().filter(original=original.pk).select_related("asked_by", "taken_by")
