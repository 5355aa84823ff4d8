"""The scales of readability against the real content, which is the same in all languages."""

from collections import defaultdict
from statistics import mean

import pytest
from django.utils.html import strip_tags

from portal.editing.enums import Ease
from portal.editing.quality.readability import lix, reading_level
from projects.models import CaseStudyPage

pytestmark = pytest.mark.xdist_group("content")


def texts() -> dict[str, dict[str, str]]:
    """The story of every case that people wrote in all six languages, by language and then by its key."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for case in CaseStudyPage.objects.live().filter(published_text__machine="").select_related("locale"):
        parts = (case.challenge, case.approach, case.result)
        text = "\n".join(strip_tags(part.replace("</p>", "\n")) for part in parts)
        found[case.locale.language_code][str(case.translation_key)] = text
    everywhere = set.intersection(*(set(by_key) for by_key in found.values()))
    assert (len(found), len(everywhere)) == (6, 10)
    return {language: {key: by_key[key] for key in everywhere} for language, by_key in found.items()}


@pytest.mark.usefixtures("content")
def test_the_same_texts_are_no_harder_in_one_language_than_in_another():
    verdicts = {
        language: [reading_level(text, language) for text in by_key.values()].count(Ease.COMPLEX)
        for language, by_key in texts().items()
    }
    assert max(verdicts.values()) <= 4, verdicts
    measured = {language: mean(lix(text) or 0 for text in by_key.values()) for language, by_key in texts().items()}
    assert measured["fi"] - measured["sv"] == pytest.approx(21, abs=2)
    assert [code for code in ("en", "da", "nb", "is") if abs(measured[code] - measured["sv"]) > 3] == []
