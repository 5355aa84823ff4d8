"""Partners who translate for each other, and what they press."""

from dataclasses import dataclass
from typing import Any

from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import override
from wagtail_localize.models import Translation

from partners.models import Team, TranslationRequest
from portal.editing.translations import editor
from projects.models import CaseStudyPage

FINNISH = {
    "Title": "Lainapyörä perheille",
    "Summary": "Kunta lainaa kuormapyöriä, ettei lyhyille matkoille tarvita autoa.",
    "Challenge": "Pitkäaikaistyöttömyysvakuutuksen hakijoillakaan ei ollut pyörää.",
    "Approach": "Viisi pyörää ja yksi yöllinen korjaaja.",
    "Result": "Käyttäjät ajavat vähemmän autolla.",
}
REQUESTS = "partners_requests"


@dataclass
class Partners:
    """A Danish owner, a Finnish team with a translator and a reviewer, and somebody who serves another language."""

    case: CaseStudyPage
    other: CaseStudyPage
    team: Team
    owner: Any
    translator: Any
    colleague: Any
    reviewer: Any
    icelander: Any
    secretary: Any


def press(client: Client, who: Any, address: str, **data: str) -> Any:
    """What somebody sends, with everything that follows from it; the page they get to see."""
    client.force_login(who)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, data, follow=True)


def ask(client: Client, partners: Partners, language: str = "fi", **data: str) -> Any:
    return press(client, partners.owner, reverse("partners_ask", args=[partners.case.pk, language]), **data)


def request() -> TranslationRequest:
    return TranslationRequest.objects.latest("pk")


def answer(client: Client, user: Any, action: str) -> Any:
    """A button of the list of requests, about the last one."""
    return press(client, user, reverse(REQUESTS), request=str(request().pk), action=action)


def translation() -> Translation:
    return Translation.objects.get(target_locale__language_code="fi")


def desk() -> str:
    return reverse("translation_editor", args=[translation().pk])


def typed() -> dict[str, str]:
    """The Finnish texts, as the form of the desk holds them."""
    with override("en"):
        return {f"text-{sentence.key}": FINNISH[sentence.field] for sentence in editor.sentences(translation())}


def status(client: Client, user: Any, address: str) -> int:
    client.force_login(user)
    return int(client.get(address).status_code)


def taken(client: Client, partners: Partners) -> None:
    ask(client, partners)
    answer(client, partners.translator, "take")
