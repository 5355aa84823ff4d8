"""Query relaxation: plans that ask for more than one already made, for where that finds little or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from search.engines.base import WordClause
from search.languages.analysis import query_parts
from search.query.planning import WEIGHTS, terms, weigh_form
from search.query.plans import Plan, Weights
from search.tokens import LEMMA, PART, TYPED

#: A word of the index one edit away from a word of the dictionary that the index does not hold.
NEAR = 0.9


def with_close_spellings(plan: Plan, near: Mapping[str, Sequence[str]]) -> Plan:
    """The same query where words of the index may stand in for a word that no document holds.

    Args:
        plan: the query as asked first.
        near: word of the query -> words of the index close to it.
    """

    def added(clause: WordClause, wider: Weights) -> Weights:
        return {
            token: weight * NEAR
            for language, form in _typed(clause, plan)
            for other in near.get(form, ())
            for token, weight in weigh_form(other, language).items()
        }

    return _changed(plan, added)


def any_of_the_words(plan: Plan) -> Plan:
    """The same query as a disjunction: no word is required. Words of grammar, and what a third of the documents hold,
    find nothing by themselves, unless nothing else was typed: they would bring everything there is."""
    kept = plan.telling if any(clause.terms for clause in plan.telling) else plan.words
    return replace(plan, words=tuple(replace(clause, required=False) for clause in kept), phrases=())


def any_word(plan: Plan) -> Plan:
    """The same query as a disjunction, in which parts of compounds are words of their own, and what is broader in
    meaning matches as well."""

    def added(clause: WordClause, wider: Weights) -> Weights:
        parts = {
            f"{language}{LEMMA}{part}": WEIGHTS[PART]
            for language, form in _typed(clause, plan)
            for part in query_parts(form, language)
        }
        return {**parts, **wider}

    return any_of_the_words(_changed(plan, added))


def with_broader_concepts(plan: Plan) -> Plan:
    """The same query, also for the broader concepts of its words."""
    return _changed(plan, lambda clause, wider: wider)


def _typed(clause: WordClause, plan: Plan) -> Iterator[tuple[str, str]]:
    """Language and form of the forms that a clause was made of."""
    for term in clause.terms:
        language, mark, form = term.token.partition(TYPED)
        if mark and language in plan.languages.searched:
            yield language, form


def _changed(plan: Plan, added: Callable[[WordClause, Weights], Weights]) -> Plan:
    """The plan with terms added to each clause; those that it has keep their weights."""
    words = tuple(
        replace(clause, terms=terms({**added(clause, wider), **{term.token: term.weight for term in clause.terms}}))
        for clause, wider in zip(plan.words, plan.wider, strict=True)
    )
    return replace(plan, words=words, tokens=plan.tokens | {term.token for clause in words for term in clause.terms})
