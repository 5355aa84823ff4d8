"""Daily digest mail to editors: what became outdated in their language."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from home.workbench.matrix import originals
from portal.core.i18n.locales import locale_ids
from portal.core.mail.sending import language_of, mail_editor
from portal.editing.models import TranslationState
from portal.editing.translations.states import OUTDATED

EVERY = timedelta(days=1)
MOST_TITLES = 10


def tell_translators() -> int:
    """Mail every member of a team whose pages became outdated in that person's language since yesterday.

    Returns:
        The number of mails.
    """
    since = timezone.now() - EVERY
    fresh = StringTranslation.objects.filter(tool_name=OUTDATED, created_at__gte=since)
    if not fresh.exists():
        return 0
    sent = 0
    for user in get_user_model().objects.filter(is_active=True, groups__team__isnull=False).distinct():
        locale = locale_ids().get(language_of(user))
        keys = fresh.filter(locale=locale).values("context__object_id")
        mine = originals(user).order_by().values("translation_key")
        rows = TranslationState.objects.filter(
            locale=locale, outdated__gt=0, translation_key__in=keys, page__isnull=False
        ).filter(translation_key__in=mine)
        titles = list(rows.order_by("page__title").values_list("page__title", flat=True)[:MOST_TITLES])
        if titles:
            mail_editor(user, "home/mail/outdated", titles=titles)
            sent += 1
    return sent
