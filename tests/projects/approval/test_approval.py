"""The owner of a case approves it by a mailed link, without an account, or says what is wrong."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from wagtail.models import WorkflowState

from home.workbench.todo import things_to_do
from portal.core.web.tokens import new_token
from portal.editing.review.bar import bar_of
from projects.approval import actions
from projects.enums import OwnersAnswer
from projects.models import CaseApproval, CaseStudyPage
from tests.partners.world import SECRET, World, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "ejer@example.org"


def ask_url(case: CaseStudyPage) -> str:
    return reverse("ask_owner", args=[case.pk])


@pytest.fixture
def asked(world: World, client: Client, run_tasks) -> str:
    """The path of the link that the owner of team a's draft got by mail, in Danish."""
    DBTaskResult.objects.all().delete()
    client.force_login(world.a.member)
    answer = client.post(ask_url(world.a.draft), {"address": ADDRESS, "language": "da"})
    assert answer.status_code == 302
    DBTaskResult.objects.exclude(queue_name="mail").delete()
    run_tasks()
    client.logout()
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert world.a.draft.title in message.subject
    return re.search(r"(/da/\S+)", message.body)[1]


def states(case: CaseStudyPage) -> str:
    """What the bar says to somebody who reads English; a request of the owner leaves its own language active."""
    with override("en"):
        return " ".join(bar_of(CaseStudyPage.objects.get(pk=case.pk), None, may_decide=False).said)


def save_again(case: CaseStudyPage, **changes: str) -> None:
    draft = CaseStudyPage.objects.get(pk=case.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()


def test_the_owner_reads_it_as_it_would_be_public_and_approves(world: World, client: Client, asked: str):
    page = client.get(asked)
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    frame = BeautifulSoup(page.content, "html.parser").select_one("iframe")["src"]
    shown = client.get(frame)
    assert (shown.status_code, shown["Cache-Control"], shown["X-Robots-Tag"]) == (
        200,
        "private, no-store",
        "noindex, nofollow",
    )
    assert world.a.draft.title in shown.content.decode()
    assert ADDRESS not in shown.content.decode() + page.content.decode()
    # A mail scanner opens whatever it finds: that is no answer.
    for method in (client.get, client.head):
        assert method(asked, {"approve": ""}).status_code == 200
    assert CaseApproval.objects.get().answer == ""
    # Saved again as it is: still what was asked about.
    save_again(world.a.draft)
    assert "The owner was asked about this version on" in states(world.a.draft)
    assert client.post(asked, {"approve": ""}).status_code == 302
    assert "The owner approved this version on" in states(world.a.draft)
    [todo] = [todo for todo in things_to_do(world.a.member) if todo.colour == "complete"]
    assert todo.title == world.a.draft.title
    save_again(world.a.draft, summary="Something else.")
    assert "The owner approved an older version on" in states(world.a.draft)
    assert not CaseStudyPage.objects.get(pk=world.a.draft.pk).live


def test_what_is_wrong_stands_above_the_page_and_in_the_list(world: World, client: Client, asked: str, run_tasks):
    assert client.post(asked, {"wrong": "", "comment": " "}).status_code == 422
    assert client.post(asked, {"wrong": "", "comment": "Broen hedder Ærøbroen."}).status_code == 302
    bar = bar_of(CaseStudyPage.objects.get(pk=world.a.draft.pk), world.a.member, may_decide=False)
    assert [remark.text for remark in bar.remarks] == ["Broen hedder Ærøbroen."]
    assert "Broen hedder Ærøbroen." in [todo.comment for todo in things_to_do(world.a.member)]
    # The editor who asked gets it by mail; who has left the team, neither mail nor list, but the team does.
    mail.outbox.clear()
    DBTaskResult.objects.exclude(queue_name="mail").delete()
    run_tasks()
    assert [(message.to, "Broen hedder Ærøbroen." in message.body) for message in mail.outbox] == [
        ([world.a.member.email], True)
    ]
    colleague = make_user("colleague", world.a.team.group)
    assert "Broen hedder Ærøbroen." in [todo.comment for todo in things_to_do(colleague)]
    # The same without a review.
    WorkflowState.objects.all().delete()
    assert "Broen hedder Ærøbroen." in [todo.comment for todo in things_to_do(colleague)]
    world.a.member.groups.clear()
    assert not things_to_do(get_user_model().objects.get(pk=world.a.member.pk))
    # Opened once more, it says what was said, and takes nothing else.
    again = client.get(asked).content.decode()
    assert "Broen hedder Ærøbroen." in again
    assert "<iframe" not in again


def test_a_link_that_is_used_twice_outdated_or_taken_back_gets_a_sentence(world: World, client: Client, asked: str):
    frame = asked + "page/"
    save_again(world.a.draft, summary="Newer.")
    assert "<iframe" not in client.get(asked).content.decode()
    assert client.get(frame).status_code == 404
    late = client.post(asked, {"wrong": "", "comment": "For sent."})
    assert late.status_code == 409
    assert "For sent." in late.content.decode()
    assert CaseApproval.objects.get().answer == ""
    save_again(world.a.draft, summary=world.a.draft.summary)
    assert client.post(asked, {"approve": ""}).status_code == 302
    late = client.post(asked, {"wrong": "", "comment": "Alligevel ikke."})
    assert (late.status_code, "Alligevel ikke." in late.content.decode()) == (409, True)
    assert CaseApproval.objects.get().answer == OwnersAnswer.APPROVED
    CaseApproval.objects.update(answer="", answered_at=None)
    client.force_login(world.a.member)
    assert "You can ask anew" in client.post(ask_url(world.a.draft), {"withdraw": "1"}).content.decode()
    assert CaseApproval.objects.exists(), "a question first"
    assert client.post(ask_url(world.a.draft), {"withdraw": "1", "sure": "1"}).status_code == 302
    client.logout()
    words = {"wrong": "", "comment": "Broen <hedder> Ærøbroen."}
    for method, sent in ((client.get, {}), (client.post, {"approve": ""}), (client.post, words)):
        gone = method(asked, sent)
        assert gone.status_code == 404
        assert "<h1>" in gone.content.decode()
    assert "<p>Broen &lt;hedder&gt; Ærøbroen.</p>" in gone.content.decode()


def test_a_locked_database_costs_no_words(world: World, client: Client, asked: str):
    def locked(execute, sql, *args):
        if sql.startswith("UPDATE"):
            raise OperationalError("database is locked")
        connection.needs_rollback = False
        return execute(sql, *args)

    for sent in ({"wrong": "", "comment": "Ærøbroen"}, {"approve": ""}):
        with connection.execute_wrapper(locked):
            failed = client.post(asked, sent)
        assert (failed.status_code, "igen om et minut" in failed.content.decode()) == (503, True)
        assert sent.get("comment", "<form") in failed.content.decode()


def test_who_was_asked_about_another_version_learns_nothing_of_the_newest(world: World, client: Client, asked: str):
    assert 'class="kicker"' in client.get(asked).content.decode()
    save_again(world.a.draft, title="Secret of the newest draft")
    assert "Secret" not in client.get(asked).content.decode()


def test_other_teams_and_guessed_links_get_nothing(world: World, client: Client, asked: str):
    unknown = re.sub(r"[^/]{43}", new_token(), asked)
    for path in (unknown, unknown + "page/", asked[:-9] + "/"):
        assert client.get(path).status_code == 404
    client.force_login(world.a.member)
    for method in (client.get, client.post):
        denied = method(ask_url(world.b.draft), {"address": ADDRESS, "language": "da"})
        assert denied.status_code in {302, 403, 404}
        assert SECRET not in denied.content.decode()
    assert not world.b.draft.approvals.exists()


def test_questions_and_answers_are_forgotten(world: World, client: Client, asked: str):
    CaseApproval.objects.update(asked_at=timezone.now() - CaseApproval.KEPT_FOR - timedelta(minutes=1))
    assert client.get(asked).status_code == 404
    assert actions.forget_old() == 1
    assert not CaseApproval.objects.exists()
