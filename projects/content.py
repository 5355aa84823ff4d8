"""How elements.json, case_studies.json, strategies.json and glossary.json become pages and terms."""

import hashlib
import json
from typing import Any

from django.db import transaction

from partners.content import find_partners
from portal.core.enums import Country
from portal.core.forms.countries import read_country
from portal.core.models import ImportedRecord
from portal.editing.content import schema
from portal.editing.content.importer import (
    CHANGED,
    CREATED,
    KEPT,
    UNCHANGED,
    PageKind,
    Progress,
    Record,
    Report,
    digest_of,
)
from portal.editing.content.streams import paragraph, plain_paragraph, set_sources, stream, web_url
from projects.enums import Confidence, LocationPrecision, Scope, SizeBand, StrategyRelation
from projects.models import (
    CaseElement,
    CaseLibraryPage,
    CasePartner,
    CaseStudyPage,
    ElementIndexPage,
    ElementPage,
    GlossaryConcept,
    GlossaryEntry,
    StrategyIndexPage,
    StrategyPage,
    StrategyPartner,
)

TEXT = schema.translated(schema.text)
TEXTS = schema.translated(schema.list_of(schema.text))
SLUGS = schema.list_of(schema.slug)
#: What others need to know of a case, in a line and in a paragraph; a record has what its sources say.
BRIEF_LINES, BRIEF_TEXTS = ("cost", "staffing", "duration", "skills"), ("lessons", "reuse_conditions", "evidence")


def fill_element(page: ElementPage, record: Record, language: str) -> None:
    """Everything of an element in one language."""
    page.number = record["order"]
    page.title, page.summary = record["title"][language], record["summary"][language]
    stream(page, "body", [("paragraph", plain_paragraph(text)) for text in record["body"][language]], record["slug"])
    questions = record["guiding_questions"][language]
    stream(page, "guiding_questions", [("question", question) for question in questions], record["slug"])


def fill_strategy(page: StrategyPage, record: Record, language: str) -> None:
    """Everything of a strategy in one language."""
    page.title, page.summary = record["title"][language], record["summary"][language]
    page.relation, page.year, page.country = record["relation"], record["year"], read_country(record["country"]) or ""
    page.document_url = record["url"]
    texts = (record.get("body") or {}).get(language, [])
    stream(page, "body", [("paragraph", paragraph(text)) for text in texts], record["slug"])
    stream(page, "publishers", [("publisher", name) for name in record["publishers"]], record["slug"])
    titles = [(code, title) for code, title in record["title"].items() if code not in record["languages"]]
    stream(
        page, "local_titles", [("name", {"language": code, "name": title}) for code, title in titles], record["slug"]
    )
    set_sources(page, record)


def relate_strategy(page: StrategyPage, record: Record) -> None:
    """The partners who took part."""
    page.strategy_partners = [
        StrategyPartner(partner=p, sort_order=n) for n, p in enumerate(find_partners(record["partners"]))
    ]


def fill_case(page: CaseStudyPage, record: Record, language: str) -> None:
    """Everything of a case study in one language."""
    page.title, page.summary = record["title"][language], record["summary"][language]
    for name in ("challenge", "approach", "result"):
        setattr(page, name, plain_paragraph(record["body"][name][language]))
    for name in (*BRIEF_LINES, *BRIEF_TEXTS):
        said = (record.get("brief") or {}).get(name, {}).get(language, "")
        setattr(page, name, plain_paragraph(said) if said and name in BRIEF_TEXTS else said)
    page.country, page.municipality = read_country(record["country"]) or "", record["municipality"] or ""
    page.latitude, page.longitude = record["lat"], record["lon"]
    page.location_precision, page.scope = record["location_precision"], record["scope"]
    page.size_band, page.rural = record["size_band"] or "", record["rural"]
    page.start_year, page.end_year = record["start_year"], record["end_year"]
    page.website, page.website_confidence = web_url(record["website"]), record["website_confidence"] or ""
    page.original_language = record["original_language"]
    set_sources(page, record)


def relate_case(page: CaseStudyPage, record: Record) -> None:
    """Elements in the order of the record, and partners."""
    elements = {e.slug: e for e in ElementPage.objects.filter(slug__in=record["elements"]).order_by("-pk")}
    page.case_elements = [CaseElement(element=elements[s], sort_order=n) for n, s in enumerate(record["elements"])]
    page.case_partners = [CasePartner(partner=p, sort_order=n) for n, p in enumerate(find_partners(record["partners"]))]


def _below(index: type) -> Any:
    return lambda record, locale: index.objects.get(locale=locale)  # type: ignore[attr-defined]


ELEMENTS = PageKind(
    name="element",
    file="elements.json",
    checks={
        **schema.COMMON,
        "order": schema.number(1, 99),
        "title": TEXT,
        "summary": TEXT,
        "body": TEXTS,
        "guiding_questions": TEXTS,
    },
    model=lambda record: ElementPage,
    parent=_below(ElementIndexPage),
    fill=fill_element,
)
STRATEGIES = PageKind(
    name="strategy",
    file="strategies.json",
    checks={
        **schema.SOURCED,
        "relation": schema.choice(StrategyRelation.values),
        "year": schema.optional(schema.number(1900, 2100)),
        "country": schema.country(Country.values),
        "publishers": schema.list_of(schema.text),
        "partners": SLUGS,
        "url": schema.pattern(r"https?://\S+", "a web address"),
        "title": TEXT,
        "summary": TEXT,
        "body": schema.optional(TEXTS),
    },
    model=lambda record: StrategyPage,
    parent=_below(StrategyIndexPage),
    fill=fill_strategy,
    relate=relate_strategy,
    references={"partners": "partner"},
)
CASES = PageKind(
    name="case study",
    file="case_studies.json",
    checks={
        **schema.SOURCED,
        "country": schema.country(Country.values),
        "municipality": schema.optional(schema.text),
        "lat": schema.number(50, 85),
        "lon": schema.number(-75, 35),
        "location_precision": schema.choice(LocationPrecision.values),
        "scope": schema.choice(Scope.values),
        "size_band": schema.optional(schema.choice(SizeBand.values)),
        "rural": schema.boolean,
        "start_year": schema.optional(schema.number(1900, 2100)),
        "end_year": schema.optional(schema.number(1900, 2100)),
        "elements": SLUGS,
        "partners": SLUGS,
        "website": schema.optional(schema.text),
        "website_confidence": schema.optional(schema.choice(Confidence.values)),
        "title": TEXT,
        "summary": TEXT,
        "body": schema.fields(challenge=TEXT, approach=TEXT, result=TEXT),
        "brief": schema.optional(schema.some_of(**dict.fromkeys((*BRIEF_LINES, *BRIEF_TEXTS), TEXT))),
    },
    model=lambda record: CaseStudyPage,
    parent=_below(CaseLibraryPage),
    fill=fill_case,
    relate=relate_case,
    references={"elements": "element", "partners": "partner"},
)
GLOSSARY_CHECKS = {"slug": schema.slug, "terms": TEXTS, "definition": TEXT}


def concept_state(concept: GlossaryConcept) -> str:
    """Changes whenever somebody edits the concept or its terms."""
    rows = list(concept.entries.order_by("language").values_list("language", "term", "synonyms", "definition"))
    never = [
        [entry.language, entry.never_translated_as] for entry in concept.entries.all() if entry.never_translated_as
    ]
    # What no term had before is left out where it is empty, so that older states stay what they are.
    state = [concept.slug, rows, *([sorted(never)] if never else [])]
    return hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()


def import_glossary(records: list[Record], report: Report, progress: Progress, *, overwrite: bool = False) -> None:
    """Bring the glossary up to date, in one transaction; terms that an editor changed are kept."""
    with transaction.atomic():
        for record in progress(records):
            report.add("glossary term", _import_concept(record, overwrite=overwrite))


def _import_concept(record: Record, *, overwrite: bool) -> str:
    known = ImportedRecord.objects.filter(kind="glossary term", slug=record["slug"]).first()
    digest = digest_of(
        {key: list(value.items()) if isinstance(value, dict) else value for key, value in record.items()}, ""
    )
    concept = GlossaryConcept.objects.filter(slug=record["slug"]).first()
    if known and known.digest == digest and not overwrite:
        return UNCHANGED
    if not overwrite and (known is None) != (concept is None):
        return KEPT
    if not overwrite and known and concept and concept_state(concept) != known.state:
        return KEPT
    concept = concept or GlossaryConcept.objects.create(slug=record["slug"])
    concept.entries.all().delete()
    GlossaryEntry.objects.bulk_create(
        GlossaryEntry(
            concept=concept,
            language=language,
            term=terms[0],
            synonyms=terms[1:],
            definition=record["definition"].get(language, ""),
        )
        for language, terms in record["terms"].items()
    )
    concept = GlossaryConcept.objects.get(pk=concept.pk)
    ImportedRecord.objects.update_or_create(
        kind="glossary term",
        slug=record["slug"],
        language="",
        defaults={"digest": digest, "object_id": concept.pk, "state": concept_state(concept)},
    )
    return CHANGED if known else CREATED
