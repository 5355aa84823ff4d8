"""A small portal to save, and empty places to bring it back to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from portal.core.operations.backup.making import Made, make
from tests.database import other_database, store
from tests.events.factories import coming_event, registered

#: Names of files as people give them; the second ``Ø`` is two characters.
MEDIA = {
    "original_images/bro_over_Øresund.jpg": b"\xff\xd8 bridge",
    "documents/þýðing.pdf": b"%PDF",
    "images/O\u0338.png": b"x",
}


@pytest.fixture
def media(tmp_path) -> Iterator[Path]:
    """Uploads of the portal that is saved."""
    folder = tmp_path / "media"
    for name, content in MEDIA.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture
def portal(transactional_db, media):
    """An event with a secret link and two people."""
    event = coming_event(join_link="https://meet.example.org/room-þ")
    registered(event, "aase@example.org", name="Åse Ødegård")
    registered(event, "thora@example.org", name="Þóra Ægisdóttir")
    return event


@pytest.fixture
def backup(portal, tmp_path) -> Made:
    """A backup of it."""
    return make(tmp_path / "portal.tar")


@contextmanager
def empty_place(folder: Path) -> Iterator[None]:
    """This process works on an empty database of the same server and on a folder of media that is not there."""
    kept = store()
    name = kept.beside("restored")
    kept.make_empty(name)
    try:
        with other_database(name), override_settings(MEDIA_ROOT=folder):
            yield
    finally:
        kept.remove(name)


@pytest.fixture
def elsewhere(tmp_path):
    """``empty_place`` of this test."""
    assert settings.VERSION
    return lambda: empty_place(tmp_path / "restored")
