"""The real content, loaded once for all tests of this folder, all of them drills, into a database of its own."""

from collections.abc import Callable, Iterator

import pytest
from django.test import TestCase
from pytest_django import DjangoDbBlocker

from projects.models import CaseStudyPage
from tests.database import content_database


@pytest.fixture(scope="package")
def whole_content(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything that ``load_content`` makes, in a database and beside the pictures that nobody else sees."""
    with django_db_blocker.unblock(), content_database():
        yield


@pytest.fixture
def only_in(content: None) -> Callable[[str, str], None]:
    """Takes the other languages from a case: ``only_in("da", "landsbyklynger")``."""

    def take_away(language: str, slug: str) -> None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            for page in CaseStudyPage.objects.filter(slug=slug).exclude(locale__language_code=language):
                page.delete()

    return take_away


@pytest.fixture
def content(whole_content: None, db: None) -> None:
    """The real content; what a test changes is taken back after it."""
