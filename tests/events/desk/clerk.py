"""What a clerk at the registration desk is, opens and presses."""

from django.contrib.auth import get_user_model
from django.urls import reverse

from events.models import Event, LogEntry, Registration
from partners.models import Organisation


def organisation(slug: str) -> Organisation:
    return Organisation.objects.create(
        slug=slug, name=slug.title(), translation_key=f"00000000-0000-0000-0000-{hash(slug) % 10**12:012d}"
    )


def editor(name: str, group) -> object:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "a long password")
    user.groups.add(group)
    return user


def addresses(event: Event, registration: Registration) -> list[str]:
    names = (
        "registration_desk",
        "registration_add",
        "registration_links",
        "registration_message",
        "registration_csv",
        "registration_xlsx",
        "registration_print",
    )
    return [reverse(name, args=[event.pk]) for name in names] + [
        reverse("registration_person", args=[event.pk, registration.pk])
    ]


def press(client, registration, action, **data):
    address = reverse("registration_person", args=[registration.event_id, registration.pk])
    before = Registration.objects.filter(pk=registration.pk).values().get()
    response = client.post(address, {"action": action, **data}, follow=True)
    if action in {"cancel", "erase", "revoke"}:
        assert "portal-follows" in response.content.decode(), "it says first what follows"
        now = Registration.objects.filter(pk=registration.pk).values().get()
        assert now == before, "nothing happens before the answer"
        response = client.post(address, {"action": action, "sure": "1", **data}, follow=True)
    registration.refresh_from_db()
    return response


def actions() -> list[str]:
    return list(LogEntry.objects.filter(actor="desk").order_by("pk").values_list("action", flat=True))
