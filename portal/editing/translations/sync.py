"""Synchronisation of translations: a change of the source is passed on as soon as it is published.

Sentences that changed keep their previous translation, marked as outdated; facts reach the public translations. So a
date is right in every language when it is corrected, and nobody reads a foreign sentence meanwhile. To publish five
translations takes five times as long as to publish the original: the worker does it, a moment later.
"""

import json
import logging
from collections import defaultdict
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks import task
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from portal.core.hooks.bulk import is_bulk_change
from portal.core.operations.task_queue import waiting_tasks
from portal.editing.publication.rendering import can_be_drawn
from portal.editing.translations import editor, states
from portal.editing.translations.states import OUTDATED, SAME_MOMENT

logger = logging.getLogger(__name__)
#: After the search index, which soon knows the original, and before what may wait.
PRIORITY = 5
#: Context, old string, new string.
Pair = tuple[int, int, int]


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    page_published.connect(_after_publication, dispatch_uid="portal-sync")


def _after_publication(instance: Page, **kwargs: object) -> None:
    if not is_bulk_change() and _source_of(instance):
        pass_on_change.enqueue(instance.pk)


@task(priority=PRIORITY)
def pass_on_change(page_id: int) -> int:
    """Bring the translations of a page in step with it as it is by now; returns how many sentences are outdated.

    That is all that waits for the same: once more, nothing of it would be the last change any longer (``call_minor``).
    """
    queued = waiting_tasks(pass_on_change)
    waiting = [row.pk for row in queued if row.args_kwargs["args"] == [page_id]]
    page = Page.objects.filter(pk=page_id, live=True).first()
    outdated = pass_on(page) if page else 0
    # Those are left that another worker took meanwhile.
    queued.filter(pk__in=waiting).delete()
    return outdated


def _source_of(page: Page) -> TranslationSource | None:
    return TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()


def pass_on(page: Page) -> int:
    """Bring the translations of ``page`` in step with it, if it is an original.

    A transaction for each translation: nobody who publishes meanwhile waits for all of them. Of two workers at the same
    moment one waits for the other, and then reads what is the last by then.

    Returns:
        How many sentences are outdated by this change, all languages together.
    """
    source = _source_of(page)
    if source is None:
        return 0
    outdated = _read_anew(source)
    for translation in source.translations.filter(enabled=True).select_related("target_locale"):
        _publish_facts(translation)
    return outdated


def _locked(source: TranslationSource) -> TranslationSource:
    """What is stored of an original by now; nobody else passes it on until this transaction ends."""
    return TranslationSource.objects.select_for_update(no_key=True).get(pk=source.pk)


@transaction.atomic
def _read_anew(source: TranslationSource) -> int:
    """Store what the original says by now; returns how many sentences are outdated by that."""
    states.mark(source.object_id)
    source = _locked(source)
    editor.lock(source.translations.filter(enabled=True))
    before = _strings(source)
    source.update_from_db()
    pairs = pair_up(before, _strings(source))
    translations = list(source.translations.filter(enabled=True).select_related("target_locale"))
    for translation in translations:
        editor.leave_signs(translation)
    return sum(_carry_over(translation, pairs) for translation in translations)


def call_minor(source: TranslationSource) -> int:
    """The last change was a minor one: what it outdated is valid again. Returns the number of sentences."""
    outdated = StringTranslation.objects.filter(
        context__object_id=source.object_id, tool_name=OUTDATED, created_at__gte=source.last_updated_at
    )
    found = list(outdated)
    for translation in found:
        translation.tool_name = ""
        translation.save(update_fields=["tool_name"])
    return len(found)


def _strings(source: TranslationSource) -> dict[int, list[int]]:
    strings = defaultdict(list)
    for context, string in source.stringsegment_set.order_by("order").values_list("context_id", "string_id"):
        strings[context].append(string)
    return strings


def pair_up(before: dict[int, list[int]], after: dict[int, list[int]]) -> list[Pair]:
    """Which new string took the place of which old one. What was added or split has no predecessor."""
    pairs = []
    for context, new in after.items():
        old = before.get(context, [])
        for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "replace" and i_end - i == j_end - j:
                pairs += [(context, *pair) for pair in zip(old[i:i_end], new[j:j_end], strict=True)]
    return pairs


def _carry_over(translation: Translation, pairs: list[Pair]) -> int:
    contexts = {context for context, _old, _new in pairs}
    known = {
        (row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(context__in=contexts, locale=translation.target_locale)
    }
    carried = 0
    for context, old, new in pairs:
        previous = known.get((context, old))
        if previous is None or previous.has_error or (context, new) in known:
            continue
        kept = StringTranslation.objects.create(
            translation_of_id=new,
            context_id=context,
            locale=translation.target_locale,
            data=previous.data,
            translation_type=previous.translation_type,
            tool_name=OUTDATED,
            last_translated_by=previous.last_translated_by,
        )
        # The same words as before: called valid again, they wait for no publication.
        StringTranslation.objects.filter(pk=kept.pk).update(updated_at=previous.updated_at)
        carried += 1
    return carried


@transaction.atomic
def _publish_facts(translation: Translation) -> None:
    """Publish the translated page again with the facts of its original, unless somebody is at work on it."""
    translation.source = _locked(translation.source)
    page = _locked_target(translation)
    editor.lock(Translation.objects.filter(pk=translation.pk))
    if page is None or not page.live or page.has_unpublished_changes or page.workflow_in_progress:
        return
    total, done = translation.get_progress()
    if done < total or _is_being_translated(translation, page):
        return
    drawn = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    if _said_by(drawn) == _said_by(page) or not can_be_drawn(drawn):
        return
    try:
        with transaction.atomic():
            # Published here: wagtail-localize would do it after this transaction, when others may have been faster.
            translation.save_target(publish=False)
            translation.get_target_instance().get_latest_revision().publish()
    except ValidationError:
        logger.warning("The facts of page %s could not be passed on: its translation does not fit any more", page.pk)


def _said_by(page: Page) -> object:
    """All that ``page`` says, whichever rows hold it.

    Of texts in blocks their values: a database may give back the names in a block in another order.
    """
    data = page.serializable_data()
    streams = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return _without_keys({**data, **{name: json.loads(data[name]) for name in streams}})


def _without_keys(data: object) -> object:
    if isinstance(data, dict):
        return {name: _without_keys(value) for name, value in data.items() if name != "pk"}
    return [_without_keys(value) for value in data] if isinstance(data, list) else data


def _locked_target(translation: Translation) -> Page | None:
    """The translated page, if there is one, as it is by now: no draft of it is stored until this transaction ends."""
    pages = Page.objects.select_for_update(no_key=True)
    same = pages.filter(translation_key=translation.source.object_id, locale=translation.target_locale, alias_of=None)
    return translation.get_target_instance() if same.only("pk").first() else None


def _is_being_translated(translation: Translation, page: Page) -> bool:
    """Whether the translation holds sentences that wait for their publication."""
    if page.last_published_at is None:
        return True
    return (
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            locale=translation.target_locale,
            updated_at__gt=page.last_published_at + SAME_MOMENT,
        )
        .exclude(tool_name__in=(OUTDATED, editor.AS_IT_IS))
        .exists()
    )
