"""Coverage: how much of what was said came into the text, and on what the text rests. Counted, never typed."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import TypedDict

from portal.core.hooks import roots
from portal.core.hooks.comments import count_comments
from portal.core.hooks.roots import Counted
from projects.models import CaseElement, CaseStudyPage
from projects.modeltext.canonical import Snapshot, elements_of, paragraphs_of
from projects.modeltext.enums import Relation
from projects.modeltext.models import Coverage
from projects.modeltext.versions import in_force

#: Roots by which somebody spoke about a paragraph.
SPOKEN = {"contribution", "theme", "statement"}


class Place(TypedDict):
    """A paragraph: its id in addresses, and its number."""

    id: str
    number: str


class Against(Place):
    """Something that speaks against a paragraph, and what was decided about it, in words by language."""

    kind: str
    answer: dict[str, str]


class ModelPart(TypedDict):
    """On what the text in force rests."""

    version: str
    paragraphs: int
    with_roots: int
    #: Paragraphs with a root of each kind.
    by_kind: dict[str, int]
    #: Paragraphs about which nobody has said anything.
    silent: list[Place]
    #: Translation keys of elements without a public case.
    without_case: list[str]
    against: list[Against]


class Result(TypedDict):
    """All that the page of the coverage shows."""

    said: list[Counted]
    model: ModelPart | None


def count() -> Result:
    """Count everything anew."""
    return {"said": roots.what_became(), "model": _count_model()}


def store(now: datetime) -> None:
    """Count, and keep the numbers for those who read them."""
    Coverage.objects.update_or_create(id=1, defaults={"counted_at": now, "result": count()})


def _count_model() -> ModelPart | None:
    version = in_force()
    if version is None:
        return None
    paragraphs = list(paragraphs_of(version.snapshot).values())
    comments = count_comments([one["id"] for one in paragraphs])
    kinds = [{root["kind"] for root in one["roots"]} for one in paragraphs]
    return {
        "version": version.number,
        "paragraphs": len(paragraphs),
        "with_roots": sum(bool(found) for found in kinds),
        "by_kind": dict(Counter(kind for found in kinds for kind in sorted(found)).most_common()),
        "silent": [
            {"id": one["id"], "number": one["number"]}
            for one, found in zip(paragraphs, kinds, strict=True)
            if not found & SPOKEN and not comments.get(one["id"])
        ],
        "without_case": _without_case(elements_of(version.snapshot)),
        "against": _against(version.snapshot),
    }


def _without_case(elements: list[str]) -> list[str]:
    cases = CaseStudyPage.objects.live().public()
    shown = CaseElement.objects.filter(page__in=cases, element__translation_key__in=elements)
    with_case = {str(key) for key in shown.values_list("element__translation_key", flat=True)}
    return [element for element in elements if element not in with_case]


def _against(snapshot: Snapshot) -> list[Against]:
    found = [
        (one, root)
        for one in paragraphs_of(snapshot).values()
        for root in one["roots"]
        if root["relation"] == Relation.SPEAKS_AGAINST
    ]
    keys: dict[str, list[str]] = defaultdict(list)
    for _paragraph, root in found:
        keys[root["kind"]].append(root["key"])
    answers = {kind: roots.answers(kind, wanted) for kind, wanted in keys.items()}
    return [
        {
            "id": one["id"],
            "number": one["number"],
            "kind": root["kind"],
            "answer": answers[root["kind"]].get(root["key"], {}),
        }
        for one, root in found
    ]
