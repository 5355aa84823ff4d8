"""Responses to things that stand on pages, such as comment statements: where to respond, how many are shown."""

from collections.abc import Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils import translation

from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution
from portal.core.hooks.openings import Responses


def find_responses(kind: str, keys: Sequence[str], language: str) -> dict[str, Responses]:
    """Responses by key of the thing, in one query."""
    shown = Contribution.objects.filter(
        subject_kind=kind, subject_key__in=list(keys), state=ContributionState.PUBLISHED, same_as=None
    )
    counts = dict(shown.order_by().values_list("subject_key").annotate(Count("pk")))
    with translation.override(language):
        return {
            key: Responses(reverse("dialogue:respond", kwargs={"kind": kind, "key": key}), counts.get(key, 0))
            for key in keys
        }
