"""Live rooms of one test are not known to the next."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from events.dialogue.live import state
from portal.core.web import rate_limits


@pytest.fixture(autouse=True)
def forget_rooms() -> Iterator[None]:
    """What the process keeps is forgotten before and after."""
    state.forget()
    rate_limits.forget_here()
    cache.clear()
    yield
    state.forget()
