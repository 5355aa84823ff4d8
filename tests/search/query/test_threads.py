"""Sixteen threads understand, mark and draw what one thread does: nothing that they share is changed by them."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from portal.core.forms.gazetteer import find_places
from portal.core.pictures.covers import Cover, cover_svg
from portal.core.pictures.social import Card, draw
from search.concepts.everyday import NO_CONCEPTS
from search.concepts.glossary import Kept
from search.languages.analysis import analyse, known_lemma
from search.query.highlighting import find_marks, marked
from search.tokens import typed_token, word_tokens

THREADS = 16
LANGUAGES = ("da", "nb", "sv", "fi", "is", "en")
#: Beginnings and ends that make words which no cache knows, of very different lengths.
BEGINNINGS = ("by", "kommune", "asukas", "sveitar", "medborgar", "plan", "ympäristö", "affald", "k", "återbruks")
ENDS = ("en", "sortering", "insambo", "félagið", "planland", "s", "ernes", "ssa", "ningarna", "gård", "ing", "ly")


@pytest.fixture(autouse=True)
def eager_threads() -> Iterator[None]:
    """Threads take turns as often as they can, so that what can go wrong does, and soon."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def same_in_threads(work: list[Callable[[], object]], forget: Callable[[], None]) -> None:
    """Do all of the work in one thread and in sixteen at once, and compare."""
    forget()
    alone = [job() for job in work]
    forget()
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(lambda job: job(), work))
    assert [(one, other) for one, other in zip(alone, together, strict=True) if one != other] == []


def forget_words() -> None:
    """What was analysed before is analysed again."""
    analyse.cache_clear()
    known_lemma.cache_clear()


def test_words_are_analysed_as_by_one_thread() -> None:
    words = [beginning + end for end in ENDS for beginning in BEGINNINGS]
    work = [partial(analyse, word, language) for word in words for language in LANGUAGES]
    same_in_threads([*work, *work[::-1]], forget_words)


def test_passages_are_marked_as_by_one_thread() -> None:
    text = " ".join(beginning + end for beginning in BEGINNINGS[:5] for end in ENDS)

    def mark(number: int) -> str:
        language = LANGUAGES[number % len(LANGUAGES)]
        asked = text.split()[number]
        wanted = {*word_tokens(analyse(asked, language), language), typed_token(asked, language)}
        return str(marked(text, find_marks(text, language, wanted)))

    same_in_threads([partial(mark, number) for number in range(12)], forget_words)


def test_pictures_are_drawn_as_by_one_thread() -> None:
    covers = [Cover(f"case-{number}", "DK", (number % 7 + 1,), "small") for number in range(32)]
    cards = [Card(f"Þórshöfn og Ærøskøbing {number}", "Case", "Þórshöfn, 2024", covers[number]) for number in range(4)]
    work = [*(partial(draw, card) for card in cards), *(partial(cover_svg, cover) for cover in covers)]
    same_in_threads(work, cover_svg.cache_clear)


def test_places_are_found_as_by_one_thread() -> None:
    names = ("Århus", "Thorshavn", "Reykjavik", "Abo", "Göteborg", "Ålesund")
    same_in_threads([partial(find_places, name) for name in names for _ in range(8)], lambda: None)


def test_glossary_may_be_forgotten_while_it_is_read() -> None:
    kept = Kept(lambda: NO_CONCEPTS)

    def read_and_forget(number: int) -> object:
        if number % 2:
            kept.forget()
            return NO_CONCEPTS
        return kept.get()

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(read_and_forget, range(4000))) == {NO_CONCEPTS}
