"""Choices of the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """How a query was answered."""

    ALL_WORDS = "all_words", _("All words")
    CORRECTED = "corrected", _("Corrected spelling")
    ANY_WORD = "any_word", _("Any of the words")
    OTHER_LANGUAGES = "other_languages", _("Other languages")
