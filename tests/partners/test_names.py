"""Names that the portal stores in English are shown in the editor's language."""

import pytest
from django.contrib.auth.models import Group
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Collection, Workflow

from partners import names
from partners.teams.groups import SECRETARIAT, SHARED_COLLECTION, secretariat, shared_folder
from partners.teams.workflow import WORKFLOW, prepare_workflow
from tests.sites import make_site

pytestmark = pytest.mark.django_db
DANISH = {SECRETARIAT: "Sekretariatet", SHARED_COLLECTION: "Fælles <mappe>", WORKFLOW: "Sekretariatets gennemsyn"}


@pytest.fixture(autouse=True)
def danish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translations of our own: those of the catalogues may change."""

    def translated(text: str) -> str:
        return DANISH.get(text, text) if translation.get_language() == "da" else gettext(text)

    monkeypatch.setattr(names, "gettext", translated)


def test_names_are_shown_in_the_editors_language():
    make_site("en")
    prepare_workflow(secretariat())
    shared_folder()
    for model, name in ((Group, SECRETARIAT), (Collection, SHARED_COLLECTION), (Workflow, WORKFLOW)):
        found = model.objects.get(name=name)
        shown = Template("{{ thing.name }}|{{ thing }}|{% if thing.name == name %}same{% endif %}")
        with translation.override("da"):
            html = DANISH[name].replace("<", "&lt;").replace(">", "&gt;")
            assert shown.render(Context({"thing": found, "name": name})) == f"{html}|{html}|same"
            assert ("%s" % found.name, f"{found.name}") == (DANISH[name], DANISH[name])  # noqa: UP031
        with translation.override("en"):
            assert str(found.name) == name


def test_they_stay_in_the_database_as_they_are():
    group = secretariat()
    with translation.override("da"):
        group.name = str(group.name)
        assert group.name == "Sekretariatet"
        group.save()
        Group.objects.get(name=SECRETARIAT).save()
    assert Group.objects.filter(name=SECRETARIAT).count() == 1
    assert secretariat().pk == group.pk
    other = Group.objects.create(name="Others")
    other.name = "Anybody"
    other.save()
    assert Group.objects.filter(name="Anybody").exists()


def test_names_of_teams_are_nobodys_to_translate():
    group = Group.objects.create(name="Kommune")
    assert type(Group.objects.get(pk=group.pk).name) is str
