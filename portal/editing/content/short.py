"""Import of titles and summaries in languages in which a record has no whole text (``ShortTranslation``)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from portal.core.models import BasePage, ShortTranslation


def store_short_translations(page: BasePage, record: Mapping[str, Any], *, overwrite: bool) -> None:
    """Keep title and summary of ``record`` in every language of the portal that has both, and not the rest.

    What editors wrote in the portal stays, unless ``overwrite`` says otherwise.
    """
    titles, summaries = record.get("title"), record.get("summary")
    if not isinstance(summaries, dict):
        return
    whole = {*record["languages"], *record.get("machine", ())}
    for language, _name in settings.LANGUAGES:
        title = titles.get(language) if isinstance(titles, dict) else page.title
        if language in whole or not title or not summaries.get(language):
            continue
        texts = {"title": title, "summary": summaries[language], "of_title": page.title, "of_summary": page.summary}
        key = {"translation_key": page.translation_key, "language": language}
        if overwrite:
            ShortTranslation.objects.update_or_create(**key, defaults=texts)
        else:
            ShortTranslation.objects.get_or_create(**key, defaults=texts)
