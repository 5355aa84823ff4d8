"""Telling that a municipality uses something, as people do."""

import re
from datetime import datetime
from typing import Any

from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.mail.outbox.delivery import send_due
from projects.adoptions import actions
from projects.adoptions.actions import Subject, Words
from projects.enums import AdoptionState
from projects.models import Adoption, CaseStudyPage

NOW = timezone.now()


def words(**changes: Any) -> Words:
    """What a fictional municipality tells."""
    told: dict[str, Any] = {
        "municipality": "Åfjord",
        "country": "NO",
        "latitude": 63.96,
        "longitude": 10.22,
        "size_band": "small",
        "since_year": 2024,
        "since_month": 8,
        "stage": "trying",
        "changed": "Vi bruker ski i stedet for sykler.",
        "result": "",
        "did_not_work": "Det var for bratt.",
    }
    return Words(**(told | changes))


def told(
    case: CaseStudyPage | None, *, subject: Subject | None = None, now: datetime = NOW, **changes: Any
) -> Adoption:
    """An adoption of ``case`` that nobody has confirmed."""
    number = Adoption.objects.count()
    language = changes.pop("language", "nb")
    return actions.tell(
        words(**changes),
        subject or Subject(case_key=case.translation_key if case else None),
        address="person@example.org",
        language=language,
        form_key=f"form {number}",
        now=now,
    )


def confirmed(case: CaseStudyPage | None, **kwargs: Any) -> Adoption:
    """One that waits to be read."""
    adoption = told(case, **kwargs)
    actions.confirm(adoption.pk, kwargs.get("now", NOW))
    adoption.refresh_from_db()
    return adoption


def shown(case: CaseStudyPage | None, **kwargs: Any) -> Adoption:
    """One that everybody sees."""
    adoption = confirmed(case, **kwargs)
    Adoption.objects.filter(pk=adoption.pk).update(
        state=AdoptionState.PUBLISHED, published_at=adoption.confirmed_at, decided_at=adoption.confirmed_at
    )
    adoption.refresh_from_db()
    return adoption


def mails(now: datetime | None = None) -> list[Any]:
    """What leaves the outbox now."""
    mail.outbox.clear()
    send_due(now)
    return list(mail.outbox)


def link_in(message: Any) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(\S*/use/mine/\S+)", message.body)
    assert found
    return found[1]


def key_of(client: Client, path: str) -> str:
    """The key of a form that was opened."""
    found = re.search(r'name="form_key" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found[1]


def queries_of(client: Client, path: str) -> tuple[int, str]:
    """How many queries a page costs, and the page."""
    with CaptureQueriesContext(connection) as asked:
        page = client.get(path).content.decode()
    # Counted at once: the next request begins the log anew.
    return len(asked), page
