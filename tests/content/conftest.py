"""The real content, loaded once for all tests of this folder and taken away afterwards."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase

from projects.models import CaseStudyPage


@pytest.fixture(scope="package")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Everything that ``load_content`` makes, inside a transaction that is rolled back when the folder is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("load_content", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def only_in(content: None) -> Callable[[str, str], None]:
    """Takes the other languages from a case: ``only_in("da", "landsbyklynger")``."""

    def take_away(language: str, slug: str) -> None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            for page in CaseStudyPage.objects.filter(slug=slug).exclude(locale__language_code=language):
                page.delete()

    return take_away


@pytest.fixture
def content(loaded: None, db: None) -> None:
    """The real content; what a test changes is taken back after it."""
