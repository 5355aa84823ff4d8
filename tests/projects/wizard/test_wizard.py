"""The case study wizard, as somebody who comes once a year."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from projects.drafting import forget_old_answers
from projects.models import CaseStudyPage, WizardDraft
from projects.wizard import advice
from projects.wizard.element_suggestions import suggest_elements
from tests.partners.world import World
from tests.portal.editing.quality.test_readability import EASY, HARD
from tests.sites import add_element

pytestmark = pytest.mark.django_db
LONG = " ".join(["People waited for buses that came late and nobody told them why."] * 5)


def answers(world: World, **changes: object) -> dict[str, dict[str, object]]:
    steps = {
        "problem": {"title": "Buses on time", "challenge": LONG},
        "approach": {"approach": LONG},
        "result": {"result": f"{LONG} Delays fell by 40 %.", "lessons": "", "summary": "Buses that come."},
        "place": {"country": "DK", "municipality": "testby", "organisation": world.a.organisation.pk, "website": ""},
        "elements": {"elements": [world.element.pk], "source_publisher": "", "source_url": ""},
        "use": {"contact_name": "", "contact_email": ""},
    }
    return {step: said | {k: v for k, v in changes.items() if k in said} for step, said in steps.items()}


def walk(client: Client, steps: dict[str, dict[str, object]]) -> None:
    for step, said in steps.items():
        answer = client.post(reverse("projects_wizard", args=[step]), said)
        assert answer.status_code == 302, answer.context["form"].errors


def test_five_answers_make_a_draft_of_the_own_organisation(client: Client, world: World):
    client.force_login(world.a.member)
    assert client.get(reverse("projects_wizard", args=["problem"])).status_code == 200
    walk(client, answers(world))
    check = client.get(reverse("projects_wizard", args=["check"]))
    assert [remark.step for remark in check.context["remarks"]] == ["elements"], "a figure without a source"
    answer = client.post(reverse("projects_wizard", args=["check"]))
    case = CaseStudyPage.objects.get(title="Buses on time")
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert (case.live, case.organisation, case.owner) == (False, world.a.organisation, world.a.member)
    assert (case.latitude, case.longitude) == (55.5, 10.5), "found by the name of the municipality"
    assert [row.element.pk for row in case.case_elements.all()] == [world.element.pk]
    assert client.get(answer.headers["Location"]).status_code == 200


def test_numbers_photo_and_contact_come_from_the_wizard(client: Client, world: World):
    client.force_login(world.a.member)
    steps = answers(world)
    steps["elements"] |= {
        "figures": "• 1 200 ladcykler udlånt på Ærø i 2023\n40–45 % færre ture i bil\n",
        "source_publisher": "Ærø Kommune",
        "source_url": "https://aeroe.example/tal",
    }
    steps["use"] = {
        "photo": world.a.image.pk,
        "photo_alt": "En far med to børn i en ladcykel.",
        "stage": "running",
        "cost": "2 mio. kr. over tre år",
        "contact_name": "Åse Þórsdóttir",
        "contact_email": "aase@example.org",
    }
    walk(client, steps)
    assert client.get(reverse("projects_wizard_preview", args=["page"])).status_code == 200
    client.post(reverse("projects_wizard", args=["check"]))
    case = CaseStudyPage.objects.get(title="Buses on time")
    figures = [(value["number"], value["unit"], value["what"], value["url"]) for value in raw_figures(case)]
    url = "https://aeroe.example/tal"
    assert figures == [("1 200", "", "ladcykler udlånt på Ærø i 2023", url), ("40–45", "%", "færre ture i bil", url)]
    assert (case.photo_id, case.photo_alt) == (world.a.image.pk, "En far med to børn i en ladcykel.")
    assert (case.stage, case.cost, case.contact_name) == ("running", "2 mio. kr. over tre år", "Åse Þórsdóttir")
    assert case.contact_email == "aase@example.org"


def raw_figures(case: CaseStudyPage) -> list[dict[str, str]]:
    return [block.value for block in case.key_figures]


@pytest.mark.parametrize(
    ("step", "said", "field"),
    [
        ("elements", {"figures": "mange ladcykler"}, "figures"),
        ("elements", {"figures": "\n".join(f"{n} ture" for n in range(5))}, "figures"),
        ("elements", {"figures": "12 ture"}, "source_url"),
        ("use", {"contact_name": "Åse"}, "contact_email"),
        ("use", {"photo": "æ"}, "photo"),
        ("use", {"photo": "own"}, "photo_alt"),
        ("use", {"photo": "others", "photo_alt": "Et torv."}, "photo"),
    ],
)
def test_what_does_not_fit_in_numbers_photo_and_contact_is_said_beside_it(
    client: Client, world: World, step: str, said: dict[str, object], field: str
):
    client.force_login(world.a.member)
    photos = {"own": world.a.image.pk, "others": world.b.image.pk}
    sent = {name: photos.get(value, value) for name, value in said.items()}
    refused = client.post(reverse("projects_wizard", args=[step]), {"elements": [world.element.pk], **sent})
    assert list(refused.context["form"].errors) == [field]
    again = client.get(reverse("projects_wizard", args=[step])).content.decode()
    assert world.b.image.title not in again, "of others not even the name of a photo"


def test_a_photo_that_was_deleted_meanwhile_is_left_out(client: Client, world: World):
    client.force_login(world.a.member)
    steps = answers(world)
    steps["use"] |= {"photo": world.a.image.pk, "photo_alt": "Et torv."}
    walk(client, steps)
    world.a.image.delete()
    assert client.get(reverse("projects_wizard_preview", args=["page"])).status_code == 200
    assert client.get(reverse("projects_wizard", args=["check"])).context["missing"] == "use"


def test_answers_are_kept_between_steps_and_none_can_be_skipped(client: Client, world: World):
    client.force_login(world.a.member)
    steps = answers(world)
    walk(client, {"problem": steps["problem"]})
    assert "Buses on time" in client.get(reverse("projects_wizard", args=["problem"])).content.decode()
    assert client.post(reverse("projects_wizard", args=["check"])).headers["Location"].endswith("/approach/")
    assert not CaseStudyPage.objects.filter(title="Buses on time").exists()


def test_nobody_writes_for_another_organisation(client: Client, world: World):
    client.force_login(world.a.member)
    place = answers(world, organisation=world.b.organisation.pk)["place"]
    assert client.post(reverse("projects_wizard", args=["place"]), place).status_code == 200
    client.force_login(world.outsider)
    assert client.get(reverse("projects_wizard", args=["problem"])).status_code == 302


def test_advice_on_plain_language():
    short, long = "Too short.", " ".join(["word"] * 30) + ". " + " ".join(["word"] * 30) + "."
    found = advice.remarks({"challenge": short, "approach": long, "result": LONG}, "en")
    assert [remark.step for remark in found] == ["problem", "approach", "approach"]


def test_one_to_three_elements_and_the_first_is_chosen(client: Client, world: World):
    client.force_login(world.a.member)
    others = [add_element(title=f"Element {n}", number=10 + n) for n in range(3)]
    address = reverse("projects_wizard", args=["elements"])
    four = client.post(address, {"elements": [world.element.pk, *(e.pk for e in others)]})
    assert four.context["form"].errors["elements"] == [
        "Choose at most three elements: those that the project shows best."
    ]
    stray = client.post(address, {"elements": [world.element.pk], "first": others[0].pk})
    assert list(stray.context["form"].errors) == ["first"]
    steps = answers(world)
    steps["elements"] |= {"elements": [world.element.pk, others[1].pk], "first": others[1].pk}
    walk(client, steps)
    client.post(reverse("projects_wizard", args=["check"]))
    case = CaseStudyPage.objects.get(title="Buses on time")
    assert [row.element.pk for row in case.case_elements.order_by("sort_order")] == [others[1].pk, world.element.pk]


@pytest.mark.parametrize("key", ["9" * 19, "9" * 400, "x", "-1", "१"])
def test_an_element_that_cannot_be_is_refused_beside_its_field(client: Client, world: World, key: str):
    client.force_login(world.a.member)
    address = reverse("projects_wizard", args=["elements"])
    refused = client.post(address, {"elements": [world.element.pk, key], "first": key, "source_publisher": "Åse"})
    assert "elements" in refused.context["form"].errors
    assert 'value="Åse"' in client.get(address).content.decode()
    assert client.get(reverse("projects_wizard", args=["check"])).status_code == 200


def test_elements_are_suggested_with_reasons(world: World):
    add_element(title="Mobility", body=[("paragraph", "<p>Buses, bicycles and trains that people can rely on.</p>")])
    add_element(title="Data", body=[("paragraph", "<p>Open registers and interfaces.</p>")])
    [first, *_rest] = suggest_elements("A new bus and bicycles for the island.", "en")
    assert (first.element.title, first.words) == ("Mobility", ["bus", "bicycles"])
    assert suggest_elements("Xyzzy.", "en") == []


def test_likely_duplicates_by_website_and_by_title_in_the_same_place(world: World):
    CaseStudyPage.objects.filter(pk=world.a.case.pk).update(website="https://buses.example/", title="Other")
    cases = CaseStudyPage.objects.all()
    found = advice.likely_duplicates({"title": "Buses", "website": "https://buses.example"}, cases)
    assert [case.pk for case in found] == [world.a.case.pk]
    found = advice.likely_duplicates({"title": "Case b!", "municipality": "Testby"}, cases)
    assert found[0].pk == world.b.case.pk


def test_drafts_of_others_are_not_named_as_duplicates(client: Client, world: World):
    for owner, named in ((world.b, True), (world.a, False)):
        client.force_login(owner.member)
        steps = answers(world, title=world.b.draft.title, organisation=owner.organisation.pk)
        walk(client, steps)
        found = client.get(reverse("projects_wizard", args=["check"])).context["duplicates"]
        assert (world.b.draft.pk in {case.pk for case in found}) == named


@pytest.mark.parametrize("language", EASY)
def test_plain_language_is_judged_by_the_language(language: str):
    easy, hard = ({"challenge": text, "approach": text, "result": text} for text in (EASY[language], HARD[language]))
    assert "hard to read" not in " ".join(remark.text for remark in advice.remarks(easy, language))
    said = [remark.text for remark in advice.remarks(hard, language)]
    assert sum("hard to read" in text for text in said) == 1


def test_the_list_of_steps_keeps_what_is_typed_right_or_not(client: Client, world: World):
    client.force_login(world.a.member)
    text = "Blåbærgrød på Ærø\u202e"
    answer = client.post(reverse("projects_wizard", args=["problem"]), {"title": text, "challenge": "", "go": "place"})
    assert answer.headers["Location"] == reverse("projects_wizard", args=["place"])
    place = {"country": "DK", "municipality": "Ærø", "start_year": "omkring 2019", "latitude": "", "longitude": ""}
    client.post(reverse("projects_wizard", args=["place"]), place | {"go": "check"})

    elsewhere = Client()
    elsewhere.force_login(world.a.member)

    again = elsewhere.get(reverse("projects_wizard", args=["place"])).content.decode()
    assert 'value="omkring 2019"' in again
    assert 'value="Ærø"' in again
    assert "Blåbærgrød på Ærø" in elsewhere.get(reverse("projects_wizard", args=["problem"])).content.decode()
    check = elsewhere.get(reverse("projects_wizard", args=["check"]))
    assert check.context["missing"] == "problem"
    assert elsewhere.get(reverse("projects_wizard_preview", args=["card"])).status_code == 200


def test_a_refused_answer_is_there_after_the_session_ended(client: Client, world: World):
    client.force_login(world.a.member)
    long = {"result": "Better.", "lessons": "", "summary": "æ" * 401}
    assert client.post(reverse("projects_wizard", args=["result"]), long).status_code == 200
    client.logout()
    client.force_login(world.a.member)

    assert "æ" * 401 in client.get(reverse("projects_wizard", args=["result"])).content.decode()


def test_answers_are_those_of_their_editor_and_can_be_deleted(client: Client, world: World):
    client.force_login(world.a.member)
    walk(client, {"problem": answers(world)["problem"]})
    other = Client()
    other.force_login(world.b.member)
    assert "Buses on time" not in other.get(reverse("projects_wizard", args=["problem"])).content.decode()

    client.post(reverse("projects_wizard", args=["check"]), {"discard": "", "sure": "1"})

    assert not WizardDraft.objects.exists()


def test_answers_that_nobody_touched_for_long_are_deleted(client: Client, world: World):
    client.force_login(world.a.member)
    walk(client, {"problem": answers(world)["problem"]})
    assert forget_old_answers() == 0
    WizardDraft.objects.update(updated_at=timezone.now() - WizardDraft.KEPT_FOR - timedelta(days=1))
    assert forget_old_answers() == 1


def test_another_window_is_not_overwritten_without_a_word(client: Client, world: World):
    client.force_login(world.a.member)
    address = reverse("projects_wizard", args=["problem"])
    seen = client.get(address).context["seen"]
    walk(client, {"problem": {"title": "Busser på Ærø", "challenge": LONG, "seen": seen}})

    typed = {"title": "Busser på Læsø", "challenge": LONG}
    asked = client.post(address, typed | {"seen": seen})

    assert [answer.text for answer in asked.context["meanwhile"]] == ["Busser på Ærø"]
    assert 'value="Busser på Læsø"' in asked.content.decode()
    assert WizardDraft.objects.get().said["title"] == "Busser på Ærø"
    assert client.post(address, typed | {"seen": asked.context["seen"]}).status_code == 302
    assert WizardDraft.objects.get().said["title"] == "Busser på Læsø"


def test_the_wizard_says_in_which_language_the_case_will_be(client: Client, world: World):
    UserProfile.objects.update_or_create(user=world.a.member, defaults={"preferred_language": "da"})
    client.force_login(world.a.member)
    assert client.get(reverse("projects_wizard", args=["problem"])).context["written_in"] == "Dansk"
