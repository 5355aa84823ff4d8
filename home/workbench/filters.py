"""Filters of the translation matrix."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from partners.models import Organisation
from portal.core.i18n.locales import locale_ids
from portal.core.i18n.text import finder
from portal.core.models import BasePage
from portal.editing.enums import State
from portal.editing.models import TranslationState

_ANY = ("", _("All"))


class MatrixFilter(forms.Form):
    """All fields may stay empty."""

    q = forms.CharField(label=_("Title"), required=False)
    kind = forms.TypedChoiceField(label=_("Kind of page"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[_ANY, *settings.LANGUAGES])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[_ANY, *State.choices])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), required=False, queryset=Organisation.objects.all(), empty_label=_("All")
    )

    def __init__(self, *args: Any, central: bool, **kwargs: Any) -> None:
        """``central``: whether the user works for all organisations and may choose one."""
        super().__init__(*args, **kwargs)
        kinds = [(model._meta.label_lower, model._meta.verbose_name.capitalize()) for model in _models()]
        kind: Any = self.fields["kind"]
        kind.choices = [_ANY, *sorted(kinds, key=lambda kind: kind[1])]
        if not central:
            del self.fields["organisation"]

    def apply(self, rows: QuerySet[TranslationState]) -> QuerySet[TranslationState]:
        """``rows`` that fit what was chosen."""
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        if chosen["q"]:
            titles = rows.order_by().values_list("page", "page__title").distinct()
            is_found = finder(chosen["q"])
            rows = rows.filter(page__in=[page for page, title in titles if is_found(title or "")])
        if chosen["kind"]:
            model = next(model for model in _models() if model._meta.label_lower == chosen["kind"])
            rows = rows.filter(page__content_type=ContentType.objects.get_for_model(model))
        if chosen["state"] or chosen["language"]:
            rows = rows.filter(translation_key__in=self._keys(chosen))
        if chosen.get("organisation"):
            for_organisation = [
                model.objects.filter(organisation=chosen["organisation"]).order_by().values("page_ptr")
                for model in _models()
                if hasattr(model, "organisation")
            ]
            pages = for_organisation[0].union(*for_organisation[1:])
            rows = rows.filter(page__in=list(pages.values_list("page_ptr", flat=True)))
        return rows

    def _keys(self, chosen: dict[str, Any]) -> QuerySet:
        states = TranslationState.objects.order_by()
        if chosen["language"]:
            states = states.filter(locale=locale_ids().get(chosen["language"]))
        if chosen["state"]:
            states = states.filter(state=chosen["state"])
        return states.values("translation_key")


def _models() -> list[type[BasePage]]:
    return [model for model in get_page_models() if issubclass(model, BasePage)]
