"""Comments at a place of a page: Wagtail's own, in the bar, with the way to the place, and in the mail of a return.

The place is a field of the page editor, or a sentence of the translation desk (``path_of_sentence``), of which Wagtail
knows nothing: its editor does not show those.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.models import Comment, Page
from wagtail_localize.models import String, Translation
from wagtail_localize.strings import StringValue

from portal.core.i18n import formats
from portal.core.i18n.languages import active_language
from portal.editing.review.notes import Remark
from portal.editing.review.standing import name_of

_SENTENCE = re.compile(r"\.sentence-(\d+-(\d+))$")


@dataclass(frozen=True)
class Placed:
    """An open comment with its answers."""

    pk: int
    #: Key of its sentence at the desk; empty at a field.
    key: str
    remark: Remark


def path_of_sentence(path: str, key: str) -> str:
    """Where a comment stands: the field of ``path``, as wagtail-localize names it, and the sentence with ``key``."""
    return f"{path.partition('.')[0]}.sentence-{key}"


def open_on(page: Page) -> QuerySet[Comment]:
    """What nobody has resolved, oldest first."""
    return Comment.objects.filter(page=page.pk, resolved_at=None).select_related("user").order_by("created_at", "pk")


def at_sentence(page: Page) -> QuerySet[Comment]:
    """The same, of sentences of the desk alone."""
    return open_on(page).filter(contentpath__regex=_SENTENCE.pattern)


def placed_on(page: Page) -> Iterator[Placed]:
    """Open comments, each with a link to its place. Two queries, and two more where sentences have any.

    Those at sentences wait while the page has no desk, because its translation is kept up by hand.
    """
    comments = list(open_on(page).prefetch_related("replies__user"))
    desk = _desk_of(page) if any(map(key_of, comments)) else ""
    comments = [comment for comment in comments if desk or not key_of(comment)]
    fields = _places_of(page, comments)
    for comment in comments:
        day = formats.long_date(timezone.localtime(comment.created_at).date(), active_language())
        said = {"who": name_of(comment.user), "field": fields[comment.pk], "day": day}
        replies = [f"{name_of(reply.user)}: {reply.text}" for reply in comment.replies.all()]
        key = key_of(comment)
        if key:
            url = f"{desk}#sentence-{key}"
        else:
            place = urlencode({"comment": comment.pk, "at": comment.contentpath.partition(".")[0]})
            url = f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?{place}"
        words = _("%(who)s on “%(field)s”, %(day)s:") % said
        yield Placed(comment.pk, key, Remark(words, "\n".join([comment.text, *replies]), url))


def remarks_on(page: Page) -> Iterator[Remark]:
    """The same for the bar."""
    return (placed.remark for placed in placed_on(page))


def places(page: Page) -> list[dict[str, str]]:
    """The same for a mail, with the answers and the path of the place, in the language that is active."""
    remarks = remarks_on(page)
    return [{"words": remark.words, "text": remark.text, "path": remark.url} for remark in remarks]


def key_of(comment: Comment) -> str:
    """Key of the sentence of the desk at which a comment stands; empty for a field."""
    found = _SENTENCE.search(comment.contentpath)
    return found[1] if found else ""


def _places_of(page: Page, comments: list[Comment]) -> dict[int, str]:
    """What each place is called: its field, and the first words of the sentence, as the original has it."""
    strings = {comment.pk: int(found[2]) for comment in comments if (found := _SENTENCE.search(comment.contentpath))}
    texts = String.objects.in_bulk(set(strings.values())) if strings else {}
    said = {}
    for comment in comments:
        said[comment.pk] = field_of(page, comment)
        if string := texts.get(strings.get(comment.pk, 0)):
            said[comment.pk] += f": {Truncator(StringValue(string.data).render_text()).chars(60)}"
    return said


def _desk_of(page: Page) -> str:
    """Address of the translation desk; empty for an original, and once synchronising was stopped."""
    of_page = {"source__object_id": page.translation_key, "target_locale": page.locale_id}
    translations = Translation.objects.filter(**of_page, enabled=True)
    number = translations.values_list("pk", flat=True).first()
    return reverse("translation_editor", args=[number]) if number else ""


def field_of(page: Page, comment: Comment) -> str:
    """What the field is called in which the comment stands: its first part names it, the rest the block in it."""
    name = comment.contentpath.partition(".")[0]
    try:
        return str(capfirst(page.specific_class._meta.get_field(name).verbose_name))
    except (FieldDoesNotExist, AttributeError):
        return str(capfirst(page.specific_class._meta.verbose_name))
