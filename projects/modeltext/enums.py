"""Choices of the model text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionState(models.TextChoices):
    """Where a version of the model stands. From ``PUBLISHED`` on, nothing of it changes any more."""

    DRAFT = "draft", pgettext_lazy("state of a version", "Proposed")
    CONSULTED = "consulted", pgettext_lazy("state of a version", "In consultation")
    PUBLISHED = "published", pgettext_lazy("state of a version", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("state of a version", "Replaced by a later one")


#: States in which a version cannot change.
FROZEN = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
#: States in which there is one version at most: the one that may come next.
COMING = (VersionState.DRAFT, VersionState.CONSULTED)


class Relation(models.TextChoices):
    """What a root is to its paragraph."""

    COMES_FROM = "from", _("Comes from")
    SUPPORTED_BY = "supports", _("Is supported by")
    SPEAKS_AGAINST = "against", _("Speaks against")


class LineageKind(models.TextChoices):
    """What became of a paragraph that left the text."""

    REPLACED = "replaced", _("Replaced by")
    SPLIT = "split", _("Split into")
    MERGED = "merged", _("Merged into")
    MOVED = "moved", _("Moved to")


class SuggestionState(models.TextChoices):
    """What became of a root that a team suggested."""

    WAITING = "waiting", pgettext_lazy("state of a suggestion", "Waiting")
    ACCEPTED = "accepted", pgettext_lazy("state of a suggestion", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a suggestion", "Declined")


class Step(models.TextChoices):
    """By how much the number of a version counts up."""

    TEXT = "text", _("Changed text")
    ELEMENTS = "elements", _("Elements came or went")
    CORRECTION = "correction", _("Correction of a mistake")
