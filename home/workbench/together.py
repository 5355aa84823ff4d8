"""Pages that belong together, published in one act: an event, its reports, the elements they led to, all languages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from events.dialogue.models import ConsultationPage, Contribution, Occasion, ReportPage, Theme
from events.models import EventPage
from portal.core.i18n.locales import language_name
from portal.core.models import BasePage
from portal.core.types import AnyUser
from portal.editing.publication import gates, going_live
from portal.editing.review.standing import name_of
from portal.editing.translations import editor, states
from portal.editing.translations.gate import check_translation
from projects.models import ElementPage
from projects.modeltext.models import Root


class ChangedError(Exception):
    """Nothing was published: what is to be published is no longer what was looked at. Says so in a sentence."""


@dataclass(frozen=True)
class Part:
    """One page of the set, in one language."""

    page: Any
    #: That of the translation desk; None for an original, and for what is no translation.
    translation: Translation | None
    #: Whether something of it is not public yet.
    waits: bool
    #: Why it cannot be published now, as sentences.
    against: tuple[str, ...]
    #: Changes with what would be published.
    version: str

    @property
    def language(self) -> str:
        """Name of its language, to begin a line with."""
        return str(capfirst(language_name(self.page.locale_code)))

    @property
    def kind(self) -> str:
        """What kind of page it is."""
        return str(capfirst(self.page._meta.verbose_name))

    @property
    def was_archived(self) -> bool:
        """Whether somebody took it from the public: it comes back only if it is ticked."""
        return bool(not self.page.live and self.page.first_published_at)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if not self.waits:
            return _("Public")
        if self.was_archived:
            return _("Archived")
        return _("Changes wait") if self.page.live else _("Draft")


def keys_of(page: BasePage) -> set[UUID]:
    """Translation keys of what belongs to ``page``, with its own."""
    own = page.translation_key
    if isinstance(page, ElementPage):
        roots = Root.objects.filter(paragraph__element_key=own, kind__in=("event", "report"), until_version=None)
        found = {UUID(key) for key in roots.values_list("key", flat=True)}
        reported = Occasion.objects.filter(reports__translation_key__in=found).values_list("page_key", flat=True)
        return {own, *found, *reported}
    if not isinstance(page, EventPage | ConsultationPage | ReportPage):
        return {own}
    mine = Q(reports=page.pk) if isinstance(page, ReportPage) else Q(page_key=own)
    occasions = list(Occasion.objects.filter(mine).values_list("pk", "page_key"))
    if not occasions:
        return {own}
    pks = [pk for pk, _key in occasions]
    reports = set(ReportPage.objects.filter(occasion__in=pks).values_list("translation_key", flat=True))
    pages = {own, *reports, *(key for _pk, key in occasions)}
    led_to = (
        Q(kind__in=("event", "report"), key__in=[str(key) for key in pages])
        | Q(kind="theme", key__in=Theme.objects.filter(occasion__in=pks).values("public_id"))
        | Q(kind="contribution", key__in=Contribution.objects.filter(question__occasion__in=pks).values("public_id"))
    )
    standing = Root.objects.filter(led_to, until_version=None, paragraph__isnull=False)
    return {*pages, *standing.values_list("paragraph__element_key", flat=True)}


def parts_of(page: BasePage, user: AnyUser, chosen: Collection[int] | None = None) -> list[Part]:
    """What belongs to ``page`` and is the user's to edit or to publish, in the order in which it is published.

    Parameters:
        chosen: numbers of the pages that are published together; by default all that wait.
    """
    keys = keys_of(page)
    pages = Page.objects.filter(translation_key__in=keys, alias_of=None).order_by("depth", "path").specific()
    translations, waiting = _translations(keys), states.waiting(keys)
    found = []
    for one in pages:
        rights = one.permissions_for_user(user)
        if isinstance(one, BasePage) and (rights.can_edit() or rights.can_publish()):
            translation = translations.get((one.translation_key, one.locale_id))
            found.append((one, translation, one.pk in waiting))
    found.sort(key=lambda row: row[1] is not None)  # originals first, each kind in the order of the tree
    with going_live.one_act():
        going_live.add(one for one, _t, waits in found if (waits if chosen is None else one.pk in chosen))
        return [
            Part(
                one,
                translation,
                waits,
                tuple(_against(one, translation, user)) if waits else (),
                _version(one, translation),
            )
            for one, translation, waits in found
        ]


def _translations(keys: Collection[UUID]) -> dict[tuple[UUID, int], Translation]:
    found = Translation.objects.filter(source__object_id__in=keys, enabled=True)
    rows = found.select_related("source__locale", "target_locale", "source__specific_content_type")
    return {(row.source.object_id, row.target_locale_id): row for row in rows}


def _against(page: Any, translation: Translation | None, user: AnyUser) -> Iterable[str]:
    """What stands against publishing ``page``; how it is drawn is looked at when it is published."""
    rights = page.permissions_for_user(user)
    if not rights.can_publish():
        yield _("You may not publish this page.")
        return
    if rights.page_locked():
        yield _("Somebody has locked this page.")
    draft = page.get_latest_revision_as_object()
    if draft.go_live_at and draft.go_live_at > timezone.now():
        yield _("It has a time of its own at which it goes live.")
    if translation:
        if unfinished := editor.unfinished(translation):
            yield from unfinished
            return
        draft = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    found = gates.problems(draft)
    named = {problem.field for problem in found}
    yield from (problem.message for problem in found)
    yield from (problem.message for problem in gates.invalid_fields(draft) if problem.field not in named)


def _version(page: Page, translation: Translation | None) -> str:
    """A mark of what would be published: the newest draft, and the newest sentence of a translation."""
    changed = None
    if translation:
        rows = StringTranslation.objects.filter(
            context__object_id=page.translation_key, locale=translation.target_locale
        )
        changed = rows.aggregate(newest=Max("updated_at"))["newest"]
    return f"{page.latest_revision_id}-{changed.timestamp() if changed else 0}"


@transaction.atomic
def publish_together(page: BasePage, seen: dict[int, str], user: AnyUser) -> list[Part]:
    """Publish the pages in ``seen``, or none of them; returns what was published.

    Parameters:
        seen: the versions that the user looked at, by number of the page.

    Raises:
        ChangedError: one is not what it was any longer, or not the user's to publish.
        NotReadyError: one does not pass the gates.
    """
    locked = list(Page.objects.select_for_update().filter(pk__in=seen).order_by("pk"))
    _lock_sentences(locked)
    titles = {one.pk: one.get_admin_display_title() for one in locked}
    parts = {part.page.pk: part for part in parts_of(page, user, seen)}
    for pk, version in seen.items():
        part = parts.get(pk)
        if part is None:
            raise ChangedError(_("A page that you ticked is gone, or is not yours to publish any more."))
        said = {"title": titles[pk], "who": name_of(part.page.latest_revision and part.page.latest_revision.user)}
        if not part.waits:
            raise ChangedError(_("“%(title)s” is public already.") % said)
        if part.version != version:
            raise ChangedError(
                _("%(who)s changed “%(title)s” meanwhile.") % said
                if said["who"]
                else _("“%(title)s” was changed meanwhile.") % said
            )
        if part.against:
            raise ChangedError(f"{titles[pk]}: {part.against[0]}")
    chosen = [part for pk, part in parts.items() if pk in seen]
    going_live.add(part.page for part in chosen)
    for part in chosen:
        _publish(part, user)
    return chosen


def _lock_sentences(pages: Iterable[Page]) -> None:
    """Nobody stores a sentence of ``pages``, or passes a change of their originals on, until this transaction ends."""
    keys, locales = {page.translation_key for page in pages}, {page.locale_id for page in pages}
    editor.lock(Translation.objects.filter(source__object_id__in=keys, target_locale__in=locales))


def _publish(part: Part, user: AnyUser) -> None:
    if part.translation:
        check_translation(part.translation)
        # Published here, and not by wagtail-localize after this transaction, when the others are public already.
        part.translation.save_target(user=user, publish=False)
        part.page.refresh_from_db()
    part.page.get_latest_revision().publish(user=user)
