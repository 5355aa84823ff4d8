"""Paragraphs of the model's text as they are commented on: which consultation is open, which words are quoted."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.dialogue.enums import ReactionValue
from events.dialogue.input.subjects import Subject
from events.dialogue.models import Contribution, Occasion
from events.dialogue.queries import ShownContribution, published
from portal.core.hooks.comments import PARAGRAPH, Passage, passages, version_label

#: Characters before and after quoted words that are kept with them.
AROUND = 32


def consultations() -> list[Occasion]:
    """Occasions about the model's text, those that close last first."""
    found = Occasion.objects.exclude(model_version="").select_related("event", "organisation")
    return list(found.order_by("-closes_at", "-pk"))


def find_paragraph(key: str, language: str) -> Subject | None:
    """A paragraph with the consultation that is open about it; else with the latest one, or with none."""
    key, now = key.lower(), timezone.now()
    # A paragraph that a draft leaves out can be spoken for as it is in force.
    here = cache(lambda version: passages([key], version).get(key) or (here("") if version else None))
    open_first = sorted(consultations(), key=lambda one: not one.is_open(now))
    about = (one for one in open_first if (there := here(one.model_version)) and one.is_about(there.element_key))
    occasion = next(about, None)
    passage = here(occasion.model_version if occasion else "")
    return _subject(passage, occasion, language) if passage else None


def _subject(passage: Passage, occasion: Occasion | None, language: str) -> Subject:
    code = passage.tree_for(language)
    title = _("Paragraph %(number)s of version %(version)s") % {
        "number": passage.number,
        "version": version_label(passage.version),
    }
    return Subject(
        PARAGRAPH, passage.key, title, passage.texts[code], passage.languages[code], passage.url, occasion, passage
    )


def digest(text: str) -> str:
    """SHA-256 of what a paragraph says: it tells later whether the paragraph has changed."""
    return hashlib.sha256(text.encode()).hexdigest()


def in_one_line(text: str) -> str:
    """A text with all white space as single spaces, as quoted words are looked for."""
    return re.sub(r"\s+", " ", text).strip()


class QuoteError(ValueError):
    """Words do not stand in the paragraph, or stand there more than once."""


def select_quote(text: str, words: str) -> tuple[str, str, str]:
    """Words of a paragraph with what stands before and after them (TextQuoteSelector: exact, prefix, suffix).

    Raises:
        QuoteError: they do not stand there, or more than once, so that nobody could say which are meant.
    """
    text, exact = in_one_line(text), in_one_line(words).strip("“”„»«\"' ")
    if not exact or exact not in text:
        raise QuoteError(_("These words do not stand in the paragraph. Copy them from it, or leave the field empty."))
    if text.count(exact) > 1:
        raise QuoteError(_("These words stand in the paragraph more than once. Add the word before or after them."))
    start = text.index(exact)
    end = start + len(exact)
    return exact, text[max(0, start - AROUND) : start].strip(), text[end : end + AROUND].strip()


def still_says(text: str, exact: str, prefix: str, suffix: str) -> bool:
    """Whether quoted words stand where they stood: beside what was before or after them. Never guessed."""
    text = in_one_line(text)
    for found in re.finditer(re.escape(exact), text):
        before, after = text[: found.start()].strip(), text[found.end() :].strip()
        # At the beginning nothing stood before them, at the end nothing after.
        if (before.endswith(prefix) if prefix else not before) or (after.startswith(suffix) if suffix else not after):
            return True
    return False


@dataclass(frozen=True)
class ShownComment:
    """A published comment below a paragraph: which version it was written about, and whether that still stands."""

    shown: ShownContribution
    #: The version in words; empty if it is the one that is shown.
    about: str
    #: The paragraph reads otherwise there than here; before, or in a draft that is to come.
    is_changed: bool
    is_earlier: bool
    #: Path of what changed.
    compare_url: str
    quote: str
    #: The quoted words stand here no longer.
    quote_gone: bool


def show_comment(shown: ShownContribution, passage: Passage) -> ShownComment:
    """A comment beside the paragraph as ``passage`` has it. It is never moved to other words."""
    said = shown.contribution
    text = passage.texts.get(said.subject_language, "")
    elsewhere = said.subject_version != passage.version
    changed = digest(text) != said.subject_digest
    quote = said.subject_quote
    return ShownComment(
        shown=shown,
        about=version_label(said.subject_version) if elsewhere else "",
        is_changed=changed,
        is_earlier=passage.follows(said.subject_version),
        compare_url=passage.compare(said.subject_version) if elsewhere and changed else "",
        quote=quote,
        quote_gone=bool(quote) and not still_says(text, quote, said.quote_prefix, said.quote_suffix),
    )


def comments_on(keys: Sequence[str]) -> list[Contribution]:
    """Published comments on paragraphs, the newest first, as ``present`` takes them; two queries, one if there is none.

    What says the same as another one stands with that one.
    """
    counted = Q(reactions__value=ReactionValue.AGREE, reactions__participant__excluded_at=None)
    said = published().filter(subject_kind=PARAGRAPH, subject_key__in=list(keys))
    said = said.annotate(agree_count=F("agreed") + Count("reactions", filter=counted)).prefetch_related("renderings")
    found = {one.pk: one for one in said.order_by("-published_at", "-pk")}
    own: list[Contribution] = [one for one in found.values() if one.same_as_id not in found]
    for one in own:
        sames = [other for other in found.values() if other.same_as_id == one.pk]
        one.shown_sames = sames[::-1]  # type: ignore[attr-defined]
    return own


def titles_of(contributions: Iterable[Contribution]) -> dict[int, str]:
    """Which paragraph each comment is about, by primary key of the contribution; nothing for other contributions."""
    about = [one for one in contributions if one.subject_kind == PARAGRAPH]
    found = {
        version: passages([one.subject_key for one in about if one.subject_version == version], version)
        for version in {one.subject_version for one in about}
    }
    titles = {}
    for one in about:
        passage = found[one.subject_version].get(one.subject_key)
        titles[one.pk] = _("Paragraph %(number)s of version %(version)s") % {
            "number": passage.number if passage else one.subject_key,
            "version": version_label(one.subject_version),
        }
    return titles


def commented(contribution: Contribution, language: str) -> Subject | None:
    """The paragraph that a comment is about: in the version in force, else as it stood when it was written."""
    key = contribution.subject_key
    passage = passages([key]).get(key) or passages([key], contribution.subject_version).get(key)
    return _subject(passage, contribution.occasion, language) if passage else None
