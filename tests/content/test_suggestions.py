"""Elements that the wizard suggests for the real cases, whose elements are known."""

import pytest
from django.conf import settings
from django.utils.html import strip_tags

from projects.models import CaseStudyPage
from projects.wizard.element_suggestions import suggest_elements

pytestmark = pytest.mark.xdist_group("content")


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_what_is_suggested_is_what_editors_chose(language: str):
    """At least nine in ten cases find one of their own elements among three, half of them as the first."""
    cases = list(CaseStudyPage.objects.live().filter(locale__language_code=language))
    assert len(cases) >= 12
    first = among = 0
    for case in cases:
        text = strip_tags(" ".join((case.title, case.challenge, case.approach, case.result)).replace("<", " <"))
        found = [suggestion.element.translation_key for suggestion in suggest_elements(text, language)]
        chosen = set(case.case_elements.values_list("element__translation_key", flat=True))
        first += found[0] in chosen
        among += bool(chosen & set(found))
    assert (among >= 0.9 * len(cases), first >= 0.5 * len(cases)) == (True, True), (first, among, len(cases))
