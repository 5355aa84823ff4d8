"""Two editors at once. The control switches off what protects and proves that the race is real."""

import multiprocessing
import threading
from contextlib import suppress
from functools import partial

import pytest

from portal.core.users.models import User
from projects import lineage
from projects.models import CaseOrigin, CaseStudyPage
from tests.events.registration.race import at_once
from tests.sites import add_case, add_element, make_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.fixture
def cases(db: None) -> list[CaseStudyPage]:
    """Two public cases that know nothing of each other."""
    make_site("en")
    element = add_element()
    return [add_case(title=f"Case {name}", slug=name, elements=[element]) for name in ("one", "two")]


def draft_origin(case: CaseStudyPage, origin: CaseStudyPage):
    """A draft in which a case grew out of another one."""
    draft = CaseStudyPage.objects.get(pk=case.pk)
    draft.origins = [CaseOrigin(origin=origin, changed="Smaller.", sort_order=0)]
    return draft.save_revision()


def close_at_once(cases: list[CaseStudyPage]) -> list[str]:
    """Two editors publish at the same moment that each case grew out of the other."""
    one, two = cases
    editor = User.objects.create_superuser(username="kari", email="kari@example.org", password="Fjordvegen-71")
    drafts = [draft_origin(one, two), draft_origin(two, one)]

    def publish(revision) -> str:
        revision.publish(user=editor)
        return "published"

    return at_once([partial(publish, draft) for draft in drafts])


def test_two_editors_do_not_close_a_circle(cases):
    assert sorted(close_at_once(cases)) == ["NotReadyError", "published"]
    assert CaseOrigin.objects.count() == 1
    graph = lineage.all_origins()
    assert not [key for key in graph if key in lineage.ancestors(key, graph)]


@pytest.mark.postgresql
def test_control_without_the_lock_the_circle_is_closed(cases, monkeypatch):
    meeting = multiprocessing.get_context("fork").Barrier(2)

    def go_on() -> None:
        pass

    real = lineage.closing

    def meet(*args):
        found = real(*args)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=20)
        return found

    monkeypatch.setattr(lineage, "_wait_for_others", go_on)
    monkeypatch.setattr(lineage, "closing", meet)

    assert close_at_once(cases) == ["published", "published"]
    graph = lineage.all_origins()
    assert len([key for key in graph if key in lineage.ancestors(key, graph)]) == 2
