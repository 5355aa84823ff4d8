"""Slugs as editors type them: proposed from the title in ASCII, folded rather than refused."""

import json
import unicodedata
from collections import defaultdict
from typing import Any

from django import forms
from django.db import models
from django.db.models.signals import post_save
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import SlugInput
from wagtail_localize.models import SegmentOverride, StringTranslation, TranslationContext

from portal.core.hooks.bulk import is_bulk_change
from portal.core.i18n.text import page_slug
from portal.core.models import BasePage, ImportedRecord
from portal.core.models.slugs import MOST_SLUG, as_slug, free_slug, proposed_slug

#: Letters and signs of Europe, and the small figures of CO₂ and m²: what the script in the browser knows to fold.
_KNOWN = [*range(0xA0, 0x250), *range(0x1E00, 0x1F00), *range(0x2070, 0x2090), *range(0xFB00, 0xFB07)]


def formatters() -> list[tuple[str, str]]:
    """``page_slug`` as replacements for Wagtail's script, which proposes the address while the title is typed."""
    folded: dict[str, list[str]] = defaultdict(list)
    for char in map(chr, _KNOWN):
        if plain := page_slug(char):
            folded[plain].append(char)
    letters = [(f"[{''.join(chars)}]", plain) for plain, chars in sorted(folded.items())]
    marks = "".join(char for char in map(chr, range(0x300, 0x370)) if unicodedata.combining(char))
    unseen = "[\u00ad\u200b-\u200f\u2060\ufeff'’" + marks + "]"
    return [(unseen, ""), *letters, ("[^A-Za-z0-9]+", "-"), ("^-|-$", "")]


class AsciiSlugInput(SlugInput):
    """Folds what is typed, also by Wagtail's script in the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(attrs, **{"formatters": _FORMATTERS, "locale": "und", **kwargs})
        self.attrs["data-w-slug-allow-unicode-value"] = False


_FORMATTERS = formatters()


class AsciiSlugField(forms.SlugField):
    """The last part of an address: whatever is typed becomes ASCII, whether or not the script ran."""

    widget = AsciiSlugInput

    def __init__(self, *, allow_unicode: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The address as it is stored."""
        return as_slug(super().to_python(value) or "")


class SluggedPageForm(WagtailAdminPageForm):
    """A form for pages. A new page whose proposed address is taken gets a number; a chosen one is asked about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """The address, or a free one like it if it was only proposed."""
        slug = str(self.cleaned_data["slug"] or "")
        proposed = proposed_slug(self.cleaned_data.get("title", ""), type(self.instance))
        if self.parent_page and (not slug or (not self.instance.pk and slug[:MOST_SLUG] == proposed)):
            return free_slug(proposed, self.parent_page, self.instance)
        return slug


class SluggedCopyForm(CopyForm):
    """Asks for the address of a copy. It is a draft: the gates look at every page that is published.

    There are no aliases either: one would be public at once, and an event's alias has no event to register for.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = self.fields["new_slug"]
        self.fields["new_slug"] = AsciiSlugField(initial=old.initial, label=old.label, max_length=255)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


def propose_for_translation(instance: StringTranslation, **kwargs: object) -> None:
    """Once the title is translated, the translation has its address from it, until it was public for the first time.

    Addresses of the initial content are the same in every language, and so are those that filters are built on.
    """
    if is_bulk_change() or instance.context.path != "title" or instance.has_error:
        return
    key = instance.context.object_id
    versions = list(BasePage.of_key(key))
    page = next((page for page in versions if page.locale_id == instance.locale_id), None)
    original = next((page for page in versions if page.locale_id != instance.locale_id), None)
    if original is None or original.depth < 3 or (page and page.first_published_at):
        return
    model = original.specific_class
    if not (issubclass(model, BasePage) and model.slug_follows_title()):
        return
    imported = ImportedRecord.objects.filter(object_id__in=[page.pk for page in versions])
    slug = page_slug(instance.data, most=MOST_SLUG)
    if not slug or imported.exclude(kind="glossary term").exists():
        return
    parent = original.get_parent().get_translation_or_none(instance.locale)
    if parent:
        slug = free_slug(slug, parent, page)
    context, _created = TranslationContext.objects.get_or_create(object_id=key, path="slug")
    chosen = SegmentOverride.objects.filter(locale=instance.locale, context=context)
    if not chosen.exclude(last_translated_by=None).exists():
        SegmentOverride.objects.update_or_create(
            locale=instance.locale, context=context, defaults={"data_json": json.dumps(slug)}
        )


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    register_form_field_override(models.SlugField, override={"form_class": AsciiSlugField, "widget": AsciiSlugInput})
    BasePage.copy_form_class = SluggedCopyForm
    post_save.connect(propose_for_translation, sender=StringTranslation, dispatch_uid="portal-addresses")
