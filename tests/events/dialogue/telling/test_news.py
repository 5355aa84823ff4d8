"""Followers hear what became of a contribution, once a week at most, and never what is not true any more."""

from datetime import time, timedelta

import pytest
from django.core import mail

from events.dialogue.enums import ContributionState, Decision, RefusalReason
from events.dialogue.input.following import FOLLOWING, follow
from events.dialogue.models import Follower, Reply, ThemeMember
from events.dialogue.telling.news import tell_followers, tell_registrants
from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from tests.events.dialogue.factories import make_contribution, make_occasion, make_question, make_theme
from tests.events.factories import NOW, make_event, pending, registered

pytestmark = pytest.mark.django_db
WORDS = "Þorpið þarf fleiri vagna zqxvik"


def later(**delta):
    return NOW + timedelta(**delta)


@pytest.fixture
def contribution():
    return make_contribution(make_question(make_occasion()), WORDS)


def followed(contribution, language="da", address="folger@example.org") -> Follower:
    """A follower who has confirmed."""
    follower = follow(contribution, address, language, NOW)
    FOLLOWING.confirm(follower, NOW)
    OutgoingMail.objects.all().delete()
    return follower


def told(now) -> list[str]:
    """The bodies of the mails that leave when the job runs at ``now``."""
    mail.outbox.clear()
    tell_followers(now)
    send_due(now)
    return [message.body for message in mail.outbox]


def test_mail_that_asks_to_confirm_holds_nothing_that_was_typed(contribution):
    follow(contribution, "nina@example.org", "nb", NOW)
    send_due(NOW)
    (message,) = mail.outbox
    assert message.to == ["nina@example.org"]
    assert "/nb/take-part/confirm/" in message.body
    assert "Hvordan bestemmer folk i Testby sammen?" in message.body
    assert "zqx" not in message.body + message.subject
    assert "/take-part/stop/" in message.extra_headers["List-Unsubscribe"]


def test_nobody_is_asked_to_confirm_for_a_contribution_that_was_withdrawn_meanwhile(contribution):
    follow(contribution, "nina@example.org", "nb", NOW)
    contribution.state, contribution.text, contribution.withdrawn_at = ContributionState.WITHDRAWN, "", NOW
    contribution.save()
    assert send_due(NOW) == 0
    assert mail.outbox == []


def test_steps_are_bundled_into_one_mail_a_week(contribution):
    followed(contribution)
    assert told(later(minutes=10)) == []  # a sitting is not interrupted
    (body,) = told(later(hours=1))
    assert f"/da/take-part/c/{contribution.public_id}/" in body
    assert "zqx" not in body
    theme = make_theme(contribution.occasion, contribution)
    Reply.objects.create(
        theme=theme,
        decision=Decision.PARTLY,
        reasons={"da": "Vi prøver på to ruter – Ærø og Þórshöfn."},
        decided_at=NOW,
    )
    assert told(later(days=6)) == []
    (body,) = told(later(days=8))
    assert "Bus og bane" in body
    assert "Vi prøver på to ruter – Ærø og Þórshöfn." in body
    assert told(later(days=30)) == []


def test_refusal_is_told_with_its_reason_in_the_language_of_the_follower(contribution):
    followed(contribution, "fi")
    contribution.state, contribution.reason, contribution.decided_at = (
        ContributionState.REFUSED,
        RefusalReason.OFF_TOPIC,
        NOW,
    )
    contribution.save()
    (body,) = told(later(hours=2))
    assert "Se ei koske kysymystä." in body


def test_news_that_is_not_true_any_more_when_it_is_sent_is_dropped(contribution):
    followed(contribution)
    tell_followers(later(hours=1))
    contribution.state = ContributionState.HELD
    contribution.save()
    send_due(later(hours=1))
    assert mail.outbox == []


def test_reply_of_a_merged_theme_is_told_by_the_theme_that_took_its_place(contribution):
    followed(contribution)
    told(later(hours=1))
    old = make_theme(contribution.occasion, contribution)
    new = make_theme(contribution.occasion, titles={"da": "Trafik ø"})
    ThemeMember.objects.filter(theme=old).update(theme=new)
    old.merged_into = new
    old.save()
    (body,) = told(later(days=8))
    assert "Trafik ø" in body
    assert "Bus og bane" not in body


def test_followers_are_told_in_the_same_number_of_queries_whatever_their_number(
    contribution, django_assert_num_queries
):
    for number in range(3):
        followed(contribution, address=f"f{number}@example.org")
    with django_assert_num_queries(13):
        assert tell_followers(later(hours=1)) == 3
    for number in range(3, 40):
        followed(contribution, address=f"f{number}@example.org")
    with django_assert_num_queries(13):
        assert tell_followers(later(hours=1)) == 37


def test_registered_people_get_the_link_into_an_open_room_once(client):
    event = make_event(start_date=NOW.date(), start_time=time(20))
    registered(event, "asa@example.org", language="da")
    pending(event, "b@example.org")
    occasion = make_occasion(event=event)
    mail.outbox.clear()
    OutgoingMail.objects.all().delete()
    assert tell_registrants(NOW) == 0  # the room is closed
    occasion.live_code = "kmnp2"
    occasion.save()
    assert tell_registrants(NOW) == 1
    assert tell_registrants(NOW) == 0
    send_due(NOW)
    (message,) = mail.outbox
    assert message.to == ["asa@example.org"]
    assert "/da/live/kmnp2/verified/" in message.body
    assert tell_registrants(NOW + timedelta(days=2)) == 0
