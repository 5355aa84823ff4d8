"""The desk of the model puts a version out for consultation: who may, what it says, and what waits meanwhile."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from events.dialogue.enums import Decision
from events.dialogue.models import ConsultationPage, Contribution, Occasion, Reply
from events.dialogue.public.forms import ConsultationPageForm
from portal.core.users.models import User
from projects.modeltext.enums import Step, VersionState
from projects.modeltext.models import ModelVersion
from projects.modeltext.versions import propose
from tests.kept_rows import kept
from tests.projects.modeltext.texts import NOW, add_text, first_version, key_of, rewrite, secretary
from tests.sites import add_consultation, add_take_part, make_site

pytestmark = pytest.mark.django_db
SNOW = key_of("snow").hex[:8]


@pytest.fixture
@kept
def version() -> ModelVersion:
    """Version 1.1, proposed by kari."""
    make_site("en")
    add_take_part()
    element = add_text({"snow": "Snow falls.", "trust": "Trust grows."})
    first_version()
    rewrite(element, {"snow": "Snow falls.", "trust": "Trust grows slowly."})
    return propose(Step.TEXT, {"en": "Slower."}, secretary("kari"), NOW)


def address(version: ModelVersion) -> str:
    return f"/admin/model/versions/{version.pk}/"


def editor() -> User:
    """Somebody who edits the model, and is not of the secretariat."""
    user = User.objects.create_user("ola", "ola@example.org", "Fjordvegen-71")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="modeltext", codename="change_modelversion"),
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    return user


def consult(version: str) -> Occasion:
    """An open consultation about a version."""
    ends = timezone.now() + timedelta(days=7)
    page = add_consultation(
        asks=(), title="Snow", model_version=version, input_closes=ends, report_due=(ends + timedelta(days=9)).date()
    )
    return Occasion.objects.get(page_key=page.translation_key)


def test_only_the_secretariat_puts_a_version_out(client: Client, version: ModelVersion):
    client.force_login(editor())

    assert 'value="put_out"' not in client.get(address(version)).content.decode()
    assert client.post(address(version), {"action": "put_out"}).status_code == 404
    assert ModelVersion.objects.get(pk=version.pk).state == VersionState.DRAFT


def test_version_that_is_put_out_waits_for_the_end_of_its_consultation(client: Client, version: ModelVersion):
    client.force_login(secretary("liv"))

    assert client.post(address(version), {"action": "put_out"}).status_code == 302
    page = client.get(address(version)).content.decode()
    assert "/model/1.1-draft/" in page
    assert "No consultation is about it yet." in page
    assert "nobody but editors sees it" not in page
    consult("1.1-draft")
    page = client.get(address(version)).content.decode()
    assert ">Snow</a>: open until" in page
    assert "report due by" in page
    for action in ("take_in", "publish", "discard"):
        sent = {"action": action, "sha256": version.sha256}
        assert client.post(address(version), sent).status_code == 409, action
    assert ModelVersion.objects.get(pk=version.pk).state == VersionState.CONSULTED


def test_comments_without_a_reply_stand_at_the_paragraph_and_beside_the_next_version(
    client: Client, version: ModelVersion
):
    occasion = consult("1.0")
    said = Contribution.objects.create(
        occasion=occasion, subject_kind="paragraph", subject_key=SNOW, subject_version="1.0", language="is",
        text="Snjórinn þarf að víkja.", state="published", created_at=NOW, published_at=NOW,
    )  # fmt: skip
    client.force_login(secretary("liv"))
    places = (address(version), f"/admin/model/paragraphs/{key_of('snow')}/")

    assert [said.public_id in client.get(place).content.decode() for place in places] == [True, True]
    Reply.objects.create(contribution=said, decision=Decision.NO, reasons={"en": "No."}, decided_at=NOW)
    assert [said.public_id in client.get(place).content.decode() for place in places] == [False, False]


def test_form_of_a_consultation_offers_the_draft_and_the_version_in_force(client: Client, version: ModelVersion):
    user = secretary("liv")
    client.force_login(user)
    client.post(address(version), {"action": "put_out"})
    form = ConsultationPage.get_edit_handler().get_form_class()(for_user=user)

    assert isinstance(form, ConsultationPageForm)
    assert [value for value, _label in form.fields["model_version"].choices] == ["", "1.1-draft", "1.0"]
