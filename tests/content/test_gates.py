"""The initial content passes what is asked of editors."""

import pytest
from django.db.models import Q
from wagtail.models import Page

from portal.editing.publication.gates import problems

pytestmark = pytest.mark.xdist_group("content")


# Of what a machine translated, one language stands for all: another one than in ``test_crawl``.
@pytest.mark.parametrize(
    ("chosen", "number"),
    [
        pytest.param(Q(published_text__machine="") | Q(locale__language_code="fi"), 358, id="Finnish for all"),
        pytest.param(Q(), 564, id="all", marks=pytest.mark.drill),
    ],
)
@pytest.mark.usefixtures("content")
def test_every_public_page_passes_the_gates(chosen: Q, number: int):
    found = {
        page.url_path: [problem.message for problem in problems(page)]
        for page in Page.objects.live().filter(chosen, depth__gt=1).specific()
    }
    assert len(found) == number
    assert {path: said for path, said in found.items() if said} == {}
