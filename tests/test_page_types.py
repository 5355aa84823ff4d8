"""What holds for every page type: where it may stand, what is translated, that it shows, previews and can be edited."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, get_page_models
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields

from events.dialogue.models import ConsultationPage, ReportPage, TakePartPage
from events.models import EventIndexPage, EventPage
from home.models import HomePage, StandardPage
from partners.models import PartnerIndexPage, PartnerPage
from portal.core.models import BasePage
from portal.core.users.models import User
from projects.models import (
    CaseLibraryPage,
    CaseStudyPage,
    CollectionPage,
    ElementIndexPage,
    ElementPage,
    GlossaryPage,
    StrategyIndexPage,
    StrategyPage,
)
from tests.sites import (
    add_case,
    add_collection,
    add_consultation,
    add_element,
    add_event,
    add_partner,
    add_report,
    add_standard,
    add_strategy,
    add_take_part,
    make_site,
)

COMMON = ["title", "seo_title", "search_description", "summary"]
SECTIONS = [EventIndexPage, ElementIndexPage, CaseLibraryPage, StrategyIndexPage, GlossaryPage, PartnerIndexPage]
MAKERS: dict[type[BasePage], Callable[..., Any]] = {
    StandardPage: add_standard,
    PartnerPage: add_partner,
    ElementPage: add_element,
    StrategyPage: add_strategy,
    CollectionPage: add_collection,
    EventPage: add_event,
    CaseStudyPage: add_case,
    TakePartPage: add_take_part,
    ConsultationPage: add_consultation,
    ReportPage: add_report,
}
PARENTS: dict[type[BasePage], set[type]] = {
    HomePage: {Page},
    StandardPage: {HomePage, StandardPage, TakePartPage},
    TakePartPage: {HomePage},
    ConsultationPage: {TakePartPage},
    ReportPage: {TakePartPage, ConsultationPage},
    PartnerPage: {PartnerIndexPage},
    ElementPage: {ElementIndexPage},
    StrategyPage: {StrategyIndexPage},
    CollectionPage: {CaseLibraryPage},
    EventPage: {EventIndexPage},
    CaseStudyPage: {CaseLibraryPage},
    **{section: {HomePage} for section in SECTIONS},
}
TRANSLATED: dict[type[BasePage], list[str]] = {
    HomePage: [*COMMON, "claim", "introduction", "about_heading", "about_text", "footer_text", "funding_text"],
    StandardPage: [*COMMON, "body"],
    PartnerPage: COMMON,
    ElementPage: [*COMMON, "body", "guiding_questions"],
    StrategyPage: [*COMMON, "body"],
    CollectionPage: [*COMMON, "introduction"],
    EventPage: [*COMMON, "description", "agenda", "statements", "afterwards", "input_questions"],
    TakePartPage: [*COMMON, "body"],
    ConsultationPage: [*COMMON, "description", "can_change", "cannot_change", "deciders", "input_questions"],
    ReportPage: [*COMMON, "body", "unanswered_because"],
    CaseStudyPage: [
        *COMMON,
        "challenge",
        "approach",
        "result",
        "key_figures",
        "photo_alt",
        "lessons",
        "cost",
        "staffing",
        "duration",
        "skills",
        "reuse_conditions",
        "evidence",
    ],
    ElementIndexPage: [*COMMON, "preamble", "steps", "body"],
    **{section: COMMON for section in SECTIONS if section is not ElementIndexPage},
}


def test_every_page_type_is_covered_here():
    ours = {model for model in get_page_models() if issubclass(model, BasePage)}

    assert ours == set(PARENTS) == set(TRANSLATED)


@pytest.mark.parametrize("model", PARENTS, ids=lambda model: model.__name__)
def test_page_type_stands_only_below_its_parents(model: type[BasePage]):
    assert set(model.allowed_parent_page_models()) == PARENTS[model]


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_page_type_translates_its_prose_and_nothing_else(model: type[BasePage]):
    fields = get_translatable_fields(model)

    prose = [field.field_name for field in fields if isinstance(field, TranslatableField)]
    overridable = [f.field_name for f in fields if isinstance(f, SynchronizedField) and f.overridable]
    assert [name for name in TRANSLATED[model] if name not in prose] == []
    assert [name for name in prose if name not in TRANSLATED[model]] == [
        name for name in prose if name in REGISTRATION_TEXTS and model is EventPage
    ]
    assert overridable == ["slug"]


#: Texts of an event's registration form, tested with the registration.
REGISTRATION_TEXTS = {"questions", "consent_text"}


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_page_type_declares_every_field_of_its_own(model: type[BasePage]):
    declared = {field.field_name for field in get_translatable_fields(model)}
    own = {
        field.name
        for field in model._meta.get_fields()
        if getattr(field, "model", None) is model and field.concrete and field.name not in {"page_ptr", "text_language"}
    }

    assert own - declared == set()


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    """A browser in which the secretariat is logged in."""
    client.force_login(User.objects.create_superuser("secretariat", "secretariat@test.example", "password"))
    return client


@pytest.fixture
def pages(db: None) -> dict[type[BasePage], BasePage]:
    """One page of each type."""
    homes = make_site("en", "da")
    made = {model: make() for model, make in MAKERS.items()}
    return {HomePage: homes["en"], **{s: s.objects.get(locale__language_code="en") for s in SECTIONS}, **made}


def test_every_page_type_shows_previews_and_opens_in_the_editor(admin: Client, pages: dict[type[BasePage], BasePage]):
    answers = {}
    for model, page in pages.items():
        preview = page.make_preview_request()
        edit = admin.get(f"/admin/pages/{page.pk}/edit/")
        answers[model.__name__] = (admin.get(page.url_path).status_code, preview.status_code, edit.status_code)

    assert answers == {model.__name__: (200, 200, 200) for model in pages}


def test_every_page_type_can_be_begun_in_the_admin(admin: Client, pages: dict[type[BasePage], BasePage]):
    answers = {}
    for model, page in pages.items():
        if model is not HomePage and not model.max_count_per_parent:
            address = f"/admin/pages/add/{model._meta.app_label}/{model._meta.model_name}/{page.get_parent().pk}/"
            answers[model.__name__] = admin.get(address).status_code

    assert answers == {model.__name__: 200 for model in MAKERS if model is not TakePartPage}
