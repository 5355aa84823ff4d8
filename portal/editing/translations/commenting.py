"""Comments at sentences of the translation desk: written with its form, answered and resolved there.

They are Wagtail's comments of the translated page. Whoever may work at the desk may do all of it.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, CommentReply, Page
from wagtail_localize.models import String, TranslationContext

from portal.core.forms.choices import is_key
from portal.core.i18n.text import tidy_text
from portal.core.types import AnyUser
from portal.editing.review.comments import Placed, key_of, open_on, path_of_sentence, placed_on

#: Prefix of the fields; behind it stands the key of the sentence. A button names the comment that it resolves.
TEXT, RESOLVE = "comment-", "resolve"
LONGEST = 2000


def at_sentences(page: Page, known: Collection[str]) -> dict[str, list[Placed]]:
    """Open comments by the key of their sentence; under an empty key those of sentences that are no more."""
    found: dict[str, list[Placed]] = {}
    for placed in placed_on(page):
        if placed.key:
            found.setdefault(placed.key if placed.key in known else "", []).append(placed)
    return found


@transaction.atomic
def take(page: Page, posted: Mapping[str, str], user: AnyUser) -> int:
    """Store what ``user`` wrote: a comment, or an answer where one is open. The same twice counts once.

    Returns:
        How many comments and answers were stored.
    """
    typed = {name.removeprefix(TEXT): tidy_text(text).strip() for name, text in posted.items() if name.startswith(TEXT)}
    typed = {key: text[:LONGEST] for key, text in typed.items() if text}
    if not typed:
        return 0
    Page.objects.select_for_update(no_key=True).only("pk").get(pk=page.pk)  # two forms one after the other
    open_at = {key_of(comment): comment for comment in open_on(page)}
    stored = 0
    for key, text in typed.items():
        if comment := open_at.get(key):
            is_new = not (comment.text == text and comment.user_id == user.pk)
            if is_new and not comment.replies.filter(text=text, user=user.pk).exists():
                CommentReply.objects.create(comment=comment, user=user, text=text)
                stored += 1
        elif path := _path_of(page, key):
            Comment.objects.create(page=page, user=user, text=text, contentpath=path_of_sentence(path, key))
            stored += 1
    return stored


def resolve(page: Page, number: str, user: AnyUser) -> bool:
    """Call the comment with this ``number`` settled; False if it is none of ``page``, or was resolved already."""
    found = open_on(page).filter(pk=int(number)) if is_key(number) else Comment.objects.none()
    return bool(found.update(resolved_at=timezone.now(), resolved_by=user))


def _path_of(page: Page, key: str) -> str:
    """Path of the field of a sentence, also of one that is no more; empty for what a form made up."""
    context, _dash, string = key.partition("-")
    if not (is_key(context) and is_key(string) and String.objects.filter(pk=int(string)).exists()):
        return ""
    contexts = TranslationContext.objects.filter(pk=int(context), object_id=page.translation_key)
    return contexts.values_list("path", flat=True).first() or ""
