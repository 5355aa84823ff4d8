"""The thread that watches the replica of the database, which tests do not leave behind."""

from math import inf

from portal.core.replica import Watch


def end(watch: Watch) -> None:
    """Wait until nobody looks any more, and its connections are closed."""
    watch._asked_at = -inf
    if watch._thread:
        watch._thread.join(60)
        assert not watch._thread.is_alive()
