"""Derivations of a word inside its language: verbal nouns of verbs, and the verbs of these ("hukkua", "hukkuminen").

On the query alone: nothing in the index grows. A rule is a pair of endings, that of a verb and that of a noun; what it
makes counts only where the dictionary lists it, and where the lexicon does not speak against it: words of a family are
called words of a family elsewhere, "teach" and "teaching", but "holdning" (attitude) is no noun of "holde". A noun has
no verb where the noun itself has no ending of one: "salting" belongs to the verb "salte", not to "salt".
"""

from collections.abc import Iterator
from functools import lru_cache

from search.languages.analysis import analyse, known_lemma
from search.languages.function_words import FUNCTION_WORDS
from search.lexicon.packed import Lexicon
from search.lexicon.translating import lexicon

_NORWEGIAN = "e:ing e:ning e:else ere:asjon a:ing a:ning"
_ENDINGS = {
    "en": """
        :ment :ation :ion pay:payment act:action e:ion e:ation y:ication uce:uction ide:ision ibe:iption and:ansion
        end:ension ude:usion it:ission eive:eption ain:enance yse:ysis yze:ysis grow:growth sume:sumption lve:lution
    """,
    "da": "e:ing e:ning e:else ere:ation",
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "sv": "a:ning na:ning a:ing a:ande a:ende a:an a:nad a:else era:ation",
    "fi": """
        a:minen ä:minen ta:aminen tä:äminen da:minen dä:minen ita:itseminen itä:itseminen eta:eneminen etä:eneminen
        lla:leminen llä:leminen nna:neminen nnä:neminen rra:reminen rrä:reminen sta:seminen stä:seminen hdä:keminen
        vata:paaminen kata:kkaaminen pata:ppaaminen pätä:ppääminen tata:ttaaminen data:taaminen dätä:tääminen
        ttaa:tus ttää:tys ttua:tus ttyä:tys staa:stus stää:stys ntaa:nnus ntää:nnys ata:aus ätä:äys kata:kkaus
        oida:ointi öidä:öinti taa:to tää:tö
    """,
    "is": """
        a:un ja:un a:ing ja:ing a:sla na:nsla anna:önnun apa:öpun aka:ökun alla:öllun arka:örkun arfa:örfun arga:örgun
        anka:önkun agna:ögnun ata:ötun aða:öðun asta:östun afna:öfnun
    """,
}
#: Letters of a word; and of one that has no ending itself.
_SHORTEST, _SHORTEST_BARE = 3, 4
#: What a rule makes and what means something else.
_STRANGE = """
    apartment basement caption compartment department faction fashion mansion mission motion nation notion passion
    pension portion potion ration section station torment
    timing katto kenning
"""
_STRANGERS = frozenset(_STRANGE.split())
#: Languages whose words look alike even where they mean something else: what one says of another proves nothing.
_COGNATE = frozenset({"da", "fo", "is", "nb", "nn", "sv"})
_RULES = {
    code: tuple((verb, noun) for rule in rules.split() for verb, _, noun in [rule.partition(":")])
    for code, rules in _ENDINGS.items()
}


def derivations(form: str, language: str) -> tuple[str, ...]:
    """Lemmas of the family of a form: the verbs that it may be a noun of, and the nouns of these or of itself."""
    return _family(form, language, lexicon())


@lru_cache(maxsize=4_000)
def _family(form: str, language: str, words: Lexicon) -> tuple[str, ...]:
    if language not in _RULES or form in FUNCTION_WORDS.get(language, ()):
        return ()
    # What may be a noun is not taken for the imperative of a verb: "salt" of "salta"; nor what is a word itself for a
    # form of another one: "vegur" (road) of "vega".
    found = analyse(form, language).lemmas
    lemmas = [form] if form in found else [one for one in dict.fromkeys((form, *found)) if one[:-1] != form]
    verbs = [
        verb
        for lemma in lemmas
        for verb in _verbs(lemma, language)
        if verb not in FUNCTION_WORDS.get(language, ()) and _may_belong(verb, lemma, language, words)
    ]
    nouns = [
        noun
        for verb in (*lemmas, *verbs)
        for noun in _nouns(verb, language)
        if _may_belong(verb, noun, language, words)
    ]
    return tuple(word for word in dict.fromkeys((*verbs, *nouns)) if word not in lemmas)


def _may_belong(verb: str, noun: str, language: str, words: Lexicon) -> bool:
    """Whether two words are called words of one family in some other language; also where no lexicon has them both."""
    compared = [
        (one, other)
        for one in words.translations(language, verb)
        for other in words.translations(language, noun)
        if one.language == other.language and not {one.language, language} <= _COGNATE
    ]
    return not compared or any(_is_family(one.word, other.word, one.language) for one, other in compared)


def _is_family(verb: str, noun: str, language: str) -> bool:
    """Whether two words are one word or, by their endings, of one family."""
    return any(
        not _forms(form, language).isdisjoint(_forms(noun, language)) for form in (verb, *_nouns(verb, language))
    )


def _forms(word: str, language: str) -> frozenset[str]:
    """A word, its dictionary forms and its stems."""
    found = analyse(word, language)
    return frozenset((word, *found.lemmas, *found.stems))


def _verbs(noun: str, language: str) -> Iterator[str]:
    for ending, of_noun in _RULES[language]:
        if noun.endswith(of_noun):
            yield from _listed(noun.removesuffix(of_noun), ending, noun, language)


def _nouns(verb: str, language: str) -> Iterator[str]:
    for of_verb, ending in _RULES.get(language, ()):
        if verb.endswith(of_verb):
            yield from _listed(verb.removesuffix(of_verb), ending, verb, language)


def _listed(stem: str, ending: str, word: str, language: str) -> Iterator[str]:
    """The stem with another ending, if that is the lemma of something and no stranger."""
    made = stem + ending
    is_long = min(len(made), len(word)) >= (_SHORTEST if made != stem != word else _SHORTEST_BARE)
    if is_long and _STRANGERS.isdisjoint((made, word)) and known_lemma(made, language) is not None:
        yield from (made for lemma in analyse(made, language).lemmas if lemma == made)
