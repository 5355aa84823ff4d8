"""Terms of the field in all languages: a page for readers, rows for the search."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page

from portal.core.i18n.alphabets import initial
from portal.core.i18n.languages import LANGUAGES, reading_order
from portal.core.models import BasePage

#: A word with the code of its language behind it: "gift (en)".
_MARKED = re.compile(r"(?P<word>.*\S)\s*\((?P<code>[^()]*)\)")


def word_and_language(typed: str) -> tuple[str, str]:
    """A word and the code of its language as editors write both, "gift (en)"; "" where they name no language."""
    marked = _MARKED.fullmatch(typed.strip())
    return (marked["word"], marked["code"].strip().lower()) if marked else (typed.strip(), "")


class GlossaryConcept(ClusterableModel):
    """An idea that has a word in several languages. Not a legal equivalent: the usual word for the same idea."""

    slug = models.SlugField(
        _("mark"), max_length=80, unique=True, help_text=_("Short and unique, for example open-data.")
    )

    panels = [
        FieldPanel("slug"),
        InlinePanel("entries", label=_("Language"), heading=_("Terms by language"), min_num=1),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return self.slug.replace("-", " ")


class GlossaryEntry(models.Model):
    """The words for a concept in one language, and what it means."""

    concept = ParentalKey(GlossaryConcept, on_delete=models.CASCADE, related_name="entries")
    language = models.CharField(
        _("language"),
        max_length=8,
        choices=[(c, lang.own_name) for c, lang in LANGUAGES.items()],
        help_text=_("The language of these words."),
    )
    term = models.CharField(_("term"), max_length=120, help_text=_("The word to prefer."))
    synonyms = models.JSONField(
        _("synonyms"),
        default=list,
        blank=True,
        help_text=_('A list of words that people also search for, for example ["trash", "refuse"].'),
    )
    never_translated_as = models.JSONField(
        _("not translated as"),
        default=list,
        blank=True,
        help_text=_(
            "A list of words of other languages that mean something else, each with the code of its language, for "
            'example ["bank (sv)"]: the search does not take these words for one another.'
        ),
    )
    definition = models.TextField(
        _("definition"),
        blank=True,
        max_length=600,
        help_text=_("What it means, in one sentence that a new colleague understands."),
    )

    panels = [
        FieldPanel("language"),
        FieldPanel("term"),
        FieldPanel("synonyms"),
        FieldPanel("never_translated_as"),
        FieldPanel("definition"),
    ]

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=("concept", "language"), name="unique_glossary_entry")]

    def __str__(self) -> str:
        return f"{self.term} ({self.language})"

    @property
    def words(self) -> list[str]:
        """The preferred term and its synonyms."""
        return [self.term, *self.synonyms]

    @property
    def other_words(self) -> list[tuple[str, str]]:
        """The words that mean something else, each with the code of its language; "" for every language."""
        return [word_and_language(typed) for typed in self.never_translated_as]

    def clean(self) -> None:
        """Refuse languages that nobody here knows: such a word would mean nothing to the search."""
        super().clean()
        unknown = next((code for _word, code in self.other_words if code and code not in LANGUAGES), None)
        if unknown is not None:
            known = ", ".join(LANGUAGES)
            raise ValidationError(
                {
                    "never_translated_as": _(
                        "“%(code)s” is the code of no language here. Write one of these behind the word: %(known)s."
                    )
                    % {"code": unknown, "known": known}
                }
            )


class GlossaryPage(BasePage):
    """Lists every concept with its terms in all languages, in the alphabetical order of the reader's language."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("glossary page")
        verbose_name_plural = _("glossary pages")


def describe_concept(entries: list[GlossaryEntry], language: str) -> dict[str, object]:
    """What a reader of ``language`` sees of a concept: own term first, the others in the order of the languages.

    The definition is in the best language that has one; ``initial`` is the letter below which the term stands.
    """
    by_language = {entry.language: entry for entry in entries}
    order = [code for code in reading_order(language) if code in by_language]
    own = by_language[order[0]]
    defined = next((by_language[code] for code in order if by_language[code].definition), None)
    shown = [code for code, _name in settings.LANGUAGES] + [c for c in LANGUAGES if c not in dict(settings.LANGUAGES)]
    return {
        "own": own,
        "initial": initial(own.term, language),
        "defined": defined,
        "others": [by_language[c] for c in shown if c in by_language and c != own.language],
    }
