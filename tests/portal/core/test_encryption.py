"""Texts that are encrypted at rest, wherever they are stored, move to a new key."""

from io import StringIO

import pytest
from cryptography.fernet import InvalidToken
from django.core.management import call_command

from events.models import Event
from portal.core.models import OutgoingMail
from tests.events.factories import NOW, make_event

pytestmark = pytest.mark.django_db


def test_rotation_writes_every_encrypted_text_with_the_new_key(settings):
    event, _other = make_event(join_link="https://meeting.example/rum-på-gangen"), make_event()
    for key, address in (("first", "bjørg@test.example"), ("second", "")):
        OutgoingMail.objects.create(kind="test.mail", address=address, language="da", dedupe_key=key, due_at=NOW)
    former = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ["new", *former]
    out = StringIO()

    call_command("rotate_encryption", stdout=out)

    settings.ENCRYPTION_KEYS = ["new"]
    assert Event.objects.get(pk=event.pk).join_link == "https://meeting.example/rum-på-gangen"
    assert sorted(OutgoingMail.objects.values_list("address", flat=True)) == ["", "bjørg@test.example"]
    assert out.getvalue() == "2 texts encrypted with the first key.\n"
    settings.ENCRYPTION_KEYS = former
    with pytest.raises(InvalidToken):
        list(OutgoingMail.objects.all())
