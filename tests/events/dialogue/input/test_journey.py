"""One person's way over HTTP alone, without script, in Finnish: from the question to a withdrawal without trace."""

import html
import json
import re

import pytest
from django.apps import apps
from django.db import connection

from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution, Rendering, ThemeMember
from events.dialogue.moderation.actions import show
from events.dialogue.moderation.seals import seal
from tests.events.dialogue.input.people import NOW, in_days, make_occasion, make_question

pytestmark = pytest.mark.django_db
#: Words that stand nowhere else.
FIRST, SECOND, NAME = "Varpukoivukuja", "Särkijärvenpolku", "Ääpo Testilä"


def everything() -> str:
    """All that is stored, in every table, as the database holds it."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(rows)


def is_stored(word: str) -> bool:
    """Whether a word stands in any table, also as JSON and HTML write it."""
    stored = everything()
    return any(spelled in stored for spelled in (word, json.dumps(word)[1:-1], html.escape(word)))


def follow_link(page: str, part: str) -> str:
    """The address of a link on the page whose address holds ``part``."""
    found = re.search(rf'href="([^"]*{part}[^"]*)"', page.partition("<main")[2])
    assert found, part
    return found[1].replace("http://localhost:8000", "")


def send(client, path: str, **fields):
    """Fill in the form of a page as it is, and send it."""
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(path, {**hidden, **fields}, follow=True)


def test_from_the_question_to_a_withdrawal_without_trace(client, monkeypatch, django_user_model):
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)
    moderator = django_user_model.objects.create_superuser("moderator", "m@example.org", "a fictional password")
    question = make_question(make_occasion(closes_at=in_days(7), asks_country=True))
    address = f"/fi/take-part/q/{question.public_id}/"

    # answer
    page = client.get(address).content.decode()
    form = follow_link(page, "/answer/")
    sent = send(
        client, form, text=f"{FIRST}: penkit varjoon ja roskikset viereen.", name=NAME, quoting="named", country="FI"
    )
    mine = re.search(r'href="(/fi/take-part/mine/[\w-]{43}/)"', sent.content.decode())[1]
    assert FIRST in client.get(mine).content.decode()
    assert FIRST not in client.get(address).content.decode()

    # moderated and shown
    contribution = Contribution.objects.get()
    assert contribution.language == "fi"
    show(contribution.pk, seal(contribution), moderator, NOW)
    assert FIRST in client.get(address).content.decode()
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PUBLISHED

    # changed: read again, then shown
    own = re.search(r'href="([^"]+/mine/[^/]+/\w{8}/)"', client.get(mine).content.decode())[1]
    send(client, own, action="edit", text=f"{SECOND}: valoja.", language="fi", name=NAME, quoting="no", country="FI")
    assert FIRST not in client.get(address).content.decode()
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PENDING
    show(contribution.pk, seal(contribution), moderator, NOW)
    assert SECOND in client.get(address).content.decode()
    Rendering.objects.create(contribution=contribution, language="en", text=f"Lights on {SECOND}", made_at=NOW)
    theme = contribution.occasion.themes.create(titles={"fi": "Valot"}, created_at=NOW)
    ThemeMember.objects.create(theme=theme, contribution=contribution, added_at=NOW, because=SECOND, suggested=True)
    assert "Valot" in client.get(mine).content.decode()
    assert is_stored(SECOND)

    # withdrawn
    send(client, own, action="withdraw")

    assert [word for word in (FIRST, SECOND, NAME, "Testilä") if is_stored(word)] == []
    assert SECOND not in client.get(address).content.decode()
    gone = client.get(f"/fi/take-part/c/{contribution.public_id}/")
    assert (gone.status_code, SECOND in gone.content.decode()) == (200, False)
    assert apps.get_model("dialogue.dialoguelog").objects.filter(number=contribution.public_id).count() == 5
