"""What the wizard says about a draft: plain language, missing sources, likely duplicates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.i18n.languages import language_row
from portal.editing.enums import Ease
from portal.editing.quality.readability import reading_level
from projects.models import CaseStudyPage

#: Words of one part of the story: what the help texts of the page ask for.
FEWEST_WORDS, MOST_WORDS = 40, 140
#: How alike two stories are that may be one and the same, in the same municipality and anywhere.
SAME_STORY_NEAR, SAME_STORY = 0.3, 0.6
NOTHING_ALIKE: Mapping[UUID, float] = MappingProxyType({})


@dataclass(frozen=True)
class Remark:
    """Something to improve, with the step of the wizard where it can be."""

    step: str
    text: str


def remarks(said: Mapping[str, object], language: str) -> list[Remark]:
    """What could be plainer or is missing, in the order of the steps."""
    steps = (("challenge", "problem"), ("approach", "approach"), ("result", "result"))
    found = [remark for name, step in steps for remark in _about_text(str(said.get(name) or ""), step, language)]
    text = "\n".join(str(said.get(name) or "") for name, _step in steps)
    if reading_level(text, language) == Ease.COMPLEX:
        found.append(Remark("problem", _("The text is hard to read. Write shorter sentences and choose common words.")))
    if re.search(r"\d{2,}|\d\s?%", re.sub(r"\b(19|20)\d\d\b", "", text)) and not said.get("source_url"):
        found.append(Remark("elements", _("The text states figures. Name the source where readers can check them.")))
    return found


def _about_text(text: str, step: str, language: str) -> list[Remark]:
    words = len(re.findall(r"\w+", text))
    found = []
    if words < FEWEST_WORDS:
        said = ngettext(
            "This part has %(count)s word. Readers need a little more.",
            "This part has %(count)s words. Readers need a little more.",
            words,
        )
        found.append(Remark(step, said % {"count": words}))
    if words > MOST_WORDS:
        said = _("This part has %(count)s words. Keep what others need to know, at most %(most)s.")
        found.append(Remark(step, said % {"count": words, "most": MOST_WORDS}))
    longest = language_row(language).longest_sentence
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        count = len(re.findall(r"\w+", sentence))
        if count > longest:
            begin = " ".join(sentence.split()[:6])
            said = _("A sentence has %(count)s words: “%(begin)s …”. Make two of it.")
            found.append(Remark(step, said % {"count": count, "begin": begin}))
    return found


def likely_duplicates(
    said: Mapping[str, object],
    cases: QuerySet[CaseStudyPage],
    alike: Mapping[UUID, float] = NOTHING_ALIKE,
    most: int = 3,
) -> list[CaseStudyPage]:
    """Those of ``cases`` that may tell of the same project, likeliest first, each once.

    The same website speaks for it, a similar title, or nearly the same story in whatever language; less similar ones
    will do in the same municipality.

    Parameters:
        said: answers of the wizard.
        cases: that the author may know of.
        alike: how alike the stories of public cases are, by translation key.
    """
    title, place = str(said.get("title") or "").casefold(), str(said.get("municipality") or "").casefold()
    website = str(said.get("website") or "").rstrip("/").casefold()
    found = []
    for case in cases.only("title", "municipality", "website", "translation_key", "path"):
        likeness = SequenceMatcher(None, title, case.title.casefold()).ratio()
        story = alike.get(case.translation_key, 0.0)
        same_place = bool(place) and place == case.municipality.casefold()
        same_site = bool(website) and website == case.website.rstrip("/").casefold()
        if (
            same_site
            or likeness > (0.5 if same_place else 0.75)
            or story > (SAME_STORY_NEAR if same_place else SAME_STORY)
        ):
            found.append((not same_site, -max(likeness, story), case.pk, case))
    unique: dict[UUID, CaseStudyPage] = {}
    for *_rank, case in sorted(found):
        unique.setdefault(case.translation_key, case)
    return list(unique.values())[:most]
