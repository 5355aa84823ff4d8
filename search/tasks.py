"""Background work of the search: bringing the external engine up to date. Tasks carry no arguments."""

from django_tasks import task


@task(queue_name="search")
def send_changes() -> int:
    """Send what the external engine does not know yet; returns the number of documents."""
    # The projection queues this task, and sending reads the projection: imported late to keep them apart.
    from search.consistency import send_if_possible  # noqa: PLC0415

    return send_if_possible()


@task(queue_name="search")
def follow_glossary() -> int:
    """Analyse everything anew after the glossary changed; returns the number of documents."""
    from search.consistency import follow_glossary_changes  # noqa: PLC0415

    return follow_glossary_changes()
