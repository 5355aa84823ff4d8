"""Normalisation of form input: text is tidied before limits are counted, and again where it is stored.

Forms: Django takes blanks off the ends of every text field (``CharField.to_python``); the same place now does all that
``portal.core.i18n.text`` says about stored text, for the forms of visitors, of the admin and of Wagtail, and for the
fields of blocks and rich text. Passwords are left alone. Delete that part when Django lets a project name its own text
field.

Records: what is saved without a form (imports, translations, files) is tidied before it is stored.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.core.files import File
from django.db import models
from django.db.models.signals import pre_save
from wagtail.fields import RichTextField, StreamField

from portal.core.i18n.text import repair, tidy_html, tidy_line, tidy_name, tidy_text

#: Applications whose records hold what people type. The search keeps texts in forms of its own.
ROOMS = frozenset(
    (
        "core",
        "editing",
        "partners",
        "events",
        "dialogue",
        "projects",
        "modeltext",
        "home",
        "users",
        "wagtailcore",
        "wagtailimages",
    )
)
#: Of other applications. Sentences to translate are found by what they say, which must not change behind them.
OTHERS = frozenset(("wagtaildocs.document", "wagtailredirects.redirect", "wagtail_localize.stringtranslation"))
#: Columns that hold the name of a person or of who sent them; nothing invisible in these.
NAMES = frozenset(("first_name", "last_name", "contact_name"))
_typed: Callable[[forms.CharField, Any], Any] = forms.CharField.to_python


class NameField(forms.CharField):
    """The name of a person or an organisation: one line, and nothing invisible in it."""


def tidy_typed(field: forms.CharField, text: str) -> str:
    """What was typed into ``field``, as it is stored."""
    widget = field.widget
    if not field.strip or isinstance(widget, forms.PasswordInput):
        return text
    if isinstance(field, NameField | forms.EmailField | forms.URLField | forms.SlugField):
        return tidy_name(text)
    if getattr(widget, "accepts_features", False):
        return tidy_html(text)
    if isinstance(widget, forms.Textarea):
        return tidy_text(text)
    return repair(text) if widget.is_hidden else tidy_line(text)


def _to_python(self: forms.CharField, value: Any) -> Any:
    return _typed(self, value if value in self.empty_values else tidy_typed(self, str(value)))


def tidy_record(record: models.Model) -> None:
    """Bring every text of ``record`` into the form in which it is stored."""
    for name, tidy in _texts_of(type(record)):
        # Fields that were not read are not stored either.
        value = record.__dict__.get(name)
        if value and (better := tidy(value)) != value:
            setattr(record, name, better)


@cache
def _texts_of(model: type[models.Model]) -> tuple[tuple[str, Callable[[object], object]], ...]:
    if model._meta.app_label not in ROOMS and model._meta.label_lower not in OTHERS:
        return ()
    return tuple((field.attname, tidy) for field in model._meta.concrete_fields if (tidy := _rule_for(field)))


def _rule_for(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, StreamField):
        return lambda value: _tidy_stream(value, field)
    if isinstance(field, models.FileField):
        return _tidy_file_name
    if field.choices or field.name == "password":
        return None
    if field.name in NAMES:
        return tidy_name
    tidy = next((tidy for kind, tidy in _RULES if isinstance(field, kind)), None)
    return tidy and (lambda value: tidy(value) if isinstance(value, str) else value)


def _tidy_long(text: str) -> str:
    return tidy_html(text) if "<" in text else repair(text)


#: The first that fits holds.
_RULES: tuple[tuple[Any, Callable[[str], str]], ...] = (
    ((models.EmailField, models.SlugField, models.URLField), tidy_name),
    (RichTextField, tidy_html),
    (models.CharField, tidy_line),
    (models.TextField, _tidy_long),
)


def _tidy_stream(value: Any, field: StreamField) -> Any:
    stored = field.get_prep_value(value)
    better = _tidy_inside(stored)
    return field.to_python(better) if better != stored else value


def _tidy_inside(value: Any) -> Any:
    match value:
        case str():
            return tidy_html(value)
        case list():
            return [_tidy_inside(item) for item in value]
        case dict():
            return {key: _tidy_inside(item) for key, item in value.items()}
    return value


def _tidy_file_name(file: Any) -> Any:
    if isinstance(file, File) and file.name and not getattr(file, "_committed", False):
        file.name = tidy_name(file.name)
    return file


def _before_save(instance: models.Model, **kwargs: object) -> None:
    if not kwargs.get("raw"):
        tidy_record(instance)


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    forms.CharField.to_python = _to_python  # type: ignore[method-assign]
    pre_save.connect(_before_save, dispatch_uid="portal-incoming")
