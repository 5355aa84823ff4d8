"""Translations hold no elements but those of their originals.

wagtail-localize stores whatever a translator types, and it lands in rich text unseen: a script written there would run
in the admin of whoever previews the page. Delete this module when wagtail-localize checks the elements itself.
"""

from html import escape
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag
from django.db.models.signals import pre_save
from wagtail_localize.models import StringTranslation

#: Elements that a translation may have of its own, without attributes: emphasis may fall on another word.
OWN = {"b", "i", "br"}
#: What stands in these is no text.
NO_TEXT = ("script", "style", "template")


def _mark_of(tag: Tag) -> tuple[str, str]:
    return tag.name, str(sorted(tag.attrs.items()))


def only_known_elements(original: str, translation: str) -> str:
    """``translation`` without elements that ``original`` does not have with the same attributes; their text stays."""
    known = {_mark_of(tag) for tag in BeautifulSoup(original, "html.parser").find_all(True)}
    known |= {(name, "[]") for name in OWN}

    def foreign(soup: BeautifulSoup) -> list[Any]:
        other: list[Any] = soup.find_all(string=lambda text: isinstance(text, PreformattedString))
        return [tag for tag in soup.find_all(True) if _mark_of(tag) not in known] + other

    soup = BeautifulSoup(translation, "html.parser")
    if not foreign(soup):
        return translation
    for tag in soup.find_all(NO_TEXT):
        tag.decompose()
    for found in foreign(soup):
        if isinstance(found, Tag):
            found.unwrap()
        else:
            found.extract()
    cleaned = str(soup)
    # What reads differently the second time was written to deceive: then nothing but its text is left.
    again = BeautifulSoup(cleaned, "html.parser")
    return escape(again.get_text()) if foreign(again) else cleaned


def _before_save(instance: StringTranslation, **kwargs: Any) -> None:
    if "<" in instance.data:
        instance.data = only_known_elements(instance.translation_of.data, instance.data)


def connect() -> None:
    """Called when the app is ready."""
    pre_save.connect(_before_save, sender=StringTranslation, dispatch_uid="portal-safe-text")
