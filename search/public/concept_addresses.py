"""Which pages of concepts search engines are told of, and their part of the sitemap (``/sitemap-concepts.xml``)."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from projects.models import GlossaryConcept, GlossaryEntry
from search.concepts.described import DescribedConcept, everyday_words
from search.concepts.everyday import EVERYDAY_MARK
from search.engines.registry import database_engine
from search.public.skos import address_of
from search.tokens import CONCEPT


def alternates(slug: str) -> list[tuple[str, str]]:
    """Language codes with the address of a concept in each, and ``x-default``."""
    return [*((code, address_of(slug, code)) for code, _name in settings.LANGUAGES), ("x-default", address_of(slug))]


def is_worth_reading(concept: DescribedConcept) -> bool:
    """Whether its page says more than words: it is defined, or something published names it."""
    return bool(concept.definitions) or bool(_named(concept.named_as))


def _named(names: Iterable[str]) -> set[str]:
    """Those of the names in the thesaurus that something published names; one query."""
    tokens = {CONCEPT + name: name for name in names}
    held, _forms = database_engine().vocabulary.read(tokens)
    return {name for token, name in tokens.items() if held.get(token)}


class ConceptSitemap(Sitemap[tuple[str, str]]):
    """Pages of concepts that are worth reading, in every language, 1,000 to a file."""

    limit = 1000

    def items(self) -> list[tuple[str, str]]:
        """Slug and language of each page."""
        glossary = set(GlossaryConcept.objects.values_list("slug", flat=True))
        slugs = set(GlossaryEntry.objects.exclude(definition="").values_list("concept__slug", flat=True))
        named = _named([*glossary, *(EVERYDAY_MARK + slug for slug in everyday_words())])
        slugs |= {name.removeprefix(EVERYDAY_MARK) for name in named}
        return [(slug, code) for slug in sorted(slugs) for code, _name in settings.LANGUAGES]

    def changes(self) -> list[datetime | None]:
        """None for each file: when a page of a concept changed is not known."""
        return [None] * self.paginator.num_pages

    def get_urls(
        self, page: int | str = 1, site: object = None, protocol: str | None = None
    ) -> list[dict[str, object]]:
        """Entries of one file; overridden since Django asks for a site where the portal knows its own address."""
        self.latest_lastmod: datetime | None = None
        return [
            {
                "item": (slug, code),
                "location": address_of(slug, code),
                "lastmod": None,
                "changefreq": None,
                "priority": "",
                "alternates": [{"location": url, "lang_code": language} for language, url in alternates(slug)],
            }
            for slug, code in self.paginator.page(page).object_list
        ]
