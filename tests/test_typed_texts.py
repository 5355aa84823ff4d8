"""Every form takes what people type: nothing fails, what was typed is there again, what was published can be read."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from events.dialogue.models import ConsultationPage, ReportPage, TakePartPage
from events.enums import QuestionKind
from events.models import Question
from home.models import StandardPage
from portal.core.i18n.text import tidy_line, tidy_name
from portal.core.models import BasePage, RateCounter
from portal.core.users.models import User
from portal.core.web import public_forms
from projects.models import CaseStudyPage, CollectionPage, ElementPage, Proposal, StrategyPage
from projects.proposals import actions
from projects.wizard.forms import STEPS
from tests.drills import drilled
from tests.events.factories import coming_event, manage_token, registered
from tests.forms import fields_of
from tests.partners.world import World, make_world
from tests.sites import (
    add_case,
    add_collection,
    add_consultation,
    add_report,
    add_standard,
    add_strategy,
    add_take_part,
)
from tests.typed import TEXTS, as_rich_text, is_typed, long_for, stream_data, text_for

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Two organisations with all that they have, and an administrator; made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        User.objects.create_superuser("root", "root@test.example", "x")
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms have been open for a while."""
    monkeypatch.setattr(public_forms.PublicForm, "least_seconds", 0)


@pytest.fixture(params=drilled([1, 3], tested=1))
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a form is filled in with texts within the limits: each time with others in every field."""
    return request.param


@pytest.fixture
def root(site: World, client: Client, db: None) -> Client:
    client.force_login(User.objects.get(username="root"))
    return client


def type_into(client: Client, address: str, naming: str, how: Any, number: int = 0, **more: Any) -> tuple[Any, Any]:
    """Fill in every text field of the form at ``address`` and send it: what was typed, and the answer."""
    shown = client.get(address)
    assert shown.status_code == 200, address
    form = shown.context["form"]
    sent = fields_of(shown.content.decode(), naming)
    typed = {}
    for place, (name, field) in enumerate(form.fields.items()):
        html_name = form.add_prefix(name)
        rich = getattr(field.widget, "accepts_features", False)
        trap = name == "timezone" or "Leave this field empty" in str(field.label)
        if html_name in sent and is_typed(field) and not trap and (rich or not field.widget.is_hidden):
            text = how(field, number + place)
            typed[html_name] = as_rich_text(text) if rich else text
    RateCounter.objects.all().delete()
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(address, {**sent, **more, **typed})
    assert answer.status_code < 500, address
    return typed, answer


def plain(value: str) -> str:
    """A value of a form apart from what no browser sends or shows, and from what is only in the marks of an editor."""
    if value.lstrip().startswith("{") and '"blocks"' in value:
        value = "\n".join(block["text"] for block in json.loads(value)["blocks"])
    return tidy_line(value)


def is_shown_again(answer: HttpResponse, naming: str, typed: dict[str, str]) -> None:
    """All that was typed stands in the form again, and a sentence beside it."""
    assert answer.context["form"].errors
    shown = fields_of(answer.content.decode(), naming)
    for name, text in typed.items():
        assert plain(shown[name]) == plain(text), name


def _has_errors(answer: HttpResponse) -> bool:
    return bool(answer.context and "form" in answer.context and answer.context["form"].errors)


def try_form(client: Client, address: str, naming: str, rounds: int, **more: Any) -> None:
    """Texts within the limits are taken, in every field another one at a time; what is too long is shown again."""
    for number in range(rounds):
        typed, answer = type_into(client, address, naming, text_for, number * 4, **more)
        if _has_errors(answer):
            # What is unusual is asked about once.
            is_shown_again(answer, naming, typed)
            answer = client.post(address, fields_of(answer.content.decode(), naming))
        if _has_errors(answer):
            assert not answer.context["form"].errors, (address, answer.context["form"].errors)
    typed, answer = type_into(client, address, naming, long_for, **more)
    is_shown_again(answer, naming, typed)


def test_forms_of_visitors(site: World, client: Client, rounds: int) -> None:
    event = coming_event()
    for position, kind in enumerate((QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT)):
        texts = {"en": {"label": TEXTS[position], "help": TEXTS[3]}}
        Question.objects.create(event=event, key=uuid4(), kind=kind, position=position, texts=texts)
    slug = event.texts.get(language="en").slug
    try_form(client, f"/en/events/{slug}/register/", "email", rounds, consent="on")
    assert {row.name for row in event.registrations.all()} <= {tidy_name(text) for text in TEXTS}
    token = manage_token(registered(event))
    try_form(client, f"/en/events/registration/{token}/change/", "organisation", rounds)
    assert client.get(f"/en/events/registration/{token}/").status_code == 200
    try_form(client, "/en/events/registration/link/", "email", rounds)
    try_form(client, "/en/projects/tell-us-about-your-project/", "summary", rounds, country="IS")
    for proposal in Proposal.objects.all():
        case = actions.confirm(proposal)
        case.save_revision().publish()
        assert client.get(case.url_path).status_code == 200
    site.a.case.contact_email = "prove@test.example"
    site.a.case.save_revision().publish()
    try_form(client, f"/en/projects/{site.a.case.slug}/contact/", "message", rounds)


def test_what_is_asked_in_a_search_is_never_too_odd(site: World, root: Client) -> None:
    for text in (*TEXTS, "\ufffd", "å" * 1500, "%", "\\", "'"):
        for address in (
            "/en/search/",
            "/api/v1/search/",
            "/en/projects/",
            reverse("home_matrix"),
            "/admin/pages/search/",
        ):
            assert root.get(address, {"q": text}).status_code in {200, 400, 414}, (address, text)


@pytest.mark.parametrize("model", [model for model in get_page_models() if issubclass(model, BasePage)], ids=str)
def test_the_form_of_every_kind_of_page(root: Client, model: type[BasePage], rounds: int) -> None:
    page = model.objects.filter(locale__language_code="en").first() or MAKERS[model]()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    streams = [field for field in model._meta.get_fields() if isinstance(field, StreamField)]
    # Their marks refer to each other.
    empty = {f"{field.name}-count": "0" for field in streams}
    streams = [field for field in streams if field.name not in {"sources", "editorial_notes"}]
    for number in range(rounds):
        sent = {name: text for field in streams for name, text in stream_data(field, number * 4).items()}
        typed, answer = type_into(root, address, "title", text_for, number * 4, **{**empty, **sent})
        assert answer.status_code == 302, answer.context["form"].errors
    # As far as it is finished, it is published and read.
    typed, answer = type_into(root, address, "title", text_for, 0, **empty, **{"action-publish": "1"})
    page.refresh_from_db()
    if answer.status_code == 302:
        assert Client().get(page.url_path).status_code == 200
    else:
        is_shown_again(answer, "title", typed)
    typed, answer = type_into(root, address, "title", long_for, 0, **empty)
    is_shown_again(answer, "title", typed)


MAKERS = {
    CollectionPage: lambda: add_collection(cases=[add_case(), add_case()]),
    StrategyPage: add_strategy,
    StandardPage: add_standard,
    TakePartPage: add_take_part,
    ConsultationPage: add_consultation,
    ReportPage: add_report,
}


def test_the_wizard(root: Client, rounds: int) -> None:
    element = ElementPage.objects.filter(locale__language_code="en").first()
    facts = {"country": "IS", "elements": str(element.pk)}
    for step in STEPS:
        address = reverse("projects_wizard", args=[step])
        try_form(root, address, "csrfmiddlewaretoken", rounds, **facts)
        _typed, answer = type_into(root, address, "csrfmiddlewaretoken", text_for, **facts)
        if _has_errors(answer):
            answer = root.post(address, fields_of(answer.content.decode(), "csrfmiddlewaretoken"))
        assert answer.status_code == 302
    answer = root.post(reverse("projects_wizard", args=["check"]))
    case = CaseStudyPage.objects.latest("pk")
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[case.pk])
    case.save_revision().publish()
    assert Client().get(case.url_path).status_code == 200


def test_the_registration_desk(root: Client, rounds: int) -> None:
    event = coming_event()
    languages = {"mail_language": "is", "consent": "on", "pool": str(event.pools.first().pk)}
    try_form(root, reverse("registration_add", args=[event.pk]), "email", rounds, **languages)
    try_form(root, reverse("registration_links", args=[event.pk]), "join_link", rounds)
    try_form(root, reverse("registration_message", args=[event.pk]), "subject_is", rounds, preview="1")
    for text in TEXTS:
        assert root.get(reverse("registration_desk", args=[event.pk]), {"q": text}).status_code == 200


def test_the_translation_desk(site: World, root: Client, rounds: int) -> None:
    address = reverse("translation_editor", args=[site.a.translation.pk])
    for number in range(rounds):
        html = root.get(address).content.decode()
        sent = fields_of(html, next(iter(re.findall(r'name="(text-[^"]+)"', html))))
        names = [name for name in sent if name.startswith("text-")]
        typed = {name: TEXTS[(number * 4 + place) % len(TEXTS)] for place, name in enumerate(names)}
        answer = root.post(address, sent | typed)
        assert answer.status_code in {200, 302}
        # Stored, or refused and shown as it was typed.
        shown = root.get(address + "?show=all") if answer.status_code == 302 else answer
        again = fields_of(shown.content.decode(), names[0])
        for name, text in typed.items():
            stored = tidy_line(text)
            assert stored == tidy_line(again[name]) or "<" in text, name


def test_other_forms_of_the_admin(site: World, root: Client, rounds: int) -> None:
    try_form(root, reverse("partners_team", args=[site.a.organisation.pk]), "email", language="is", rounds=1)
    try_form(root, reverse("wagtaildocs:edit", args=[site.a.document.pk]), "title", rounds)
    try_form(root, reverse("wagtailredirects:add"), "old_path", rounds=1)
    settings = root.get(reverse("wagtailsettings:edit", args=["core", "sitesettings"])).headers["Location"]
    try_form(root, settings, "contact_email", rounds)
