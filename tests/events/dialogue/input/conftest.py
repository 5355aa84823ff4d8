"""A text of the model that is commented on."""

import pytest

from projects.models import ElementPage
from tests.events.dialogue.input.commenting import make_element
from tests.kept_rows import kept


@pytest.fixture
@kept
def element() -> ElementPage:
    """Version 1.0 of a text in English and Finnish."""
    return make_element()
