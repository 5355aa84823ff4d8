"""Choices of the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Step(models.TextChoices):
    """How a query was answered."""

    ALL_WORDS = "all_words", _("All words")
    CORRECTED = "corrected", _("Corrected spelling")
    ANY_WORD = "any_word", _("Any of the words")
    OTHER_LANGUAGES = "other_languages", _("Other languages")
    MEANING = "meaning", pgettext_lazy("how a query was answered", "Meaning")
    NO_WORDS = "no_words", _("Nothing that can be searched for")
    ADDRESS = "address", _("Address of a page")


class Kind(models.TextChoices):
    """What a result is."""

    CASE_STUDY = "case_study", _("Case study")
    ELEMENT = "element", _("Element")
    EVENT = "event", _("Event")
    PARTNER = "partner", _("Partner")
    STRATEGY = "strategy", _("Strategy")
    COLLECTION = "collection", _("Collection")
    CONSULTATION = "consultation", _("Consultation")
    REPORT = "report", pgettext_lazy("what was heard on an occasion", "Report")
    ARTICLE = "article", pgettext_lazy("a page of text", "Article")
    CONTRIBUTION = "contribution", _("Contribution")


class WatchedPlace(models.TextChoices):
    """Which list somebody watches by mail."""

    LIBRARY = "library", _("Case studies")
    SEARCH = "search", _("Search")
