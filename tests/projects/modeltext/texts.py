"""Small model texts for tests: elements in one or more languages whose paragraphs have known ids."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import Permission

from portal.core.users.models import User
from projects.models import ElementPage
from projects.modeltext.enums import Relation, Step
from projects.modeltext.models import ModelVersion, Paragraph, Root
from projects.modeltext.versions import load_first, propose, publish
from tests.sites import add_element

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
_SPACE = UUID("0b1c9a52-2d3f-4c55-9c0a-0f6f1c1a7a11")


def key_of(name: str) -> UUID:
    """The id of the block that a test calls ``name``."""
    return uuid5(_SPACE, name)


def blocks(paragraphs: Mapping[str, str]) -> list[dict[str, Any]]:
    """Paragraphs by name, as the StreamField of an element stores them."""
    return [
        {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(key_of(name))} for name, text in paragraphs.items()
    ]


def add_text(paragraphs: Mapping[str, str], language: str = "en", of: Any = None, **fields: Any) -> ElementPage:
    """An element with these paragraphs."""
    page: ElementPage = add_element(language, of, body=blocks(paragraphs), **fields)
    return page


def rewrite(page: ElementPage, paragraphs: Mapping[str, str]) -> None:
    """Publish an element with other paragraphs."""
    page = ElementPage.objects.get(pk=page.pk)
    page.body = ElementPage._meta.get_field("body").stream_block.to_python(blocks(paragraphs))
    page.save_revision().publish()


def secretary(name: str) -> User:
    """Somebody of the secretariat."""
    user = User.objects.create_user(username=name, email=f"{name}@example.org", password="Fjordvegen-71")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="partners", codename="act_for_all"),
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    return user


def first_version() -> ModelVersion:
    """Today's text as the version that the initial content brings."""
    return load_first({"en": "The first text.", "fi": "Ensimmäinen teksti."}, NOW)


def give_root(name: str, kind: str = "source", key: str = "1", relation: Relation = Relation.COMES_FROM) -> Root:
    """A root of the paragraph that a test calls ``name``."""
    paragraph = Paragraph.objects.get(key=key_of(name))
    return Root.objects.create(paragraph=paragraph, kind=kind, key=key, relation=relation, added_at=NOW)


def next_version(step: Step = Step.TEXT, *, rooted: tuple[str, ...] = ()) -> ModelVersion:
    """The text as it reads now, proposed by one person and published by another."""
    number = ModelVersion.objects.count()
    version = propose(step, {"en": "Something new."}, secretary(f"proposes{number}"), NOW)
    for name in rooted:
        give_root(name)
    return publish(version.pk, version.sha256, secretary(f"publishes{number}"), NOW)
