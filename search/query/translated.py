"""Query translation: what the words of a query are called in other languages, asked for as alternatives of each word.

The lexicon is asked where the words as typed find too little: a wrong translation would complete "all words" in a text
in another language and hide those in the reader's own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from portal.core.i18n.languages import LANGUAGES
from search.concepts.glossary import is_forbidden
from search.engines.base import Term
from search.engines.ranking import rarity
from search.engines.vocabulary import TOTAL, Vocabulary, most_telling
from search.languages.analysis import analyse, outer_parts
from search.languages.compounds import links_of
from search.lexicon.packed import Lexicon, Translation
from search.query.plans import Languages, Plan, TranslatedWord, Weights
from search.tokens import LEMMA, PART, STEM

#: Words of a query that are translated; a question with more of them is a text.
MOST_TRANSLATED = 8
#: What a translation is worth beside the word typed: as a lemma of the text, as its stem, as a part of a compound.
KINDS = {LEMMA: 0.8, STEM: 0.64, PART: 0.24}
#: A dictionary form that the word typed may stand for.
INFLECTED = 0.9
#: Translations of each part of a compound that are joined, and what the joined word is worth.
MOST_JOINED, JOINED = 3, 0.8
#: A translation of a translation, for a word that has no other; none weaker than this.
ONWARD, WEAKEST = 0.6, 0.1


class _Candidate(NamedTuple):
    """A translation of one or two words typed: their numbers and language, the translation, how sure it is."""

    places: range
    language: str
    translation: Translation
    weight: float


#: Candidates, each with the tokens of the index that it finds.
_Held = list[tuple[_Candidate, Weights]]


def has_entry(word: str, languages: Languages, lexicon: Lexicon) -> bool:
    """Whether the lexicon knows a word typed, in a language that is searched."""
    return any(_entries(word, code, lexicon) for code in _asked(languages))


def with_translations(plan: Plan, vocabulary: Vocabulary, lexicon: Lexicon) -> Plan:
    """The same query where translations may stand in for each of its words, as far as the index holds them.

    Parameters:
        plan: the query as asked first.
        vocabulary: of the index.
        lexicon: an empty one translates nothing.
    """
    if not lexicon:
        return plan
    candidates = list(_candidates(plan, lexicon))
    held, frequencies = _read(candidates, vocabulary)
    translated = {place for candidate, _ in held for place in candidate.places}
    left = [one for one in candidates if len(one.places) == 1 and translated.isdisjoint(one.places)]
    onward, more = _read(_onward(plan, left, lexicon), vocabulary)
    return _added(plan, [*held, *onward], {**frequencies, **more})


def _read(candidates: Sequence[_Candidate], vocabulary: Vocabulary) -> tuple[_Held, dict[str, int]]:
    """Those of the candidates by which something is found, and how many documents hold each token."""
    tokens = [_tokens(one) for one in candidates]
    if not any(tokens):
        return [], {}
    frequencies, _ = vocabulary.read(token for found in tokens for token in found)
    most = most_telling(frequencies)
    telling = [
        {token: weight for token, weight in found.items() if 0 < frequencies.get(token, 0) <= most} for found in tokens
    ]
    return [(one, found) for one, found in zip(candidates, telling, strict=True) if found], frequencies


def _added(plan: Plan, held: _Held, frequencies: Mapping[str, int]) -> Plan:
    """The plan with the translations of each word as alternatives of it, all as rare as the most common of them."""
    if not held:
        return plan
    total, words = max(frequencies.get(TOTAL, 1), 1), []
    for place, clause in enumerate(plan.words):
        best: dict[str, float] = {}
        for candidate, weights in held:
            for token, weight in weights.items() if place in candidate.places else ():
                best[token] = max(weight, best.get(token, 0.0))
        common = max((frequencies[token] for token in best), default=0)
        own = {term.token for term in clause.terms}
        added = (
            Term(token, weight * rarity(common, total) / rarity(frequencies[token], total))
            for token, weight in best.items()
            if token not in own
        )
        words.append(replace(clause, terms=(*clause.terms, *added)))
    translations = tuple(
        TranslatedWord(
            " ".join(plan.forms[place] for place in candidate.places),
            candidate.translation.language,
            candidate.translation.word,
            candidate.translation.source,
            frozenset(weights),
        )
        for candidate, weights in sorted(held, key=lambda item: -item[0].weight)
    )
    tokens = plan.tokens.union(*(one.tokens for one in translations))
    return replace(
        plan,
        words=tuple(words),
        tokens=tokens,
        translations=translations,
        frequencies={**plan.frequencies, **frequencies},
    )


def _asked(languages: Languages) -> tuple[str, ...]:
    """Languages that a word may be typed in, the likeliest first."""
    return tuple(dict.fromkeys((*filter(None, [languages.typed_in]), *languages.searched)))


def _looked_up(word: str, language: str, lexicon: Lexicon) -> list[Translation]:
    """What the lexicon says of a word, but for what the glossary says it is not."""
    return [one for one in lexicon.translations(language, word) if not is_forbidden(language, word, one)]


def _means_something_else(word: str, language: str, translation: Translation) -> bool:
    """Whether the glossary forbids this for the word typed or a dictionary form of it, whatever way led there."""
    return any(is_forbidden(language, form, translation) for form in (word, *analyse(word, language).lemmas))


def _entries(word: str, language: str, lexicon: Lexicon) -> dict[Translation, float]:
    """Translations of a word typed and of the dictionary forms that it may stand for."""
    found: dict[Translation, float] = {}
    for form in dict.fromkeys((word, *analyse(word, language).lemmas)):
        for one in _looked_up(form, language, lexicon):
            found[one] = max(one.weight * (1 if form == word else INFLECTED), found.get(one, 0.0))
    return found


def _candidates(plan: Plan, lexicon: Lexicon) -> Iterator[_Candidate]:
    """Translations of the words, and of neighbours as one word. Words of grammar have none."""
    grammar = plan.languages.function_words
    places = [number for number, form in enumerate(plan.forms) if form not in grammar][:MOST_TRANSLATED]
    for place in places:
        code, found = _translations(plan.forms[place], plan.languages, lexicon)
        yield from (_Candidate(range(place, place + 1), code, one, weight) for one, weight in found.items())
    for place, after in pairwise(places):
        pair = " ".join(plan.forms[place : place + 2])
        for code in _asked(plan.languages) if after == place + 1 else ():
            for one in _looked_up(pair, code, lexicon):
                yield _Candidate(range(place, place + 2), code, one, one.weight)


def _translations(word: str, languages: Languages, lexicon: Lexicon) -> tuple[str, dict[Translation, float]]:
    """The first language that has translations, and these; those of a compound out of those of its parts."""
    for code in _asked(languages):
        found = _entries(word, code, lexicon)
        if found:
            return code, found
    for code in languages.vouching:
        parts = outer_parts(word, code)
        if parts:
            joined = dict(_joined(parts, code, lexicon))
            return code, {one: joined[one] for one in joined if not _means_something_else(word, code, one)}
    return languages.home, {}


def _joined(parts: Sequence[str], language: str, lexicon: Lexicon) -> Iterator[tuple[Translation, float]]:
    """Compounds of the translations of both parts; those that the index does not hold are left out later."""
    first, last = (_looked_up(part, language, lexicon) for part in parts)
    for code in LANGUAGES:
        heads = [one for one in last if one.language == code][:MOST_JOINED]
        for one in [one for one in first if one.language == code][:MOST_JOINED]:
            for head in heads:
                weight = JOINED * min(one.weight, head.weight)
                for beginning in _beginnings(one.word, code):
                    yield replace(head, word=beginning + head.word, origin=one.origin | head.origin), weight


def _beginnings(word: str, language: str) -> Iterable[str]:
    """How a word may stand at the beginning of a compound: with a link, or with another vowel at its end."""
    stem = word[:-1] if word[-1] in "aei" and len(word) > 3 else word
    linked = (word + link for link in ("", *links_of(language)))
    return dict.fromkeys((*linked, *(stem + link for link in ("", "e", "o", "u", "s"))))


def _onward(plan: Plan, candidates: Iterable[_Candidate], lexicon: Lexicon) -> list[_Candidate]:
    """Translations of translations that the index does not hold, each as sure as its surest way; none into the language
    of the word typed."""
    found: dict[tuple[range, Translation], _Candidate] = {}
    for candidate in candidates:
        one = candidate.translation
        for further in _looked_up(one.word, one.language, lexicon):
            weight = candidate.weight * further.weight * ONWARD
            known = found.get((candidate.places, further))
            leads_on = further.language != candidate.language and weight >= WEAKEST
            if leads_on and (known is None or known.weight < weight):
                found[candidate.places, further] = candidate._replace(translation=further, weight=weight)
    return [
        one
        for one in found.values()
        if not _means_something_else(plan.forms[one.places.start], one.language, one.translation)
    ]


def _tokens(candidate: _Candidate) -> dict[str, float]:
    """What of an index is found by a translation: its lemma, its stem, compounds that hold it. Of several words nothing
    is: each of them alone says something else."""
    language, form = candidate.translation.language, candidate.translation.word
    if " " in form:
        return {}
    word = analyse(form, language)
    found = {f"{language}{PART}{lemma}": KINDS[PART] for lemma in word.lemmas}
    found |= {f"{language}{STEM}{stem}": KINDS[STEM] for stem in word.stems}
    found |= {f"{language}{LEMMA}{lemma}": KINDS[LEMMA] for lemma in (*word.lemmas, form)}
    return {token: worth * candidate.weight for token, worth in found.items()}
