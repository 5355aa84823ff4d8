"""A withdrawn text is nowhere: tables, files, indexes, caches, exports, pages, feeds and mails are searched for it."""

import io
import time
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.dialogue.enums import ContributionState, Decision, Phase
from events.dialogue.input.following import FOLLOWING
from events.dialogue.live import rooms, state
from events.dialogue.models import Contribution, Follower, Occasion, Reply, ReportPage, ThemeMember, ThemeProposal
from events.dialogue.moderation.actions import show
from events.dialogue.moderation.machine import translate
from events.dialogue.moderation.seals import seal
from events.dialogue.opinions.analysing import analyse
from events.dialogue.reports.drafting import begin_report
from events.dialogue.synthesis import grouping, themes
from events.dialogue.telling.news import tell_followers
from portal.core.mail.outbox.delivery import send_due
from search.indexing.maintenance import reconcile
from tests.events.dialogue.live.rooms import Phone, Room, make_facilitator
from tests.forms import fields_of
from tests.sites import add_event, add_take_part, make_site

pytestmark = pytest.mark.django_db
#: What every trace would hold: in text, translation, name and organisation.
MARK = "zqxvq"
TEXT = "Þorpið þarf fleiri vagna og zqxvqskýli við kirkjuna, zqxvqstrax."
LIVE = "Bænder vil hellere have zqxvqfærge end bro."
DUMMY = "wagtail_localize.machine_translators.dummy.DummyTranslator"


@pytest.fixture
def room(settings) -> Room:
    """A workshop on pages in English and Icelandic, with an open room, and a machine that turns words round."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": DUMMY}
    make_site("en", "is")
    for language in ("en", "is"):
        add_take_part(language)
    asked = [("own", {"text": "What is missing?", "stages": [], "seeds": []})]
    until = timezone.now() + timedelta(days=30)
    event = add_event(takes_input=True, input_closes=until, moderation="after", input_questions=asked)
    occasion = Occasion.objects.get(page_key=event.translation_key)
    return Room(occasion, occasion.questions.get(), make_facilitator())


def answer_before(room: Room, monkeypatch) -> str:
    """Somebody answers by the form with name, organisation and address; returns the path of the personal page."""
    client = Client()
    url = f"/is/take-part/q/{room.question.public_id}/answer/"
    sent = fields_of(client.get(url).content.decode(), "text")
    sent |= {
        "text": TEXT,
        "name": "Þórdís Zqxvqdóttir",
        "organisation": "Félag zqxvqbúa",
        "quoting": "named",
        "licence": "on",
        "follow": "on",
        "email": "thordis.zqxvq@example.org",
    }
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now + 5)
        answer = client.post(url, sent)
    assert answer.status_code in {302, 303}, answer.content.decode()
    return str(answer["Location"]).removesuffix("sent/")


def say_live(room: Room) -> Phone:
    """Somebody says something in the room, in whose state it is kept."""
    room.occasion = rooms.open_room(room.occasion.pk, room.user, timezone.now())
    room.open_round()
    phone, others = Phone(room.url(room.join())), [Phone(room.url(room.join())) for _ in range(21)]
    phone.say(LIVE, "da")
    room.move(Phase.REACT)
    for other in others:
        state.forget()
        while other.react(1):
            pass
    room.move(Phase.WALL)
    assert MARK in phone.read().text
    return phone


def make_of_it(room: Room, run_tasks) -> None:
    """All that can be made of contributions: translations, themes, proposals, a published report, mails, analyses."""
    now = timezone.now()
    for one in Contribution.objects.exclude(state=ContributionState.PUBLISHED):
        show(one.pk, seal(one), room.user, now)
    numbers = list(Contribution.objects.values_list("pk", flat=True))
    assert translate(numbers, room.user, now) >= 6
    theme = themes.create(room.occasion, {"en": "Shelter"}, {}, room.user, now)
    grouping.put(theme.pk, numbers, room.user, now, suggested=True, because="zqxvqskýli, vagn")
    proposal = ThemeProposal.objects.create(
        occasion=room.occasion, title="zqxvqskýli", language="is", because="zqxvqskýli", made_at=now
    )
    proposal.contributions.set(numbers)
    Reply.objects.create(theme=theme, decision=Decision.PARTLY, reasons={"en": "Two stops."}, decided_at=now)
    begin_report(room.occasion, room.user).save_revision().publish()
    follower = Follower.objects.get()
    FOLLOWING.confirm(follower, now)
    tell_followers(now + timedelta(hours=2))
    send_due(now + timedelta(hours=2))
    analyse(room.occasion, now)
    run_tasks()


def addresses(room: Room, numbers: list[str], path: str, phone: Phone) -> list[str]:
    """Every page, file and feed that could show a contribution."""
    base, question = f"/api/v1/occasions/{room.occasion.page_key}/", room.question.public_id
    languages = [
        url
        for code in ("en", "is")
        for url in (
            f"/{code}/take-part/",
            f"/{code}/take-part/q/{question}/",
            f"/{code}/take-part/q/{question}/answers/",
            f"/{code}/take-part/opinions/{room.occasion.page_key}/",
            f"/{code}/take-part/feed.xml",
            f"/{code}/search/?q=vagn&kind=contribution",
            f"/{code}/live/{room.code}/screen/",
            *(f"/{code}/take-part/c/{number}/" for number in numbers),
        )
    ]
    kept = state.state_of(room.code)
    texts = [f"/live/{room.code}/texts-{page}-g{number}.json" for page, number in enumerate(kept.generations)]
    desk = [
        reverse(f"dialogue_{name}", args=[room.occasion.pk])
        for name in ("overview", "queue", "contributions", "board", "replies", "log", "csv", "xlsx", "grouping")
    ]
    desk += [reverse("dialogue_contribution", args=[room.occasion.pk, one.pk]) for one in Contribution.objects.all()]
    desk += [reverse("live_desk", args=[room.occasion.pk]), reverse("dialogue_theme", args=[room.occasion.pk, 1])]
    files = [base, f"{base}contributions/", f"{base}contributions.csv", f"{base}reactions.zip"]
    report = ReportPage.objects.get()
    own = [path, path.rsplit("/", 2)[0] + "/", phone.url, f"/live/{room.code}/state.json"]
    return [*languages, *texts, *desk, *files, *own, room.occasion.page("en")["url"], report.url_path]


def bodies(urls: list[str], user) -> dict[str, str]:
    """What each address answers, files unpacked."""
    client, found = Client(), {}
    client.force_login(user)
    for url in urls:
        answer = client.get(url)
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if data.startswith(b"PK"):
            with ZipFile(io.BytesIO(data)) as packed:
                data = b"\n".join(packed.read(name) for name in packed.namelist())
        found[url] = data.decode("utf-8", "replace")
    return found


def tables_with_traces() -> dict[str, int]:
    """Every table of the database, those of the full text index too, and in how many rows the words stand."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sum(any(_holds(cell) for cell in row) for row in cursor.fetchall())
            if rows:
                found[table] = rows
    return found


def _holds(cell: object) -> bool:
    if isinstance(cell, bytes | memoryview):
        return MARK.encode() in bytes(cell).lower()
    return MARK in str(cell).lower()


def files_with_traces(since: float) -> list[Path]:
    """Files below the folders of the portal that were written since, but for the database itself."""
    folders = {Path(django_settings.VAR_DIR), Path(django_settings.MEDIA_ROOT)}
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file() and "sqlite3" not in path.name}
    return [path for path in files if path.stat().st_mtime >= since and MARK.encode() in path.read_bytes().lower()]


def test_withdrawn_words_are_nowhere(room, run_tasks, monkeypatch):
    since = time.time()
    path = answer_before(room, monkeypatch)
    phone = say_live(room)
    make_of_it(room, run_tasks)
    numbers = list(Contribution.objects.values_list("public_id", flat=True))
    urls = addresses(room, numbers, path, phone)
    before = bodies(urls, room.user)
    assert {"dialogue_contribution", "dialogue_rendering", "dialogue_thememember"} <= tables_with_traces().keys()
    showing = {url for url, body in before.items() if MARK in body.lower()}
    assert {ReportPage.objects.get().url_path, path, phone.url} <= showing
    assert len(showing) > 20, sorted(set(urls) - showing)

    for url in (path, f"/is/take-part/mine/{phone.url.rstrip('/').rpartition('/')[2]}/{numbers[-1]}/"):
        assert Client().post(url, {"action": "withdraw"}).status_code in {302, 303}
    run_tasks()
    reconcile()
    mail.outbox.clear()
    state.expire(room.code)
    tell_followers(timezone.now() + timedelta(days=30))
    send_due(timezone.now() + timedelta(days=30))

    assert set(Contribution.objects.values_list("state", flat=True)) == {ContributionState.WITHDRAWN}
    assert tables_with_traces() == {}
    assert {url for url, body in bodies(urls, room.user).items() if MARK in body.lower()} == set()
    assert files_with_traces(since) == []
    assert [message.subject for message in mail.outbox if MARK in f"{message.subject}{message.body}".lower()] == []
    assert MARK not in repr(vars(cache).get("_cache", "")).lower()
    assert MARK not in repr(state._rooms).lower()
    assert not ThemeMember.objects.exclude(because="").exists()
