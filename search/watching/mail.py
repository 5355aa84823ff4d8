"""Watches as a client of the outbox: their mails are written from what is true when they are sent."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from portal.core.hooks.site_url import absolute
from portal.core.i18n.locales import language_name
from portal.core.mail.outbox.clients import register_client
from portal.core.mail.sending import write as write_mail
from portal.core.models import OutgoingMail, ReaderVersion
from portal.core.models.frame import frame_for
from search.enums import Kind
from search.models import SearchDocument, Watch
from search.watching.actions import WATCHING, end_path
from search.watching.lists import WatchedList
from search.watching.telling import NEWS, documents

PREFIX = "watching"
#: Things that are named in a mail; the rest is in the list.
NAMED = 20


def register() -> None:
    """Called when the app is ready."""
    register_client(PREFIX, write, refused=forget_refused, recipient=address_of)


def write(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """The message of a mail; None if it is no longer needed."""
    watch = Watch.objects.filter(pk=mail.about_key, ends_at__gt=now).first()
    writers = {WATCHING.confirm_mail: _confirmation, NEWS: _news}
    if watch is None or mail.kind not in writers:
        return None
    with override(watch.language):
        context = writers[mail.kind](watch)
    if context is None:
        return None
    stop = absolute(end_path(watch))
    template = f"search/mail/{mail.kind.removeprefix(PREFIX + '.')}"
    message = write_mail(watch.address, watch.language, template, {**context, "stop": stop}, str(mail.message_uuid))
    message.extra_headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return message


def address_of(mail: OutgoingMail) -> str:
    """Who watches."""
    watch = Watch.objects.filter(pk=mail.about_key).first()
    return watch.address if watch else ""


def _confirmation(watch: Watch) -> dict[str, object] | None:
    """The mail of the double opt-in; it holds nothing that was typed, only names of filters."""
    if watch.confirmed_at is not None:
        return None
    watched = WatchedList.read(watch.place, watch.query)
    return {
        "place": watched.place.label,
        "filters": watched.labels(frame_for(watch.language)),
        "link": absolute(WATCHING.new_confirm_path(watch)),
    }


def _news(watch: Watch) -> dict[str, object] | None:
    """What is new and still public; nothing of it is told any more if it was all taken away meanwhile."""
    rows = {str(row.translation_key): row for row in documents(watch.telling, watch.language)}
    found = [rows[key] for key in watch.telling if key in rows]
    if watch.confirmed_at is None or not found:
        return None
    watched = WatchedList.read(watch.place, watch.query)
    things = [_thing(row, own, watch.language) for row, own in _as_read(found[:NAMED], watch.language)]
    return {
        "things": things,
        "more": len(found) - len(things),
        "first": things[0]["title"],
        "number": len(found),
        "words": watched.words,
        "place": watched.place.label,
        "filters": watched.labels(frame_for(watch.language)),
        "list": absolute(watched.path(watch.language)),
        "ends": date_format(timezone.localtime(watch.ends_at), "DATE_FORMAT"),
    }


def _as_read(rows: list[SearchDocument], language: str) -> list[tuple[SearchDocument, ReaderVersion | None]]:
    """Each with what readers of a language get of it: the address in their tree, and title and summary of their own."""
    keys = [row.translation_key for row in rows]
    versions = ReaderVersion.objects.filter(language=language, page__translation_key__in=keys).select_related("page")
    by_key = {version.page.translation_key: version for version in versions}
    return [(row, by_key.get(row.translation_key)) for row in rows]


def _thing(row: SearchDocument, own: ReaderVersion | None, language: str) -> dict[str, object]:
    return {
        "title": (own and own.title) or row.title,
        "summary": (own and own.summary) or row.summary,
        "kind": Kind(row.kind).label,
        "written_in": language_name(row.language) if row.language != language else "",
        "link": absolute((own and own.url_path) or row.url),
    }


def forget_refused(mail: OutgoingMail, now: datetime) -> None:
    """An address that does not exist watches nothing."""
    WATCHING.end(Watch.objects.filter(pk=mail.about_key))
