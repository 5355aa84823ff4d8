"""Template tags of the public pages, beyond Django's own."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.core.paginator import Page as Slice
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.core.enums import country_label, place_label
from portal.core.hooks.site_url import absolute
from portal.core.i18n import formats
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import language_name as name_of_language
from portal.core.i18n.locales import locale_codes
from portal.core.i18n.locales import own_name as own_name_of_language
from portal.core.models import BasePage, ReaderVersion
from portal.core.models.frame import SECTION_DEPTH, Frame, Link
from portal.core.pages.parts import part
from portal.core.pages.structured_data import structured_data
from portal.core.pictures.covers import WHOLE, Cover
from portal.core.pictures.photos import LOGO, SHARED, rendition_of, sources_of
from portal.core.pictures.social import DEFAULT_CARD, card_key

register = template.Library()


register.simple_tag(absolute)
register.simple_tag(part)
register.filter(formats.hyphenated)


@register.simple_tag
def tile(number: int, size: str = "") -> SafeString:
    """The stone of element ``number`` with its glyph; decoration, since its name always stands beside it.

    Parameters:
        size: ``large`` for 56 px, otherwise 24 px.
    """
    return format_html(
        '<svg class="tile tile-{0}{1}" viewBox="0 0 32 32" width="{2}" height="{2}" aria-hidden="true" '
        'focusable="false"><use href="{3}#e{0}"/></svg>',
        number,
        " tile--large" if size == "large" else "",
        56 if size == "large" else 24,
        static("portal/img/elements.svg"),
    )


@register.simple_tag
def language_of(code: str, link: bool = False) -> SafeString:
    """``lang`` (and ``hreflang`` on a link) of a text that is not in the page's own, else nothing."""
    if not code or code == get_language():
        return SafeString("")
    attributes = format_html(' lang="{}"', code)
    return attributes + format_html(' hreflang="{}"', code) if link else attributes


@register.simple_tag
def label_language(code: str) -> SafeString:
    """``lang`` of a label in the visitor's language inside of a text in language ``code``, if that is another."""
    return format_html(' lang="{}"', get_language()) if code and code != get_language() else SafeString("")


@register.simple_tag
def language_name(code: str) -> str:
    """Name of a language in the visitor's language, as it stands in running text."""
    return name_of_language(code)


@register.simple_tag
def own_name(code: str) -> str:
    """What a language calls itself."""
    return own_name_of_language(code)


@register.simple_tag(takes_context=True)
def language_choices(context: template.Context) -> list[dict[str, object]]:
    """All languages of the portal for the switch: {code, own_name, url, current, translated, note}.

    Where a page does not exist in a language, its readers get the text in another one in their own frame. What nobody
    may read there leads to the section that it stands in, else to the home page. ``note`` says so to its readers. What
    is asked of a list (filters, pages of it) is kept. Pages that are no Wagtail pages exist in all languages, at the
    same address with another prefix; an error page exists in none but its own.
    """
    request: HttpRequest | None = context.get("request")
    codes = locale_codes()
    page = context.get("page")
    pages = context.get("versions") or (getattr(page, "live_versions", None) or ([page] if page else []))
    urls = {codes.get(version.locale_id): version.url_path for version in pages}
    shared = "" if page or context.get("versions") is not None or request is None else _unprefixed(request)
    here, frame = get_language(), context.get("frame")
    query = _query(request) if request is not None and urls else ""
    elsewhere = _read_elsewhere(page, set(dict(settings.LANGUAGES)) - set(urls)) if urls else {}
    choices = []
    for code, name in settings.LANGUAGES:
        choice = {"code": code, "own_name": name, "current": code == here, "translated": True, "note": ""}
        if code in urls:
            choice["url"] = f"{urls[code]}{query}"
        elif code in elsewhere:
            choice["url"], text = elsewhere[code]
            choice["url"], choice["translated"] = f"{choice['url']}{query}", False
            with override(code):
                choice["note"] = _("Text: %(language)s") % {"language": name_of_language(text)}
        elif shared:
            choice["url"] = f"/{code}/{shared}"
        else:
            above = frame.section_elsewhere(page.address, code) if frame and page else None
            choice["url"], choice["translated"] = above["url"] if above else f"/{code}/", code == here
            choice["note"] = _note_of_missing(code, above) if code != here else ""
        choices.append(choice)
    return choices


def _read_elsewhere(page: BasePage | None, languages: set[str]) -> dict[str, tuple[str, str]]:
    """Address of a record in the trees of languages into which it is not translated, and the language of its text."""
    if not languages or page is None or page.depth <= SECTION_DEPTH:
        return {}
    rows = ReaderVersion.objects.filter(page__translation_key=page.translation_key, language__in=languages)
    codes = locale_codes()
    found = rows.values_list("language", "url_path", "page__locale_id")
    return {code: (address, codes[locale]) for code, address, locale in found}


def _note_of_missing(code: str, above: dict[str, str] | None) -> str:
    """Where the link for language ``code`` leads, as its readers say it."""
    with override(code):
        if above:
            return _("Not translated: leads to “%(title)s”") % {"title": above["title"]}
        return _("Not translated: leads to the home page")


def _query(request: HttpRequest) -> str:
    """What was asked of the page, with its question mark; empty if nothing was."""
    query = request.META.get("QUERY_STRING", "") if request.method == "GET" else ""
    return f"?{query}" if query else ""


def _unprefixed(request: HttpRequest) -> str:
    first, _, rest = request.path.lstrip("/").partition("/")
    if first not in dict(settings.LANGUAGES) or request.resolver_match is None:
        return ""
    return f"{rest}{_query(request)}"


@register.simple_tag
def alternates(page: BasePage) -> list[tuple[str, str]]:
    """(hreflang, public address) of every published version of ``page``, with x-default for the first of them."""
    codes = locale_codes()
    found = [(codes[version.locale_id], absolute(version.url_path)) for version in getattr(page, "live_versions", [])]
    return [*found, ("x-default", found[0][1])] if found else []


@register.simple_tag
def other_versions(page: BasePage) -> list[dict[str, str]]:
    """The published versions of ``page`` in other languages: {code, own_name, url}."""
    codes = locale_codes()
    versions = [(codes[version.locale_id], version) for version in page.live_versions if version.pk != page.pk]
    return [
        {"code": code, "own_name": own_name_of_language(code), "url": version.url_path} for code, version in versions
    ]


@register.inclusion_tag("components/language_note.html", takes_context=True)
def text_language(context: template.Context) -> dict[str, object]:
    """The bar below title and summary that names the language of a text in another language than the reader's."""
    page: BasePage = context["page"]
    if page.language == active_language():
        return {}
    codes = locale_codes()
    here = page.reader_language or page.locale_code
    versions = [version for version in page.live_versions if codes[version.locale_id] != here]
    return {
        "code": page.language,
        "versions": [
            {"code": codes[one.locale_id], "own_name": own_name_of_language(codes[one.locale_id]), "url": one.url_path}
            for one in versions
        ],
    }


@register.simple_tag
def search_url() -> str:
    """Address of the search in the visitor's language; the home page's own address while there is none."""
    return _url_named("search") or f"/{get_language()}/search/"


@register.simple_tag(takes_context=True)
def site_nav(context: template.Context) -> SafeString:
    """The main navigation; it is kept for each section, not for each page."""
    address = getattr(context.get("page"), "address", "")
    sections = []
    for entry in getattr(context.get("frame"), "sections", ()):
        current = "page" if entry["url"] == address else "true" if entry["url"] in address else ""
        sections.append(Link(entry["url"], entry["title"], entry.get("language", ""), current))
    return part("components/site_nav.html", sections=tuple(sections))


@register.simple_tag(takes_context=True)
def footer_partners(context: template.Context) -> SafeString:
    """The partners in the footer, without those who fund."""
    partners = (entry for entry in getattr(context.get("frame"), "partners", ()) if entry["role"] != "funder")
    links = tuple(Link(entry["url"], entry["title"], entry.get("language", "")) for entry in partners)
    return part("components/link_rows.html", links=links)


@register.simple_tag(takes_context=True)
def footer_about(context: template.Context) -> SafeString:
    """The portal's own pages in the footer, languages, feeds and source code."""
    frame = context.get("frame")
    links = [Link(entry["url"], entry["title"], entry.get("language", "")) for entry in getattr(frame, "footer", ())]
    links += [Link(reverse("languages"), _("Languages of the texts"))]
    links += [Link(feed["url"], feed["title"]) for feed in footer_feeds()]
    source_code = frame.site.get("source_code_url") if frame else ""
    links += [Link(source_code, _("Source code"))] if source_code else []
    return part("components/link_rows.html", links=tuple(links))


@register.simple_tag
def footer_feeds() -> list[dict[str, str]]:
    """Feeds and calendars that exist: {url, title}."""
    feeds = [
        (_url_named("case_feed"), _("Case studies as a feed")),
        (_url_named("events:calendar_feed"), _("Events as a calendar")),
        (_url_named("dialogue:feed"), _("Taking part as a feed")),
    ]
    return [{"url": url, "title": title} for url, title in feeds if url]


def _url_named(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def page_numbers(page_obj: Slice) -> list[int | None]:
    """Numbers to link in a pagination: the ends and the current page's neighbours; None where some are left out."""
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag(takes_context=True)
def page_number_url(context: template.Context, number: int) -> str:
    """Query string of page ``number`` of the list shown, with the other parameters kept; page 1 has none of its own.

    A parameter that ``said_once`` in the context names is not kept.
    """
    query = context["request"].GET.copy()
    for name in ("page", context.get("said_once", "")):
        query.pop(name, None)
    if number > 1:
        query["page"] = number
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def social_image(context: template.Context) -> str:
    """Public address of the picture that stands for the page when it is shared; it always resolves."""
    page = context.get("page")
    if not page:
        return absolute(static(DEFAULT_CARD))
    chosen = rendition_of(page.social_image, SHARED) if page.social_image_id else None
    return absolute(chosen.url if chosen else reverse("pictures:card", args=card_key(page)))


@register.simple_tag(takes_context=True)
def link_url(context: template.Context, link: Any) -> str:
    """Where a link block leads: the chosen page in the reader's language, else the web address."""
    page = link.get("page")
    return context["frame"].url_of(page) if page else link.get("url", "")


@register.simple_tag
def head_title(page: BasePage, frame: Frame) -> str:
    """Title of ``page`` for browsers and search engines."""
    return str(page.head_title(frame.texts.get("site_title", settings.WAGTAIL_SITE_NAME)))


@register.simple_tag(takes_context=True)
def structured(context: template.Context) -> SafeString:
    """JSON-LD of the page, for search engines; nothing on pages that are no content."""
    page = context.get("page")
    # The content is escaped by Django's own json_script.
    return mark_safe(structured_data(page, context["frame"], social_image(context))) if page else SafeString("")


@register.simple_tag
def cover_url(thing: Any) -> str:
    """URL of the SVG cover of ``thing``: the ``cover`` that a list gave it, else one of its place alone."""
    cover = getattr(thing, "cover", None) or Cover(thing.slug, thing.country)
    return reverse("pictures:cover", args=[cover.name])


@register.simple_tag
def foreign(code: str) -> str:
    """Own name of language ``code`` if it is not the visitor's, else nothing."""
    return own_name_of_language(code) if code and code != get_language() else ""


register.simple_tag(place_label, name="place_name")


@register.simple_tag
def country_name(code: str) -> str:
    """Name of the country ``code`` in the visitor's language."""
    return country_label(code)


@register.simple_tag
def photo_sources(photo: Any, shape: str = "cover") -> Any:
    """The renditions of an editors' photo that exist, cut as ``cover`` or ``whole``; nothing before they are made."""
    return sources_of(photo, shape) if photo else None


@register.simple_tag
def photo_logo(image: Any) -> Any:
    """The rendition of a logo that exists, else nothing."""
    return rendition_of(image, LOGO) if image else None


@register.simple_tag(takes_context=True)
def section(context: template.Context, kind: str) -> dict[str, object] | None:
    """Entry of the section with page type ``kind`` (``events.eventindexpage``) in the frame, or nothing."""
    return context["frame"].section(kind)


@register.inclusion_tag("components/comments.html", takes_context=True)
def comments_on(context: template.Context, key: str) -> dict[str, object]:
    """Comments on a paragraph of the model, from the ``comments`` of the page; nothing where it has none."""
    return {"on": (context.get("comments") or {}).get(key), "LANGUAGE_CODE": context.get("LANGUAGE_CODE")}


@register.simple_tag
def hero_url() -> str:
    """Address of the picture of the whole model: seven stones."""
    return reverse("pictures:cover", args=[WHOLE.name])


@register.simple_tag
def heading_id(block: Any) -> str:
    """Anchor of a heading block; the same that its template writes."""
    return slugify(block.value["text"])


@register.simple_tag
def long_date(moment: date) -> str:
    """A day as the visitor's language writes it; of a moment, the day on the clock of the portal's zone."""
    day = localtime(moment).date() if isinstance(moment, datetime) else moment
    return formats.long_date(day, active_language())


@register.filter
def quoted(text: str) -> str:
    """Words in the quotation marks of the visitor's language."""
    return formats.quoted(text, active_language())


@register.simple_tag
def bare_url(url: str, host_only: bool = False) -> str:
    """A web address as people write it: without protocol and final slash, or only its host."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    return host if host_only else f"{host}{parts.path.rstrip('/')}"


@register.simple_tag
def calendar_url() -> str:
    """Address of the calendar of events; empty while there is none."""
    return _url_named("events:calendar_feed")


@register.simple_tag
def languages_of(versions: list[Any]) -> list[dict[str, str]]:
    """Pages with the language of their tree, for an error page: {code, own_name, url, title}."""
    codes = locale_codes()
    return [
        {
            "code": codes[page.locale_id],
            "own_name": own_name_of_language(codes[page.locale_id]),
            "url": page.url_path,
            "title": page.title,
        }
        for page in versions
    ]
