"""Segments of a page that is translated for the first time, stored together.

wagtail-localize asks for each string, context and segment before it writes it: thirteen statements a sentence, a fifth
of all that the initial content takes. Of a page that it has never seen it is known that nothing is there.
"""

import json
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import BaseValue

from portal.core.models import BasePage


def source_of(page: BasePage) -> TranslationSource:
    """wagtail-localize's copy of ``page``, as it is now: ``TranslationSource.update_or_create_from_instance``."""
    if TranslationSource.objects.filter(object_id=page.translation_key).exists():
        return TranslationSource.update_or_create_from_instance(page)[0]
    return _store(page)


@transaction.atomic
def _store(page: BasePage) -> TranslationSource:
    known, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    source = TranslationSource.objects.create(
        object=known,
        locale=page.locale,
        specific_content_type=ContentType.objects.get_for_model(type(page)),
        object_repr=str(page)[:200],
        content_json=page.to_json(),
        schema_version=get_schema_version(page._meta.app_label),
        last_updated_at=timezone.now(),
    )
    values: list[BaseValue] = list(extract_segments(page))
    contexts = _contexts(page, source, values)
    texts = [value for value in values if isinstance(value, StringSegmentValue)]
    strings = _strings(source, texts)
    StringSegment.objects.bulk_create(
        StringSegment(
            source=source,
            context=contexts[value.path],
            order=value.order,
            string=strings[value.string.data],
            attrs=json.dumps(value.attrs, cls=DjangoJSONEncoder),
        )
        for value in texts
    )
    OverridableSegment.objects.bulk_create(
        OverridableSegment(
            source=source,
            context=contexts[value.path],
            order=value.order,
            data_json=json.dumps(value.data, cls=DjangoJSONEncoder),
        )
        for value in values
        if isinstance(value, OverridableSegmentValue)
    )
    for value in values:
        if isinstance(value, TemplateSegmentValue):
            TemplateSegment.from_value(source, value)
        elif isinstance(value, RelatedObjectSegmentValue):
            RelatedObjectSegment.from_value(source, value)
    return source


def _contexts(page: BasePage, source: TranslationSource, values: Iterable[BaseValue]) -> dict[str, TranslationContext]:
    """Where each of ``values`` stands in ``page``, by path."""
    made = {
        path: TranslationContext(object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path))
        for path in dict.fromkeys(value.path for value in values)
    }
    TranslationContext.objects.bulk_create(made.values())
    for context in made.values():
        context.get_field_path(page)
    return made


def _strings(source: TranslationSource, texts: Iterable[StringSegmentValue]) -> dict[str, String]:
    """The texts of the original, by what they say; pages share them."""
    said = {String._get_data_hash(value.string.data): value.string.data for value in texts}
    String.objects.bulk_create(
        [String(locale_id=source.locale_id, data_hash=key, data=data) for key, data in said.items()],
        ignore_conflicts=True,
    )
    return {row.data: row for row in String.objects.filter(locale_id=source.locale_id, data_hash__in=said)}
