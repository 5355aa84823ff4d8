"""Comments at a place of a page: Wagtail's own, in the bar, with the way to the field, and in the mail of a return."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Comment, Page

from portal.core.i18n import formats
from portal.core.i18n.languages import active_language
from portal.editing.review.notes import Remark
from portal.editing.review.standing import name_of


def remarks_on(page: Page) -> Iterator[Remark]:
    """Open comments with their answers, oldest first, each with a link to its field. Two queries."""
    for comment in _open(page).prefetch_related("replies__user"):
        day = formats.long_date(timezone.localtime(comment.created_at).date(), active_language())
        said = {"who": name_of(comment.user), "field": field_of(page, comment), "day": day}
        replies = [f"{name_of(reply.user)}: {reply.text}" for reply in comment.replies.all()]
        place = urlencode({"comment": comment.pk, "at": comment.contentpath.partition(".")[0]})
        url = f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?{place}"
        yield Remark(_("%(who)s on “%(field)s”, %(day)s:") % said, "\n".join([comment.text, *replies]), url)


def places(page: Page) -> list[dict[str, str]]:
    """The same for a mail, in the language that is active."""
    return [
        {"field": field_of(page, comment), "who": name_of(comment.user), "text": comment.text}
        for comment in _open(page)
    ]


def field_of(page: Page, comment: Comment) -> str:
    """What the field is called in which the comment stands: its first part names it, the rest the block in it."""
    name = comment.contentpath.partition(".")[0]
    try:
        return str(capfirst(page.specific_class._meta.get_field(name).verbose_name))
    except (FieldDoesNotExist, AttributeError):
        return str(capfirst(page.specific_class._meta.verbose_name))


def _open(page: Page) -> QuerySet[Comment]:
    return Comment.objects.filter(page=page.pk, resolved_at=None).select_related("user").order_by("created_at", "pk")
