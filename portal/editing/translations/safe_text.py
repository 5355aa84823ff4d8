"""Sanitising of translations: they hold no HTML elements but those of their source.

wagtail-localize stores whatever a translator types, and it lands in rich text unseen: a script written there would run
in the admin of whoever previews the page. Delete this module when wagtail-localize checks the elements itself.
"""

from collections import Counter
from html import escape
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag
from django.db.models.signals import post_save, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, post_save_string_translation

from portal.core.i18n.text import tidy_line
from portal.editing.translations.rules import MOST_ELEMENTS, plain

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
    if len(soup.find_all(True)) > MOST_ELEMENTS:
        return escape(soup.get_text())
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


def changed_elements(original: str, translation: str) -> str:
    """What a translator did to the links and emphases of ``original``, as sentences; empty if all is as it was.

    Words of other languages stand in another order, so emphases may; a link that changed places with another may lead
    astray. Line breaks are free.
    """
    if "<" not in original and "<" not in translation:
        return ""
    before, after = (BeautifulSoup(text, "html.parser").find_all(True) for text in (original, translation))
    had, has = (Counter(_name_of(tag) for tag in tags if tag.name != "br") for tags in (before, after))
    texts = {name: "".join(tag.get_text() for tag in before if _name_of(tag) == name).strip() for name in had}
    empty = {_name_of(tag) for tag in after if tag.name != "br" and not tag.get_text().strip()}
    said = [_said_of(name, words, had[name], has[name], name in empty) for name, words in texts.items()]
    links = [[_name_of(tag) for tag in tags if tag.name == "a"] for tags in (before, after)]
    if links[0] != links[1] and sorted(links[0]) == sorted(links[1]):
        said.append(_("The links stand in another order."))
    if any(tag.find_parent("a") for tag in after if tag.name == "a"):
        said.append(_("A link stands inside another."))
    return " ".join(filter(None, said))


def _said_of(name: str, words: str, had: int, has: int, is_empty: bool) -> str:
    about = {"element": _title_of(name), "words": words}
    if has < had:
        return _("%(element)s is missing (“%(words)s”).") % about
    if has > had:
        return _("%(element)s is there more than once (“%(words)s”).") % about
    return _("%(element)s is empty (“%(words)s”).") % about if is_empty and words else ""


def _name_of(tag: Tag) -> str:
    """Kind of an element, and which link it is: ``<em>`` and ``<strong>`` are emphases as ``<i>`` and ``<b>``."""
    kind = {"strong": "b", "em": "i"}.get(tag.name, tag.name)
    return f"{kind} {tag.get('id')}" if tag.get("id") else kind


def _title_of(name: str) -> str:
    kind = name.split(maxsplit=1)[0]
    return {"a": _("The link"), "b": _("The bold text"), "i": _("The italic text")}.get(kind, f"<{kind}>")


def _before_save(instance: StringTranslation, **kwargs: object) -> None:
    if "<" in instance.data:
        instance.data = only_known_elements(instance.translation_of.data, instance.data)


def _after_save(instance: StringTranslation, **kwargs: object) -> None:
    """The title of the draft follows its translation: as text, and only as much as there is room for."""
    if instance.context and instance.context.path == "title" and not instance.has_error:
        title = tidy_line(plain(instance.data))[: Page._meta.get_field("draft_title").max_length]
        pages = Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id)
        pages.update(draft_title=title)


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    # Its own would write the string as it is kept, with entities, and more than the column takes.
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)
    post_save.connect(_after_save, sender=StringTranslation, dispatch_uid="portal-draft-title")
    pre_save.connect(_before_save, sender=StringTranslation, dispatch_uid="portal-safe-text")
