"""Import of translations: the texts of a record become strings of wagtail-localize."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Revision
from wagtail.signals import page_published
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.core.models import BasePage, MachineShare
from portal.editing.content.schema import ContentError
from portal.editing.content.segments import source_of
from portal.editing.models import TranslationState

#: ``StringTranslation.tool_name`` of what the import brought.
TOOL = "import"
MANUAL, MACHINE = StringTranslation.TRANSLATION_TYPE_MANUAL, StringTranslation.TRANSLATION_TYPE_MACHINE


@dataclass
class Original:
    """The source page of a record, read once for all its translations. ``name`` says in errors which record it is."""

    page: BasePage
    name: str

    @cached_property
    def source(self) -> TranslationSource:
        """wagtail-localize's copy of the page, as it is now."""
        return source_of(self.page)

    @cached_property
    def segments(self) -> Mapping[str, list[StringSegment]]:
        """What there is to translate, by field path and in the order of the text."""
        found = defaultdict(list)
        for segment in self.source.stringsegment_set.select_related("context", "string").order_by("order"):
            found[segment.context.path].append(segment)
        return found

    def pair(self, translated: Page, locale: Locale, machine: frozenset[str]) -> list[StringTranslation]:
        """The sentences of ``translated`` beside their originals, by path and position.

        Parameters:
            machine: fields whose text a machine made.

        Raises:
            ContentError: a text has another number of parts than its original.
        """
        got: dict[str, list[str]] = defaultdict(list)
        for segment in extract_segments(translated):
            if isinstance(segment, StringSegmentValue) and not segment.is_empty():
                got[segment.path].append(segment.string.data)
        pairs = []
        for path, wanted in self.segments.items():
            field = path.split(".")[0]
            if len(wanted) != len(got[path]):
                raise ContentError(
                    f"{self.name}, field “{field}”: the {locale.language_code} text has {len(got[path])} parts where "
                    f"the source has {len(wanted)}."
                )
            for segment, data in zip(wanted, got[path], strict=True):
                kind = MACHINE if field in machine else MANUAL
                pairs.append(
                    StringTranslation(
                        translation_of=segment.string,
                        context=segment.context,
                        locale=locale,
                        data=data,
                        translation_type=kind,
                        tool_name=TOOL,
                        updated_at=timezone.now(),
                    )
                )
        return pairs


def share_of_machine(pairs: list[StringTranslation]) -> str:
    """How much of these sentences a machine made; what is the same in both languages (names) is nobody's work."""
    kinds = {pair.translation_type for pair in pairs if pair.data != pair.translation_of.data}
    if MACHINE not in kinds:
        return MachineShare.NONE
    return MachineShare.ALL if kinds == {MACHINE} else MachineShare.PART


def store_translation(original: Original, pairs: list[StringTranslation], locale: Locale, slug: str) -> Translation:
    """Keep the sentences as the translation of ``original`` into ``locale``."""
    StringTranslation.objects.bulk_create(
        # The same sentence twice in one field has one translation.
        {(pair.context_id, pair.translation_of_id): pair for pair in pairs}.values(),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "updated_at"],
    )
    if slug != original.page.slug:
        context, _created = TranslationContext.objects.get_or_create(object_id=original.source.object_id, path="slug")
        SegmentOverride.objects.update_or_create(
            locale=locale, context=context, defaults={"data_json": json.dumps(slug)}
        )
    translation, _created = Translation.objects.update_or_create(
        source=original.source, target_locale=locale, defaults={"translations_last_updated_at": timezone.now()}
    )
    return translation


def is_being_translated(page: Page, locale: Locale) -> bool:
    """Whether people have worked on the sentences of ``page``, or approved them, since they were imported."""
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key, locale=locale)
    states = TranslationState.objects.filter(translation_key=page.translation_key, locale=locale)
    return rows.filter(last_translated_by__isnull=False).exists() or states.filter(reviewed_at__isnull=False).exists()


def publish_new(page: BasePage, parent: Page) -> Revision:
    """Publish ``page``, which nobody has seen yet and which holds its facts and texts already.

    What ``save_revision().publish()`` does by reading the page back from its revision and saving it four times.
    """
    now = timezone.now()
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = now
    parent.add_child(instance=page)
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    known = {"live_revision": revision, "latest_revision": revision, "latest_revision_created_at": revision.created_at}
    for name, value in known.items():
        setattr(page, name, value)
    Page.objects.filter(pk=page.pk).update(**known)
    log(instance=page, action="wagtail.publish", revision=revision, content_changed=True)
    page_published.send(sender=type(page), instance=page, revision=revision)
    return revision


def publish_new_translation(original: Original, translated: BasePage, parent: Page) -> BasePage:
    """As ``publish_new``: in place of ``Translation.save_target``, which begins with a copy of the original."""
    revision = publish_new(translated, parent)
    TranslationLog.objects.create(source=original.source, locale=translated.locale, revision=revision)
    return translated
