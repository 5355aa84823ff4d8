"""What the wizard says about a draft: plain language, missing sources, likely duplicates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.i18n.languages import language_row
from portal.editing.enums import Ease
from portal.editing.quality.readability import reading_level
from projects.models import CaseStudyPage

#: Words of one part of the story: what the help texts of the page ask for.
FEWEST_WORDS, MOST_WORDS = 40, 140


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


def likely_duplicates(said: Mapping[str, object], cases: QuerySet[CaseStudyPage], most: int = 3) -> list[CaseStudyPage]:
    """Those of ``cases`` that may tell of the same project, likeliest first, each once.

    The same website speaks for it, or a similar title; a less similar one will do in the same municipality.
    """
    title, place = str(said.get("title") or "").casefold(), str(said.get("municipality") or "").casefold()
    website = str(said.get("website") or "").rstrip("/").casefold()
    found = []
    for case in cases.only("title", "municipality", "website", "translation_key", "path"):
        likeness = SequenceMatcher(None, title, case.title.casefold()).ratio()
        same_place = bool(place) and place == case.municipality.casefold()
        same_site = bool(website) and website == case.website.rstrip("/").casefold()
        if same_site or likeness > (0.5 if same_place else 0.75):
            found.append((not same_site, -likeness, case.pk, case))
    unique: dict[Any, CaseStudyPage] = {}
    for *_rank, case in sorted(found):
        unique.setdefault(case.translation_key, case)
    return list(unique.values())[:most]
