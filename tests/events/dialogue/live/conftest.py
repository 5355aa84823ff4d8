"""Live rooms of one test are not known to the next."""

from collections.abc import Iterator

import pytest

from events.dialogue.live import participant_views, state


@pytest.fixture(autouse=True)
def forget_rooms() -> Iterator[None]:
    """What the process keeps is forgotten before and after."""
    state.forget()
    participant_views._batches.clear()
    yield
    state.forget()
