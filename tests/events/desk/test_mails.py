"""The desk shows what was sent to somebody, whoever in the portal sent it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.core.models import OutgoingMail
from tests.events.factories import coming_event, registered

pytestmark = pytest.mark.django_db


def test_mails_of_other_flows_about_a_registration_are_listed_too(admin_client):
    registration = registered(coming_event(), now=timezone.now())
    OutgoingMail.objects.create(
        kind="dialogue.join",
        about_kind="registration",
        about_key=str(registration.pk),
        language="en",
        dedupe_key="dialogue.join:1",
        due_at=timezone.now(),
    )

    page = admin_client.get(reverse("registration_person", args=[registration.event_id, registration.pk]))

    rows = page.content.decode().partition("<h2>Mails</h2>")[2].partition("<h2>")[0]
    assert rows.count("<td>Queued</td>") == 3
    for kind in ("Please confirm", "Registered", "mail"):
        assert rows.count(f"<td>{kind}</td>") == 1
