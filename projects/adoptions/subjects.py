"""What can be used: public cases, and the elements of the version of the model in force."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.core.i18n.alphabets import alphabetical
from portal.core.models.frame import Frame
from portal.core.queries import listed, read_at
from projects.adoptions.actions import Subject
from projects.models import Adoption, CaseStudyPage, ElementPage


@dataclass(frozen=True)
class Used:
    """What an adoption is about, as a reader finds it; without URL if it is not public now."""

    title: str
    language: str
    url: str = ""
    slug: str = ""


def public_case(slug: str, language: str) -> CaseStudyPage | None:
    """The public case at an address, as readers of ``language`` get it."""
    return read_at(CaseStudyPage.objects.all(), f"/{language}/projects/{slug}/", language).first()


def former_case(slug: str, language: str) -> CaseStudyPage | None:
    """A case that was public at an address and is so no more. Drafts are nobody's business."""
    cases = CaseStudyPage.objects.filter(slug=slug, locale__language_code=language, first_published_at__isnull=False)
    return cases.filter(live=False).first()


def public_case_titles(language: str, but: UUID | None = None) -> list[tuple[str, str]]:
    """Keys and titles of all public cases in the version that a reader understands best, by alphabet. One query.

    Parameters:
        but: key of a case that is left out.
    """
    rows = listed(CaseStudyPage.objects.all(), language).values_list("translation_key", "title")
    return sorted(
        ((str(key), title) for key, title in rows if key != but), key=lambda row: alphabetical(row[1], language)
    )


def model_subject(frame: Frame, keys: list[str]) -> Subject:
    """Elements of the version in force."""
    known = [entry["key"] for entry in frame.current_elements]
    version = int(frame.site.get("model_version", 1))
    return Subject(model_version=version, element_keys=[UUID(key) for key in known if key in keys])


def used_by(adoption: Adoption, language: str) -> list[Used]:
    """The case, or the elements, in the version that a reader of ``language`` understands best."""
    keys = adoption.page_keys
    model: Any = CaseStudyPage if adoption.case_key else ElementPage
    pages = listed(model.objects.filter(translation_key__in=keys), language)
    return [Used(page.shown_title, page.shown_language, page.address, page.slug_in_address) for page in pages]
