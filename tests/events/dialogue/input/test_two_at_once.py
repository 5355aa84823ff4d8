"""Two tabs, two people, two clicks at the same moment."""

from functools import partial

import pytest
from django.test import Client

from events.dialogue.enums import ContributionState, RefusalReason
from events.dialogue.input.flagging import flag
from events.dialogue.input.forms import AnswerForm
from events.dialogue.models import Contribution, DialogueLog, Participant
from portal.core.web.tokens import fingerprint, new_token
from tests.events.dialogue.input.people import NOW, make_occasion, make_question, said, shown
from tests.events.registration.race import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def test_form_sent_from_two_tabs_at_once_is_one_answer(monkeypatch):
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)
    question = make_question(make_occasion())
    path = f"/fi/take-part/q/{question.public_id}/answer/"
    key = AnswerForm(occasion=question.occasion, language="fi").new_key()

    def send() -> str:
        response = Client().post(path, {"text": "Enemmän penkkejä.", "quoting": "no", "form_key": key})
        return str(response.get("Location", response.status_code))

    addresses = set(at_once([send] * 8))

    assert len(addresses) == 1
    assert addresses.pop().startswith("/fi/take-part/mine/")
    assert Contribution.objects.count() == Participant.objects.count() == 1


def test_two_buttons_at_once_leave_nothing_of_what_was_withdrawn():
    contribution = said(make_question(make_occasion()), "Shade.", name="Test Person")
    secret_path = _path_of(contribution)

    def press(data: dict[str, str]) -> int:
        return Client(raise_request_exception=False).post(secret_path, data).status_code

    edit = {"action": "edit", "text": "Sun.", "quoting": "no", "language": "en"}
    statuses = at_once([partial(press, data) for data in ({"action": "withdraw"}, edit) * 4])

    assert set(statuses) <= {302, 409}
    contribution.refresh_from_db()
    assert (contribution.state, contribution.text, contribution.shown_name) == (ContributionState.WITHDRAWN, "", "")


def _path_of(contribution: Contribution) -> str:
    secret = new_token()
    Participant.objects.filter(pk=contribution.participant_id).update(key_sha256=fingerprint(secret))
    return f"/en/take-part/mine/{secret}/{contribution.public_id}/"


def test_many_readers_at_once_hold_a_contribution_once():
    contribution = shown(make_question(make_occasion()))

    counted = at_once([partial(flag, contribution, RefusalReason.INSULT, f"reader {n}", NOW) for n in range(10)])

    contribution.refresh_from_db()
    assert contribution.state == ContributionState.HELD
    assert counted.count(True) == 3
    assert DialogueLog.objects.filter(number=contribution.public_id, action="hold").count() == 1
