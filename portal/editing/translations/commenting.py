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
from portal.editing.review.comments import Placed, at_sentence, key_of, path_of_sentence, placed_on

#: Prefix of the fields; behind it stands the key of the sentence. A button names the comment that it resolves.
TEXT, RESOLVE = "comment-", "resolve"
LONGEST = 2000


def at_sentences(page: Page, known: Collection[str]) -> dict[str, list[Placed]]:
    """Open comments by the key of their sentence; under an empty key those of sentences that are no more, together."""
    found: dict[str, list[Placed]] = {}
    gone: dict[str, list[Placed]] = {}
    for placed in placed_on(page):
        if placed.key:
            (found if placed.key in known else gone).setdefault(placed.key, []).append(placed)
    return found | ({"": [placed for together in gone.values() for placed in together]} if gone else {})


@transaction.atomic
def take(page: Page, posted: Mapping[str, str], user: AnyUser) -> int:
    """Store what ``user`` wrote: a comment, or an answer where one is open.

    The same twice at a sentence counts once, also after it was resolved: a browser may keep a form and send it again.

    Returns:
        How many comments and answers were stored.
    """
    typed = {name.removeprefix(TEXT): tidy_text(text).strip() for name, text in posted.items() if name.startswith(TEXT)}
    typed = {key: text[:LONGEST] for key, text in typed.items() if text}
    if not typed:
        return 0
    Page.objects.select_for_update(no_key=True).only("pk").get(pk=page.pk)  # two forms one after the other
    open_at = {key_of(comment): comment for comment in at_sentence(page)}
    stored = 0
    for key, text in typed.items():
        comment = open_at.get(key)
        path = comment.contentpath if comment else _path_of(page, key)
        if not path or _is_known(page, path, text, user):
            continue
        if comment:
            CommentReply.objects.create(comment=comment, user=user, text=text)
        else:
            Comment.objects.create(page=page, user=user, text=text, contentpath=path)
        stored += 1
    return stored


def resolve(page: Page, number: str, user: AnyUser) -> bool:
    """Call the comment with this ``number`` settled; False if it is at no sentence of ``page``, or was resolved."""
    found = at_sentence(page).filter(pk=int(number)) if is_key(number) else Comment.objects.none()
    return bool(found.update(resolved_at=timezone.now(), resolved_by=user))


def _is_known(page: Page, path: str, text: str, user: AnyUser) -> bool:
    """Whether ``user`` wrote the same there before, as a comment or an answer."""
    said = Comment.objects.filter(page=page, contentpath=path)
    answered = CommentReply.objects.filter(comment__in=said, user=user.pk, text=text)
    return said.filter(user=user.pk, text=text).exists() or answered.exists()


def _path_of(page: Page, key: str) -> str:
    """Where comments on a sentence stand, also on one that is no more; empty for what a form made up."""
    context, _dash, string = key.partition("-")
    if not (is_key(context) and is_key(string) and String.objects.filter(pk=int(string)).exists()):
        return ""
    contexts = TranslationContext.objects.filter(pk=int(context), object_id=page.translation_key)
    path = contexts.values_list("path", flat=True).first()
    return path_of_sentence(path, key) if path else ""
