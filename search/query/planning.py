"""Query planning: what was typed becomes clauses of weighted terms, in four stages that hand on values.

``read_words`` looks the words up, ``choose_languages`` says in which languages, ``weigh`` gives every word its terms,
``add_concepts`` what it means in other words and languages. The values stand in ``search.query.plans``;
``search.query.widening`` makes plans that ask for more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from portal.core.i18n.languages import reading_order
from search.concepts.everyday import EVERYDAY_MARK, NO_CONCEPTS, Concepts, narrower, wider
from search.engines.base import Term, WordClause
from search.engines.ranking import rarity
from search.engines.vocabulary import TOTAL, Vocabulary
from search.languages.analysis import WITH_DICTIONARY, Word, analyse, is_known, known_lemma, query_parts
from search.languages.folding import spellings
from search.languages.function_words import FUNCTION_WORDS
from search.query.derived import derivations
from search.query.joined import apart, joined_words
from search.query.letters import MAX_VARIANTS, Letters
from search.query.parsing import Parsed
from search.query.plans import OTHER_LANGUAGE, Languages, Meaning, Pair, Plan, QueryWord, Reading, Weights
from search.tokens import CONCEPT, LEMMA, PART, STEM, TYPED, typed_token

#: What a match is worth, by kind of token. Measured on treebank text: the best per word, not their sum.
WEIGHTS = {LEMMA: 1.0, STEM: 0.8, TYPED: 0.6, PART: 0.3}
CONCEPT_WEIGHT = 1.5
#: Everyday words near in meaning: as good as the word typed, whose rarity decides where it is there.
EVERYDAY_WEIGHT = 1.0
#: What is a kind of the thing asked for; what the thing asked for is a kind of, where little else is found.
NARROWER, WIDER = 0.8, 0.3
#: Spellings that only differ by folded letters, when the word typed is a word of its own.
FOLDED = 0.5
#: Another word of its family: "hukkuminen" for "hukkua".
DERIVED = 0.6
#: Each of two words that are a compound typed apart.
APART = 0.25
#: Languages tried beside the visitor's.
MAX_OTHER_LANGUAGES = 2


def make_plan(
    parsed: Parsed,
    language: str,
    vocabulary: Vocabulary,
    concepts: Concepts = NO_CONCEPTS,
    letters: Letters | None = None,
    as_typed: bool = False,
) -> Plan:
    """Plan a query: say what the index shall be asked. The vocabulary is read once.

    Args:
        parsed: the query.
        language: the visitor's language (BCP 47 code).
        vocabulary: of the index that will be searched.
        concepts: the glossary and everyday words.
        letters: what was found out about words of this query before.
        as_typed: whether derivations of the words are left out.
    """
    letters = letters or Letters()
    reading = read_words(parsed, language, vocabulary, concepts, letters, as_typed)
    languages = choose_languages(reading, language)
    weighed = weigh(reading, languages, letters)
    return _assemble(add_concepts(weighed, languages), languages)


def read_words(
    parsed: Parsed,
    language: str,
    vocabulary: Vocabulary,
    concepts: Concepts,
    letters: Letters,
    as_typed: bool = False,
) -> Reading:
    """First stage: look every word up, in the dictionaries, the concepts and the vocabulary of the index."""
    parsed = replace(parsed, words=apart(parsed.words, language))
    asked = [code for code in reading_order(language) if code in WITH_DICTIONARY or code == language]
    forms = tuple(dict.fromkeys(parsed.forms))
    tokens = [token for form in forms for code in asked for token in weigh_form(form, code)]
    meanings = {code: _meanings(parsed.words, code, concepts, letters) for code in asked}
    pairs = _pairs(parsed.words, asked, concepts, letters)
    tokens += [token for found in meanings.values() for one in found.values() for token in (*one.named, *one.wider)]
    tokens += [token for pair in pairs for token in (*pair.weights, *pair.wider)]
    derived = {} if as_typed else {form: _derived(form, asked) for form in dict.fromkeys(parsed.words)}
    tokens += [token for found in derived.values() for one in found.values() for token in one]
    frequencies, stored = vocabulary.read(tokens, (spelling for form in forms for spelling in spellings(form)))
    words = {
        form: QueryWord(
            form,
            tuple(entry for spelling in spellings(form) for entry in stored.get(spelling, ())),
            {code: found[form] for code, found in meanings.items() if form in found},
            derived.get(form, {}),
        )
        for form in forms
    }
    return Reading(parsed, words, pairs, frequencies)


def choose_languages(reading: Reading, language: str) -> Languages:
    """Second stage: language identification. The visitor's language comes first, then the two others that know most of
    the words, in reading order.

    A language that knows fewer of the words than the visitor's is a guess: it does not vouch for a spelling.
    """
    home, *rest = reading_order(language)
    forms = (*reading.parsed.words, *chain.from_iterable(reading.parsed.phrases))
    known = {code: sum(_knows(code, reading.words[form]) for form in forms) for code in (home, *rest)}
    others = sorted((code for code in rest if known[code]), key=lambda code: -known[code])
    chosen = (home, *others[:MAX_OTHER_LANGUAGES])
    vouching = tuple(code for code in chosen if code == home or known[code] >= known[home])
    return Languages(chosen, vouching, others[0] if others and known[others[0]] > known[home] else None)


def _knows(language: str, word: QueryWord) -> bool:
    """Whether a content word is in the dictionary of a language or in a text of the index."""
    if word.form in FUNCTION_WORDS.get(language, ()):
        return False
    in_a_text = any(entry.language == language and entry.form == word.form for entry in word.entries)
    return in_a_text or is_known(word.form, language)


def weigh(reading: Reading, languages: Languages, letters: Letters) -> Reading:
    """Third stage: give every word its terms (lemmas, stems, forms, compounds that hold it) with their weights."""
    looked_for = set(reading.parsed.words)
    content = looked_for - languages.function_words
    words = {}
    for form, word in reading.words.items():
        weights = _terms(word, languages, letters)
        is_unknown = _is_unknown(word, languages, letters)
        frequency = reading.frequency(weights)
        if form in looked_for and (len(content) > 1 or frequency < 2):
            weights |= _compounds(form, languages)
        words[form] = replace(
            word,
            weights={**_derivations(word, weights, languages, reading), **_tempered(weights, languages.home, reading)},
            is_unknown=is_unknown,
            is_absent=form in content and not is_unknown and not frequency,
        )
    return replace(reading, words=words)


def _terms(word: QueryWord, languages: Languages, letters: Letters) -> dict[str, float]:
    """Query terms of a word: in every language, as the index spells it, and as its letters may be meant."""
    home = languages.home
    is_listed = _is_listed(word, languages)
    exact = [entry for entry in word.entries if entry.form == word.form]
    readings = [(word.form, code, languages.factor(code)) for code in languages.searched]
    # A name stands in whatever language its text is in.
    readings += [(word.form, e.language, OTHER_LANGUAGE) for e in exact if e.language not in languages.searched]
    if not any(entry.language == home for entry in exact):
        respelled = [entry for entry in word.entries if entry.form != word.form][:MAX_VARIANTS]
        readings += [(e.form, e.language, FOLDED if is_listed else languages.factor(e.language)) for e in respelled]
    if not is_listed:
        readings += [(form, home, 1.0) for form in letters.meant(word.form, home)]
    best: dict[str, float] = {}
    for form, code, factor in readings:
        for token, weight in weigh_form(form, code).items():
            best[token] = max(best.get(token, 0.0), weight * factor)
    return best


def _is_listed(word: QueryWord, languages: Languages) -> bool:
    """Whether a dictionary that may say so lists the word."""
    return any(is_known(word.form, code) for code in languages.vouching)


def _is_unknown(word: QueryWord, languages: Languages, letters: Letters) -> bool:
    """Whether nobody knows the word: no dictionary, no text, and no other letters for it."""
    return not (word.entries or _is_listed(word, languages) or letters.meant(word.form, languages.home))


def weigh_form(form: str, language: str) -> dict[str, float]:
    """The tokens of a form in a language (lemmas, stems, the form itself), with their weights."""
    return _weighted(analyse(form, language), language)


def _weighted(word: Word, language: str) -> dict[str, float]:
    found = {f"{language}{LEMMA}{lemma}": WEIGHTS[LEMMA] for lemma in word.lemmas}
    found |= {f"{language}{STEM}{stem}": WEIGHTS[STEM] for stem in word.stems}
    return found | {typed_token(word.form, language): WEIGHTS[TYPED]}


def _compounds(form: str, languages: Languages) -> dict[str, float]:
    """Tokens of compounds that hold the word.

    A single word finds enough without them, and they cost a tenth of the precision; between several words that are
    all required they mostly find what is meant.
    """
    return {
        f"{code}{PART}{name}": WEIGHTS[PART] * languages.factor(code)
        for code in languages.searched
        for name in (*analyse(form, code).lemmas, form)
    }


def _tempered(weights: Weights, home: str, reading: Reading) -> dict[str, float]:
    """Inverse document frequency across languages: what is common in the visitor's stays common in small ones.

    "til" in the only text in Nynorsk is as rare there as a name, but tells nothing.
    """
    own = tuple(home + mark for mark in (LEMMA, STEM, TYPED, PART))
    frequencies = reading.frequencies
    common = reading.frequency(token for token in weights if token.startswith(home + LEMMA))
    total = max(frequencies.get(TOTAL, 1), 1)
    return {
        token: weight
        if token.startswith(own) or not 0 < frequencies.get(token, 0) < common
        else weight * rarity(common, total) / rarity(frequencies[token], total)
        for token, weight in weights.items()
    }


def _derived(form: str, asked: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Tokens of what a form is derived from, and of what is derived of that, by language."""
    found = {code: derivations(form, code) for code in asked}
    return {code: tuple(f"{code}{LEMMA}{lemma}" for lemma in lemmas) for code, lemmas in found.items() if lemmas}


def _derivations(word: QueryWord, weights: Weights, languages: Languages, reading: Reading) -> dict[str, float]:
    """Terms of the derivations of a word, which are no rarer than the word itself."""
    common, total = reading.frequency(weights), max(reading.frequencies.get(TOTAL, 1), 1)
    found = {}
    for code in languages.searched:
        for token in word.derived.get(code, ()):
            frequency = reading.frequencies.get(token, 0)
            tempered = rarity(common, total) / rarity(frequency, total) if frequency < common else 1.0
            found[token] = DERIVED * languages.factor(code) * tempered
    return reading.held(found)


def add_concepts(reading: Reading, languages: Languages) -> Reading:
    """Fourth stage: query expansion. Words match what they mean, whatever language a text names it in, and neighbours
    match what they are as one compound. What no document holds is left out."""
    words = {
        form: _with_pairs(_with_meanings(word, languages, reading), reading) for form, word in reading.words.items()
    }
    return replace(reading, words=words)


def _with_meanings(word: QueryWord, languages: Languages, reading: Reading) -> QueryWord:
    """The word with the concepts that it names in the languages searched."""
    meanings = [word.meanings[code] for code in languages.searched if code in word.meanings]
    named = [reading.held(meaning.named) for meaning in meanings]
    return replace(
        word,
        weights=_best(word.weights, *named),
        wider=_best(*(reading.held(meaning.wider) for meaning in meanings)),
        named=_own(named),
    )


def _with_pairs(word: QueryWord, reading: Reading) -> QueryWord:
    """The word with what it is together with its neighbours. Where that is a word that somebody knows, it is what is
    meant, and each of the two alone says little."""
    pairs = [pair for pair in reading.pairs if word.form in pair.words]
    known = [pair for pair in pairs if pair.is_known]
    matched = [reading.held(pair.weights) for pair in pairs]
    alone = APART if known else 1.0
    return replace(
        word,
        weights=_best({token: weight * alone for token, weight in word.weights.items()}, *matched),
        wider=_best(word.wider, *(reading.held(pair.wider) for pair in known)),
        named=word.named | _own(matched),
    )


def _best(*several: Weights) -> dict[str, float]:
    """All tokens, each with the best of its weights."""
    found: dict[str, float] = {}
    for weights in several:
        for token, weight in weights.items():
            found[token] = max(weight, found.get(token, 0.0))
    return found


def _own(several: Iterable[Weights]) -> frozenset[str]:
    """Tokens that count as what was asked for itself, not as something near."""
    return frozenset(token for weights in several for token, weight in weights.items() if weight >= EVERYDAY_WEIGHT)


def _assemble(reading: Reading, languages: Languages) -> Plan:
    """The plan that the words of a query, read and weighed, make."""
    parsed = reading.parsed
    words = [reading.words[form] for form in parsed.words]
    grammar = languages.function_words
    any_content = bool(parsed.phrases) or any(word.form not in grammar for word in words)
    tokens = {token for word in words for token in word.weights}
    tokens |= {typed_token(form, code) for form in chain(*parsed.phrases) for code in languages.searched}
    return Plan(
        words=tuple(WordClause(terms(word.weights), word.form not in grammar or not any_content) for word in words),
        forms=parsed.words,
        wider=tuple(word.wider for word in words),
        phrases=tuple(_phrase_variants(phrase, reading, languages) for phrase in parsed.phrases),
        excluded=tuple(token for form in parsed.excluded for token in reading.words[form].weights if PART not in token),
        languages=languages,
        unknown=tuple(form for form in parsed.forms if reading.words[form].is_unknown),
        absent=tuple(word.form for word in words if word.is_absent),
        tokens=frozenset(tokens),
        named=frozenset().union(*(word.named for word in words)),
        frequencies=reading.frequencies,
    )


def terms(weights: Weights) -> tuple[Term, ...]:
    """Weights as the terms of a clause."""
    return tuple(Term(token, weight) for token, weight in weights.items())


def _phrase_variants(phrase: Sequence[str], reading: Reading, languages: Languages) -> tuple[tuple[str, ...], ...]:
    """A phrase as typed tokens in every language that may hold it."""
    first = reading.words[phrase[0]]
    found = {entry.language for entry in first.entries if entry.form == first.form}
    codes = dict.fromkeys((*languages.searched, *sorted(found)))
    return tuple(tuple(typed_token(form, code) for form in phrase) for code in codes)


def _pairs(words: Sequence[str], asked: Sequence[str], concepts: Concepts, letters: Letters) -> tuple[Pair, ...]:
    """Compound splitting undone: what neighbours may be as one word, in each language."""
    found = []
    for number, code, word in joined_words(words, asked[0], asked):
        meaning = _meanings((word.form,), code, concepts, letters)[word.form]
        factor = 1.0 if code == asked[0] else OTHER_LANGUAGE
        own = {token: weight * factor for token, weight in _weighted(word, code).items()}
        is_known = bool(meaning.named) or known_lemma(word.form, code) is not None
        found.append(Pair(tuple(words[number : number + 2]), is_known, {**own, **meaning.named}, meaning.wider))
    return tuple(found)


def _meanings(words: Sequence[str], language: str, concepts: Concepts, letters: Letters) -> dict[str, Meaning]:
    """What each of the words means in a language; every word of a term means the whole term."""
    named: list[dict[str, float]] = [{} for _word in words]
    broader: list[dict[str, float]] = [{} for _word in words]
    lemmatised = [_with_restored_letters(word, language, letters) for word in words]
    for slug, start, end in sorted(set(concepts.find(lemmatised, language))):
        for place in range(start, end):
            named[place] = _best(named[place], _narrower(slug))
            broader[place] |= {CONCEPT + above: WIDER for above in wider(slug)}
    for place, word in enumerate(words):
        for part in () if named[place] else query_parts(word, language):
            broader[place] |= {CONCEPT + slug: WIDER for slug, _, _ in concepts.find([Word(part, (part,))], language)}
    return {word: Meaning(*found) for word, *found in zip(words, named, broader, strict=True)}


def _narrower(slug: str) -> dict[str, float]:
    """A concept and its narrower ones, as tokens with weights."""
    weight = EVERYDAY_WEIGHT if slug.startswith(EVERYDAY_MARK) else CONCEPT_WEIGHT
    return {CONCEPT + below: NARROWER for below in narrower(slug)} | {CONCEPT + slug: weight}


def _with_restored_letters(word: str, language: str, letters: Letters) -> Word:
    """The word with its lemmas; with those of the words it stands for where letters of the language are missing."""
    found = analyse(word, language)
    if is_known(word, language):
        return found
    lemmas = [lemma for form in letters.meant(word, language) for lemma in analyse(form, language).lemmas]
    return replace(found, lemmas=(*found.lemmas, *lemmas))
