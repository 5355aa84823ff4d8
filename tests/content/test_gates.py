"""The initial content passes what is asked of editors."""

import pytest
from wagtail.models import Page

from portal.editing.publication.gates import problems

pytestmark = pytest.mark.xdist_group("content")


@pytest.mark.usefixtures("content")
def test_every_public_page_passes_the_gates():
    found = {
        page.url_path: [problem.message for problem in problems(page)]
        for page in Page.objects.live().filter(depth__gt=1).specific()
    }
    assert len(found) == 558
    assert {path: said for path, said in found.items() if said} == {}
