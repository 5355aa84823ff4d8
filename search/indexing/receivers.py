"""Signal receivers: the projection follows everything that changes what the public may see."""

from collections.abc import Sequence
from uuid import UUID

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from events.dialogue.models import Contribution
from events.dialogue.signals import contributions_changed
from portal.core.hooks.bulk import is_bulk_change
from portal.core.hooks.signals import page_stored, pages_loaded
from portal.core.models import BasePage
from projects.adoptions.signals import adoptions_changed
from projects.models import GlossaryConcept, GlossaryEntry
from projects.modeltext.signals import version_published
from search.concepts.glossary import forget_glossary
from search.engines.registry import database_engine
from search.indexing.contributions import document_key, key_of_contribution
from search.indexing.first_index import begin_first_index
from search.indexing.following import follow, take_away
from search.indexing.maintenance import follow_glossary, refresh_glossary_terms
from search.indexing.projection import keys_below, project, project_all
from search.models import SearchDocument


def _on_stored(page: BasePage, **kwargs: object) -> None:
    if not is_bulk_change():
        (follow if page.live else take_away)([page.translation_key])


def _on_adopted(keys: list[UUID], **kwargs: object) -> None:
    """Somebody uses a case: it is found by the name of their municipality too, until they take that back."""
    project(keys)


def _on_version(keys: set[UUID], **kwargs: object) -> None:
    """A version of the model is in force: its paragraphs have addresses on the pages of their elements."""
    if not is_bulk_change():
        follow(keys)


def _on_changed(instance: Page, **kwargs: object) -> None:
    """A page deleted; or saved as a plain ``Page``, as the command does that unpublishes expired pages."""
    if not is_bulk_change():
        take_away([instance.translation_key])


def _on_subtree(instance: Page, **kwargs: object) -> None:
    if not is_bulk_change():
        take_away(keys_below(instance.path))


def _on_restriction(instance: PageViewRestriction, **kwargs: object) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page and not is_bulk_change():
        take_away(keys_below(page.path))


def _on_contributions(contributions: Sequence[Contribution], *, are_new: bool = False, **kwargs: object) -> None:
    """What people said came, changed or went; and with it what it replaces, which is shown while it is not.

    Most of what is said in a live room may not leave it: that costs no query, and waits for no other writer.
    """
    if are_new and not any(one.may_leave_its_page for one in contributions):
        return
    replaced = [one.replaces_id for one in contributions if one.replaces_id]
    numbers = {one.public_id for one in contributions}
    if replaced:
        numbers |= set(Contribution.objects.filter(pk__in=replaced).values_list("public_id", flat=True))
    known = SearchDocument.objects.filter(key__in=[document_key(number) for number in numbers])
    if any(one.may_leave_its_page for one in contributions) or replaced or known.exists():
        project(key_of_contribution(number) for number in numbers)


def _on_glossary(**kwargs: object) -> None:
    forget_glossary()
    if not is_bulk_change():
        follow_glossary.enqueue()


def _on_loaded(*, index_later: bool = False, **kwargs: object) -> None:
    forget_glossary()
    if index_later:
        begin_first_index()
        return
    refresh_glossary_terms()
    project_all()


def _on_migrated(sender: AppConfig, **kwargs: object) -> None:
    index = database_engine()
    if not SearchDocument.objects.exists():
        # Nothing can be right in an index without documents (the tests empty all tables of models, not this one).
        index.drop()
    index.create()


def connect_receivers(config: AppConfig) -> None:
    """Connect the signal receivers; called when the app is ready."""
    page_stored.connect(_on_stored, dispatch_uid="search-stored")
    adoptions_changed.connect(_on_adopted, dispatch_uid="search-adopted")
    version_published.connect(_on_version, dispatch_uid="search-version")
    pages_loaded.connect(_on_loaded, dispatch_uid="search-loaded")
    for signal in (post_save, post_delete):
        signal.connect(_on_changed, sender=Page, dispatch_uid=f"search-page-{id(signal)}")
    post_page_move.connect(_on_subtree, dispatch_uid="search-moved")
    page_slug_changed.connect(_on_subtree, dispatch_uid="search-slug")
    for signal in (post_save, post_delete):
        signal.connect(_on_restriction, sender=PageViewRestriction, dispatch_uid=f"search-restriction-{id(signal)}")
        for model in (GlossaryConcept, GlossaryEntry):
            signal.connect(_on_glossary, sender=model, dispatch_uid=f"search-{model._meta.label}-{id(signal)}")
    contributions_changed.connect(_on_contributions, dispatch_uid="search-contributions")
    post_migrate.connect(_on_migrated, sender=config, dispatch_uid="search-migrated")
