"""Motifs of a drawn cover: chosen from the words of a case, by the concepts they name in any language."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.utils.html import strip_tags
from django_tasks import task
from wagtail.signals import page_published

from portal.core.hooks.words import clues
from portal.core.operations import periodic
from projects.enums import MOTIF_OF_ELEMENT, Motif
from projects.models import CaseStudyPage

#: Concepts of the search (slugs) that speak of a motif, or are kinds of one that does.
SPEAKS_OF = {
    Motif.HARBOUR: (
        "harbour waterfront marina shipping shore-power ferry coast sea island archipelago fishing fishing-community "
        "aquaculture cruise bridge"
    ),
    Motif.MOBILITY: (
        "transport mobility commuting public-transport bus train tram station ticket journey-planner mobility-hub "
        "car car-sharing ride-sharing parking cycling bicycle-path bicycle-sharing electric-scooter freight"
    ),
    Motif.ENERGY: (
        "energy electricity renewable-energy wind-power solar-power hydropower heating district-heating heat-pump "
        "waste-heat energy-storage energy-community geothermal positive-energy-district"
    ),
    Motif.WATER: (
        "water wastewater stormwater rain rain-garden flood cloudburst storm-surge flood-protection river "
        "climate-adaptation sea-level-rise wetland green-roof"
    ),
    Motif.FOREST: (
        "forest forestry tree arctic wildlife fishing-hunting hunting reindeer-herding nature biodiversity "
        "nature-conservation environmental-monitoring"
    ),
    Motif.BALLOT: (
        "vote election referendum e-voting participatory-budgeting citizens-initiative petition democracy "
        "local-democracy digital-democracy e-participation"
    ),
    Motif.CODE: (
        "software open-source programming api open-standards interoperability vendor-lock-in open-data "
        "cross-border-cooperation data-exchange digital-twin open-licence data platform"
    ),
    Motif.KEY: (
        "consent privacy personal-data ownership-of-data data-portability electronic-identity digital-signature "
        "encryption cybersecurity"
    ),
    Motif.CARE: (
        "health public-health hospital health-centre health-record doctor nurse patient prescription elderly-care "
        "home-care welfare-technology mental-health loneliness volunteer mutual-help wellbeing vaccination"
    ),
    Motif.SHOP: (
        "shop village-shop sharing-economy lending tool-library renting swap second-hand-shop reuse repair market "
        "local-economy circular-economy bank coworking"
    ),
    Motif.STREET: (
        "street street-furniture public-space park playground placemaking pedestrian-street fifteen-minute-city "
        "city-district new-district urban-development urban-design building architecture housing"
    ),
    Motif.SCHOOL: (
        "school primary-school kindergarten upper-secondary-school pupil teacher student child youth education "
        "training-course digital-skills library sport leisure"
    ),
    Motif.BROADBAND: "broadband fibre-network mobile-network internet wifi digital-inclusion remote-work",
    Motif.TABLE: (
        "workshop dialogue co-creation town-meeting citizens-panel meeting-place community-centre participation "
        "village-cooperation local-development neighbourhood-council strategy cooperation agreement"
    ),
}
_BY_CONCEPT = {slug: motif for motif, slugs in SPEAKS_OF.items() for slug in slugs.split()}
#: What of a case tells what it is about, and how much a word of it weighs.
WEIGHTS = {"title": 4, "summary": 3, "challenge": 1, "approach": 1, "result": 1}
#: Before the social card of the same page, which shows what was found.
PRIORITY = -40
#: Share of the first motif's weight that a second one needs to be drawn beside it.
SECOND = 0.6


def motifs_of(texts: Iterable[tuple[str, int]], language: str, elements: Iterable[int]) -> list[str]:
    """One or two motifs of what ``texts`` say, each with its weight; else that of the first of ``elements``."""
    found: Counter[str] = Counter()
    for text, weight in texts:
        for clue in clues(text, language):
            motif = _BY_CONCEPT.get(clue.key.lstrip("#~")) if clue.is_concept else None
            if motif and clue.steps < 2:
                found[motif] += weight * (2 - clue.steps)
    for number in elements:
        if motif := MOTIF_OF_ELEMENT.get(number):
            found[motif] += 1
    ranked = sorted(found.items(), key=lambda row: (-row[1], list(Motif).index(Motif(row[0]))))
    return [motif for motif, weight in ranked[:2] if weight >= ranked[0][1] * SECOND]


@task(priority=PRIORITY)
def find_motifs(page_id: int) -> str:
    """Choose the motifs of a case from its text as it was written, for all its languages; return what was chosen."""
    case = CaseStudyPage.objects.filter(pk=page_id).select_related("locale").first()
    if case is None:
        return ""
    versions = CaseStudyPage.objects.filter(translation_key=case.translation_key)
    written = versions.filter(locale__language_code=case.original_language).first() or case
    texts = [(strip_tags(getattr(written, name)), weight) for name, weight in WEIGHTS.items()]
    elements = written.case_elements.order_by("sort_order").values_list("element__number", flat=True)
    found = " ".join(motifs_of(texts, written.language, elements))
    versions.exclude(found_motifs=found).update(found_motifs=found)
    return found


def find_missing_motifs() -> int:
    """Choose motifs where none were chosen yet, as after an update of the portal; for how many. Run by the worker."""
    lacking = list(CaseStudyPage.objects.live().filter(found_motifs="").values_list("pk", flat=True))
    for pk in lacking:
        find_motifs.enqueue(pk)
    return len(lacking)


def _on_publish(instance: CaseStudyPage, **kwargs: object) -> None:
    find_motifs.enqueue(instance.pk)


def connect_receivers() -> None:
    """Choose motifs when a case is published; called when the app is ready."""
    page_published.connect(_on_publish, sender=CaseStudyPage, dispatch_uid="projects-motifs")
    periodic.register("projects.find_missing_motifs", timedelta(hours=6), find_missing_motifs)
