"""From words typed to terms of the index: which languages, which spellings, which lemmas, what weight."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from portal.core.i18n.languages import reading_order
from search.concepts.everyday import EVERYDAY_MARK, NO_CONCEPTS, Concepts, narrower, wider
from search.engines.base import Term, WordClause
from search.engines.ranking import rarity
from search.engines.vocabulary import TOTAL, Entry, Vocabulary
from search.languages.analysis import WITH_DICTIONARY, Word, analyse, is_known, known_lemma, query_parts
from search.languages.folding import spellings
from search.languages.function_words import FUNCTION_WORDS
from search.query.joined import apart, joined_words
from search.query.letters import MAX_VARIANTS, Letters
from search.query.parsing import Parsed
from search.tokens import CONCEPT, LEMMA, PART, STEM, TYPED

#: What a match is worth, by kind of token. Measured on treebank text: the best per word, not their sum.
WEIGHTS = {LEMMA: 1.0, STEM: 0.8, TYPED: 0.6, PART: 0.3}
CONCEPT_WEIGHT = 1.5
#: Everyday words near in meaning: as good as the word typed, whose rarity decides where it is there.
EVERYDAY_WEIGHT = 1.0
#: What is a kind of the thing asked for; what the thing asked for is a kind of, where little else is found.
NARROWER, WIDER = 0.8, 0.3
#: Spellings that only differ by folded letters, when the word typed is a word of its own.
FOLDED = 0.5
#: Each of two words that are a compound typed apart.
APART = 0.25
#: A word of the index one edit away from a word of the dictionary that the index does not hold.
NEAR = 0.9
OTHER_LANGUAGE = 0.7
#: Languages tried beside the visitor's.
MAX_OTHER_LANGUAGES = 2


@dataclass(slots=True)
class Plan:
    """A query ready for an engine."""

    words: list[WordClause] = field(default_factory=list)
    #: For each of the words what may be asked for as well where too little is found: tokens and weights.
    wider: list[dict[str, float]] = field(default_factory=list)
    phrases: list[tuple[tuple[str, ...], ...]] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    #: Another language that knows more of the words than the visitor's: probably the one typed in.
    typed_in: str | None = None
    #: Those of the languages whose dictionaries may say that a word is spelled right.
    vouching: list[str] = field(default_factory=list)
    #: Words that neither a dictionary nor the index knows: candidates for correction.
    unknown: list[str] = field(default_factory=list)
    #: Words of a dictionary that the index does not hold in any form.
    absent: list[str] = field(default_factory=list)
    #: Tokens that count as a match, for highlighting; and the concepts among them that the words name themselves.
    tokens: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

    @property
    def related(self) -> frozenset[str]:
        """Concepts that are kinds of what was asked for, or what that is a kind of: only near."""
        return frozenset(token for token in self.tokens - self.named if token.startswith(CONCEPT))


def make_plan(
    parsed: Parsed,
    language: str,
    vocabulary: Vocabulary,
    concepts: Concepts = NO_CONCEPTS,
    letters: Letters | None = None,
) -> Plan:
    """Read the vocabulary once and say what the index shall be asked.

    Args:
        parsed: the query.
        language: the visitor's language (BCP 47 code).
        vocabulary: of the index that will be searched.
        concepts: the glossary and everyday words.
        letters: what was found out about words of this query before.
    """
    letters = letters or Letters()
    parsed = replace(parsed, words=apart(parsed.words, language))
    every = [*parsed.words, *parsed.excluded, *(form for phrase in parsed.phrases for form in phrase)]
    order = reading_order(language)
    asked = [code for code in order if code in WITH_DICTIONARY or code == language]
    analysed = {word: {code: analyse(word, code) for code in asked} for word in every}
    tokens = [token for found in analysed.values() for code, word in found.items() for token in _weighted(word, code)]
    meant = {code: _meant_by(parsed.words, code, concepts, letters) for code in asked}
    tokens += [token for found in meant.values() for one in found for token in (*one.named, *one.wider)]
    joined = _join(parsed.words, asked, concepts, letters)
    tokens += [token for one in joined for token in (*one.weights, *one.wider)]
    frequencies, stored = vocabulary.read(tokens, (s for word in every for s in spellings(word)))
    entries = {word: [entry for s in spellings(word) for entry in stored.get(s, ())] for word in every}
    plan = Plan()
    plan.languages, plan.vouching, plan.typed_in = _choose_languages(parsed, order, entries)
    function_words = frozenset().union(*(FUNCTION_WORDS.get(code, ()) for code in plan.languages))
    any_content = any(word not in function_words for word in parsed.words) or bool(parsed.phrases)
    weights = {word: _terms(word, plan, entries[word], letters) for word in every}
    content = [word for word in parsed.words if word not in function_words]
    for word in parsed.words:
        if word in content and word not in plan.unknown and not _documents(weights[word], frequencies):
            plan.absent.append(word)
        if len(content) > 1 or _documents(weights[word], frequencies) < 2:
            weights[word] |= _parts(word, plan.languages)
    for word in every:
        weights[word] = _tempered(weights[word], plan.languages[0], frequencies)
    _add_concepts(parsed.words, plan, weights, meant, frequencies)
    _add_joined(joined, plan, weights, frequencies)
    for word in parsed.words:
        required = word not in function_words or not any_content
        plan.words.append(WordClause(tuple(Term(*item) for item in weights[word].items()), required))
        plan.tokens.update(weights[word])
    for phrase in parsed.phrases:
        plan.phrases.append(_phrase_variants(phrase, plan, entries))
        plan.tokens.update(f"{code}{TYPED}{form}" for form in phrase for code in plan.languages)
    plan.excluded = [token for word in parsed.excluded for token in weights[word] if PART not in token]
    return plan


def _weighted(word: Word, language: str) -> dict[str, float]:
    """The tokens of a word typed, with their weights."""
    found = {f"{language}{LEMMA}{lemma}": WEIGHTS[LEMMA] for lemma in word.lemmas}
    found |= {f"{language}{STEM}{stem}": WEIGHTS[STEM] for stem in word.stems}
    found[f"{language}{TYPED}{word.form}"] = WEIGHTS[TYPED]
    return found


def _parts(word: str, languages: Sequence[str]) -> dict[str, float]:
    """Tokens of compounds that hold the word.

    A single word finds enough without them, and they cost a tenth of the precision; between several words
    that are
    all required they mostly find what is meant.
    """
    return {
        f"{code}{PART}{name}": WEIGHTS[PART] * (1.0 if code == languages[0] else OTHER_LANGUAGE)
        for code in languages
        for name in (*analyse(word, code).lemmas, word)
    }


def _tempered(weights: Mapping[str, float], home: str, frequencies: Mapping[str, int]) -> dict[str, float]:
    """A common word of the visitor's language stays common where few texts are in another one: "til" in the only text
    in Nynorsk is as rare there as a name, but tells nothing."""
    own = tuple(home + mark for mark in (LEMMA, STEM, TYPED, PART))
    common = max((frequencies.get(token, 0) for token in weights if token.startswith(home + LEMMA)), default=0)
    total = max(frequencies.get(TOTAL, 1), 1)
    return {
        token: weight
        if token.startswith(own) or not 0 < frequencies.get(token, 0) < common
        else weight * rarity(common, total) / rarity(frequencies[token], total)
        for token, weight in weights.items()
    }


def _documents(weights: Mapping[str, float], frequencies: Mapping[str, int]) -> int:
    """How many documents hold the most common form of a word, as far as was read."""
    return max((frequencies.get(token, 0) for token in weights), default=0)


def _choose_languages(
    parsed: Parsed, order: Sequence[str], entries: Mapping[str, list[Entry]]
) -> tuple[list[str], list[str], str | None]:
    """The languages to search in; those of them whose dictionaries may say that a word is spelled right; the language
    typed in where that is not the visitor's.

    The visitor's language comes first, then the two others that know most of the words, in reading order. A
    language
    that knows fewer of the words than the visitor's is a guess: it does not vouch for a spelling.
    """
    words = [*parsed.words, *(form for phrase in parsed.phrases for form in phrase)]
    known = {
        code: sum(
            word not in FUNCTION_WORDS.get(code, ())
            and (is_known(word, code) or any(e.language == code and e.form == word for e in entries[word]))
            for word in words
        )
        for code in order
    }
    home = order[0]
    others = sorted((code for code in order[1:] if known[code]), key=lambda code: -known[code])
    chosen = [home, *others[:MAX_OTHER_LANGUAGES]]
    vouching = [code for code in chosen if code == home or known[code] >= known[home]]
    return chosen, vouching, others[0] if others and known[others[0]] > known[home] else None


class Joined(NamedTuple):
    """What two neighbours may be as one word: the two, whether it is a word that somebody knows, what it matches."""

    words: tuple[str, ...]
    is_known: bool
    weights: dict[str, float]
    wider: dict[str, float]


def _join(words: Sequence[str], languages: Sequence[str], concepts: Concepts, letters: Letters) -> list[Joined]:
    """What neighbours may be as one word, in each language."""
    found = []
    for number, code, word in joined_words(words, languages[0], languages):
        (meant,) = _meant_by((word.form,), code, concepts, letters)
        factor = 1.0 if code == languages[0] else OTHER_LANGUAGE
        weights = {token: weight * factor for token, weight in _weighted(word, code).items()} | meant.named
        is_known = bool(meant.named) or known_lemma(word.form, code) is not None
        found.append(Joined(tuple(words[number : number + 2]), is_known, weights, meant.wider))
    return found


def _add_joined(
    joined: Sequence[Joined], plan: Plan, weights: Mapping[str, dict[str, float]], frequencies: Mapping[str, int]
) -> None:
    """Let both words match what they are together. Where that is a word that somebody knows, it is what is meant, and
    each of the two alone says little."""
    held = [(one, {t: weight for t, weight in one.weights.items() if t in frequencies}) for one in joined]
    for word in {word for one in joined if one.is_known for word in one.words}:
        for token in weights[word]:
            weights[word][token] *= APART
    for one, found in held:
        for word in one.words:
            for token, weight in found.items():
                weights[word][token] = max(weight, weights[word].get(token, 0.0))
                plan.named.update([token] if weight >= EVERYDAY_WEIGHT else [])
    for word, wide in zip(weights, plan.wider, strict=False):
        for one in joined:
            if one.is_known and word in one.words:
                wide.update({token: weight for token, weight in one.wider.items() if token in frequencies})


def _terms(word: str, plan: Plan, entries: Sequence[Entry], letters: Letters) -> dict[str, float]:
    """Tokens and weights for one word, and a note in the plan when nobody knows it."""
    best: defaultdict[str, float] = defaultdict(float)

    def add(form: str, language: str, factor: float) -> None:
        for token, weight in _weighted(analyse(form, language), language).items():
            best[token] = max(best[token], weight * factor)

    home = plan.languages[0]
    for code in plan.languages:
        add(word, code, 1.0 if code == home else OTHER_LANGUAGE)
    exact = [entry for entry in entries if entry.form == word]
    for entry in exact:
        # A name stands in whatever language its text is in.
        if entry.language not in plan.languages:
            add(word, entry.language, OTHER_LANGUAGE)
    listed = any(is_known(word, code) for code in plan.vouching)
    if not any(entry.language == home for entry in exact):
        for entry in [e for e in entries if e.form != word][:MAX_VARIANTS]:
            add(
                entry.form,
                entry.language,
                FOLDED if listed else 1.0 if entry.language == home else OTHER_LANGUAGE,
            )
    if not listed:
        meant = letters.meant(word, home)
        for form in meant:
            add(form, home, 1.0)
        if not meant and not entries:
            plan.unknown.append(word)
    return dict(best)


class Meant(NamedTuple):
    """Concepts that a word names and their kinds, and those that are wider or of its parts; tokens with weights."""

    named: dict[str, float]
    wider: dict[str, float]


def _named(slug: str) -> dict[str, float]:
    """A concept and its kinds, as tokens with weights."""
    weight = EVERYDAY_WEIGHT if slug.startswith(EVERYDAY_MARK) else CONCEPT_WEIGHT
    return {CONCEPT + below: NARROWER for below in narrower(slug)} | {CONCEPT + slug: weight}


def _meant_by(words: Sequence[str], language: str, concepts: Concepts, letters: Letters) -> list[Meant]:
    """What each of the words means in a language; every word of a term means the whole term."""
    analysed = [_meant(word, language, letters) for word in words]
    found = [Meant({}, {}) for word in words]
    named = set(concepts.find(analysed, language))
    for slug, start, end in sorted(named):
        for one in found[start:end]:
            one.named.update({token: max(weight, one.named.get(token, 0)) for token, weight in _named(slug).items()})
            one.wider.update({CONCEPT + above: WIDER for above in wider(slug)})
    for one, word in zip(found, words, strict=True):
        for part in () if one.named else query_parts(word, language):
            for slug, _start, _end in concepts.find([Word(part, (part,))], language):
                one.wider[CONCEPT + slug] = WIDER
    return found


def _add_concepts(
    words: Sequence[str],
    plan: Plan,
    weights: Mapping[str, dict[str, float]],
    meant: Mapping[str, Sequence[Meant]],
    frequencies: Mapping[str, int],
) -> None:
    """Let words match what they mean, whatever language a text names it in. What no document holds is left out."""
    plan.wider = [{} for word in words]
    for code in plan.languages:
        for word, one, wide in zip(words, meant.get(code, ()), plan.wider, strict=False):
            for found, into in ((one.named, weights[word]), (one.wider, wide)):
                for token, weight in found.items():
                    if token in frequencies:
                        into[token] = max(weight, into.get(token, 0.0))
                        plan.named.update([token] if weight >= EVERYDAY_WEIGHT else [])


def _meant(word: str, language: str, letters: Letters) -> Word:
    """The word with its lemmas; with those of the words it stands for where letters of the language are missing."""
    found = analyse(word, language)
    if is_known(word, language):
        return found
    lemmas = [lemma for form in letters.meant(word, language) for lemma in analyse(form, language).lemmas]
    return replace(found, lemmas=(*found.lemmas, *lemmas))


def _phrase_variants(
    phrase: Sequence[str], plan: Plan, entries: Mapping[str, list[Entry]]
) -> tuple[tuple[str, ...], ...]:
    """A phrase as typed tokens in every language that may hold it."""
    found = {entry.language for entry in entries[phrase[0]] if entry.form == phrase[0]}
    languages = dict.fromkeys((*plan.languages, *sorted(found)))
    return tuple(tuple(f"{code}{TYPED}{form}" for form in phrase) for code in languages)


def with_neighbours(plan: Plan, near: Mapping[str, Sequence[str]]) -> Plan:
    """The same query where words of the index may stand in for a word that no document holds.

    Args:
        plan: the query as asked first.
        near: word of the query -> words of the index close to it.
    """

    def added(number: int, clause: WordClause) -> dict[str, float]:
        found = {}
        for language, form in _typed(clause, plan.languages):
            for other in near.get(form, ()):
                for token, weight in _weighted(analyse(other, language), language).items():
                    found[token] = weight * NEAR
        return found

    return _changed(plan, added)


def loosened(plan: Plan) -> Plan:
    """The same query with no word required, with the parts of compounds as words of their own, and with what the words
    are kinds of."""

    def added(number: int, clause: WordClause) -> dict[str, float]:
        parts = {
            f"{language}{LEMMA}{part}": WEIGHTS[PART]
            for language, form in _typed(clause, plan.languages)
            for part in query_parts(form, language)
        }
        return parts | plan.wider[number]

    return _changed(plan, added, required=False)


def widened(plan: Plan) -> Plan:
    """The same query, also for what the words are kinds of."""
    return _changed(plan, lambda number, clause: plan.wider[number])


def _typed(clause: WordClause, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Language and form of the forms that a clause was made of."""
    for term in clause.terms:
        language, mark, form = term.token.partition(TYPED)
        if mark and language in languages:
            yield language, form


def _changed(plan: Plan, added: Callable[[int, WordClause], dict[str, float]], required: bool = True) -> Plan:
    words = []
    for number, clause in enumerate(plan.words):
        terms = added(number, clause) | {term.token: term.weight for term in clause.terms}
        words.append(WordClause(tuple(Term(*item) for item in terms.items()), clause.required and required))
    tokens = plan.tokens | {term.token for clause in words for term in clause.terms}
    return replace(plan, words=words, tokens=tokens, phrases=plan.phrases if required else [])
