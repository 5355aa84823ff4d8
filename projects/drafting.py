"""Makes drafts of case studies from what people wrote in plain forms."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from partners.models import Organisation
from portal.core.i18n.text import page_slug
from portal.core.models.slugs import MOST_SLUG, free_slug
from portal.core.queries import listed
from portal.core.users.models import User
from projects.models import CaseElement, CaseLibraryPage, CaseOrigin, CaseStudyPage, ElementPage, WizardDraft

PLAIN = (
    *("title", "summary", "country", "municipality", "website", "contact_name", "contact_email", "cost", "staffing"),
    *("stage", "photo_alt"),
)
RICH = ("challenge", "approach", "result", "lessons")


def make_draft(
    said: Mapping[str, object],
    language: str,
    *,
    organisation: Organisation | None,
    elements: Iterable[ElementPage] = (),
    user: User | None = None,
) -> CaseStudyPage:
    """Add a draft case study below the library of ``language``.

    Parameters:
        said: plain texts by field name; paragraphs are separated by empty lines. ``key_figures`` are as their block.
        organisation: whose case it is; None is the secretariat's.
        user: who wrote it, None for a visitor.

    Returns:
        The draft: not live, with its first revision.
    """
    case = build_draft(said, language, organisation=organisation, elements=elements, user=user)
    library = CaseLibraryPage.objects.get(locale=case.locale)
    library.add_child(instance=case)
    case.save_revision(user=user, log_action="wagtail.create")
    return case


def build_draft(
    said: Mapping[str, Any],
    language: str,
    *,
    organisation: Organisation | None,
    elements: Iterable[ElementPage] = (),
    user: User | None = None,
) -> CaseStudyPage:
    """As ``make_draft``, but nothing is stored: for a preview."""
    library = CaseLibraryPage.objects.get(locale__language_code=language)
    case = CaseStudyPage(locale=library.locale, live=False, organisation=organisation, owner=user)
    for name in PLAIN:
        setattr(case, name, said.get(name) or "")
    for name in RICH:
        setattr(case, name, as_paragraphs(said.get(name) or ""))
    for name in ("start_year", "latitude", "longitude", "photo_id"):
        setattr(case, name, said.get(name) or None)
    case.key_figures = [("figure", figure) for figure in said.get("key_figures") or ()]
    if said.get("source_url"):
        source = {"identifier": "s1", "publisher": said["source_publisher"], "url": said["source_url"], "public": True}
        case.sources = [("source", source)]
    case.slug = free_slug(page_slug(case.title, most=MOST_SLUG) or "case", library)
    rows: Any = case.case_elements
    rows.add(*(CaseElement(element=element, sort_order=n) for n, element in enumerate(elements)))
    if origin := _origin(said.get("origin")):
        origins: Any = case.origins
        origins.add(CaseOrigin(origin=origin, changed=str(said.get("origin_changed") or "")[:400], sort_order=0))
    return case


def public_origin(key: object, language: str) -> CaseStudyPage | None:
    """The public case with a translation key, in the version that a reader of ``language`` understands best."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        return None
    return listed(CaseStudyPage.objects.filter(translation_key=wanted), language).first()


def _origin(key: object) -> CaseStudyPage | None:
    """The case that somebody named as the origin of a draft, in the language in which it was written."""
    found = public_origin(key, "en") if key else None
    versions = CaseStudyPage.objects.filter(translation_key=found.translation_key) if found else None
    original = versions.filter(locale__language_code=found.original_language).first() if versions and found else None
    return original or found


def forget_old_answers() -> int:
    """Delete answers of the wizard that nobody touched for long; returns how many. Run by the worker."""
    return WizardDraft.objects.filter(updated_at__lt=timezone.now() - WizardDraft.KEPT_FOR).delete()[0]


def as_paragraphs(text: str) -> SafeString:
    """Plain text as rich text: one paragraph for each part between empty lines, nothing of it read as HTML."""
    parts = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts if part))
