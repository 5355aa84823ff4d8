"""Two secretaries at once. The control switches off what protects and proves that the race is real."""

import multiprocessing
import threading
from contextlib import suppress
from functools import partial

import pytest

from portal.core.users.models import User
from projects.modeltext import versions
from projects.modeltext.enums import COMING, Step
from projects.modeltext.models import ModelVersion
from tests.events.registration.race import at_once
from tests.projects.modeltext.texts import NOW, add_text, first_version, give_root, rewrite, secretary
from tests.sites import make_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.fixture
def proposed(db: None) -> ModelVersion:
    """Version 1.1, which somebody has proposed."""
    make_site("en")
    element = add_text({"snow": "Snow falls."}, title="Winter")
    first_version()
    rewrite(element, {"snow": "Snow falls softly."})
    version = versions.propose(Step.TEXT, {"en": "Softer."}, secretary("kari"), NOW)
    give_root("snow")
    return version


def publish_at_once(version: ModelVersion) -> list[str]:
    """Two secretaries who have read the same version press "publish" at the same moment."""

    def press(user: User) -> str:
        try:
            return versions.publish(version.pk, version.sha256, user, NOW).state
        except versions.RefusedError as refusal:
            return refusal.reason

    return at_once([partial(press, secretary(name)) for name in ("liv", "ola")])


def test_two_secretaries_publish_a_version_once(proposed):
    assert sorted(publish_at_once(proposed)) == ["gone", "published"]
    assert [(one.number, one.state) for one in ModelVersion.objects.all()] == [
        ("1.1", "published"),
        ("1.0", "superseded"),
    ]
    assert versions.broken() == []


@pytest.mark.postgresql
def test_control_without_the_lock_the_second_one_falls_over_what_is_frozen(proposed, monkeypatch):
    meeting = multiprocessing.get_context("fork").Barrier(2)

    def unlocked(version_id: int) -> ModelVersion:
        version = ModelVersion.objects.get(pk=version_id, state__in=COMING)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=10)
        return version

    monkeypatch.setattr(versions, "_coming", unlocked)

    assert sorted(publish_at_once(proposed)) == ["FrozenError", "published"]
