"""Pre- and post-moderation: the first state of a contribution, and what is held back until somebody has read it."""

import re
from collections.abc import Iterable
from hashlib import sha256

from events.dialogue.enums import ContributionState, HoldReason
from events.dialogue.models import Contribution, Occasion, Participant
from events.dialogue.models.settings import DialogueSettings
from events.enums import Moderation
from portal.core.i18n.text import comparable

#: As many participants with the same text make a campaign that somebody looks at first.
COPIES = 3
#: A small letter after the dot: “Bench.Is it good?” lacks a blank, and is no address.
_LINK = re.compile(
    r"(?i:\bhttps?:|\bwww\.)"
    r"|\b[\w-]+\.(?:com|org|net|info|eu|io|biz|shop|dk|fi|fo|gl|is|no|se|ax|de|ru|xyz|online)\b(?!\.\w)"
)
_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.\w")
#: Days, hours, years and round sums have many figures and lead to nobody.
_HARMLESS = re.compile(
    r"\b(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)\b"
    r"|\b\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
    r"|\b\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d\b"
    r"|\b\d{1,3}(?:[ .,]000)+\b"
)
_NUMBER = re.compile(r"\d(?:[ ().\-–/]{0,2}\d){6,}")
_REPEATED = re.compile(r"(\S)\1{5}")


def text_key(text: str) -> str:
    """SHA-256 of a text as it is compared: the same whatever its case, its spaces and signs, and how it was typed."""
    words = _words(text)
    return sha256(words.encode()).hexdigest() if words else ""


def _words(text: str) -> str:
    """The words of a text as they are compared, with blanks between them."""
    return " ".join(re.findall(r"\w+", comparable(text).text.casefold()))


def first_state(
    occasion: Occasion | None, text: str, key: str, participant: Participant | None
) -> tuple[ContributionState, str]:
    """State and hold reason of a contribution that comes in, or whose author changed its text.

    Parameters:
        occasion: None for standing questions, which are read before they are shown.
        key: of the text.
    """
    if reason := why_held(text) or _is_copied(occasion, key, participant):
        return ContributionState.HELD, reason
    at_once = occasion is not None and occasion.moderation == Moderation.AFTER
    return (ContributionState.PUBLISHED if at_once else ContributionState.PENDING), ""


def why_held(text: str) -> str:
    """Why a text is held back by what stands in it; empty if it is not."""
    plain = comparable(text).text
    if _ADDRESS.search(plain):
        return HoldReason.ADDRESS
    if _LINK.search(plain):
        return HoldReason.LINK
    if _NUMBER.search(_HARMLESS.sub(" ", plain)):
        return HoldReason.NUMBER
    if _REPEATED.search(plain.casefold()):
        return HoldReason.SIGNS
    if _has_word(plain, DialogueSettings.load().held()):
        return HoldReason.WORD
    return ""


def _has_word(text: str, held: Iterable[str]) -> bool:
    """Whether one of the held words stands in the text, as a word of its own, whatever its case."""
    said = f" {_words(text)} "
    return any(f" {sought} " in said for sought in map(_words, held) if sought)


def _is_copied(occasion: Occasion | None, key: str, participant: Participant | None) -> str:
    """Whether so many others have sent the same text already."""
    if participant is None or not key:
        return ""
    same = Contribution.objects.filter(occasion=occasion, text_key=key, participant__isnull=False)
    others = same.exclude(participant=participant).values("participant").distinct().count()
    return HoldReason.COPIES if others >= COPIES - 1 else ""
