"""Business actions on themes: made, named, ordered, merged, split and dropped, each in one transaction.

Every change raises the theme's version. Who changes one that is not as they saw it changes nothing, and is told who was
faster. Rows are locked in the order of their numbers, themes before contributions.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import LogAction
from events.dialogue.models import DialogueLog, Occasion, Theme, ThemeMember
from events.dialogue.moderation.seals import Outcome, Result
from portal.core.i18n.text import tidy_line, tidy_text
from portal.core.users.models import User

#: Longest title and summary, in characters.
MOST_TITLE, MOST_SUMMARY = 120, 1000


def create(
    occasion: Occasion, titles: Mapping[str, str], summaries: Mapping[str, str], user: User, now: datetime
) -> Theme:
    """A new theme, after the others.

    Raises:
        ValueError: it has no title in any language.
    """
    titles, summaries = _texts(titles, MOST_TITLE), _texts(summaries, MOST_SUMMARY)
    if not titles:
        raise ValueError("A theme needs a title.")
    with transaction.atomic():
        Occasion.objects.select_for_update(no_key=True).get(pk=occasion.pk)
        last = occasion.themes.aggregate(last=Max("position"))["last"]
        theme = Theme.objects.create(
            occasion=occasion,
            titles=titles,
            summaries=summaries,
            position=0 if last is None else last + 1,
            made_by=user,
            created_at=now,
        )
        _log(LogAction.THEME, theme, user, now)
    return theme


def rename(
    theme_id: int, version: int, titles: Mapping[str, str], summaries: Mapping[str, str], user: User, now: datetime
) -> Outcome:
    """Give a theme its titles and summaries in all languages; one title must stay."""
    titles, summaries = _texts(titles, MOST_TITLE), _texts(summaries, MOST_SUMMARY)
    with transaction.atomic():
        theme, stale = _locked(theme_id, version)
        if stale:
            return stale
        if not titles:
            return Outcome(Result.IMPOSSIBLE)
        if theme.titles == titles and theme.summaries == summaries:
            return Outcome(Result.UNCHANGED)
        theme.titles, theme.summaries = titles, summaries
        _save(theme, "titles", "summaries")
        _log(LogAction.THEME, theme, user, now)
    return Outcome(Result.DONE)


def reorder(theme_id: int, version: int, user: User, now: datetime, *, earlier: bool) -> Outcome:
    """Move a theme one place towards the beginning or the end."""
    with transaction.atomic():
        Occasion.objects.select_for_update(no_key=True).get(themes=theme_id)
        theme, stale = _locked(theme_id, version)
        if stale:
            return stale
        others = list(Theme.objects.filter(occasion=theme.occasion_id, merged_into=None))
        place = next(place for place, other in enumerate(others) if other.pk == theme.pk)
        target = place - 1 if earlier else place + 1
        if not 0 <= target < len(others):
            return Outcome(Result.UNCHANGED)
        others[place], others[target] = others[target], others[place]
        for position, other in enumerate(others):
            if other.position != position:
                Theme.objects.filter(pk=other.pk).update(position=position)
        theme.refresh_from_db(fields=["position"])
        _save(theme)
        _log(LogAction.THEME, theme, user, now)
    return Outcome(Result.DONE)


def merge(theme_id: int, version: int, into_id: int, user: User, now: datetime) -> Outcome:
    """Put everything of a theme into another one. The first keeps a pointer, so that links to it lead there.

    A reply goes along if the other theme has none, since what was promised in public stays promised.
    """
    with transaction.atomic():
        rows = {theme.pk: theme for theme in _lock(theme_id, into_id)}
        theme, into = rows.get(theme_id), rows.get(into_id)
        if theme is None or into is None or theme.pk == into.pk or theme.occasion_id != into.occasion_id:
            return Outcome(Result.IMPOSSIBLE)
        if theme.version != version or theme.merged_into_id or into.merged_into_id:
            return Outcome(Result.STALE, last_entry(theme))
        there = set(into.members.values_list("contribution", flat=True))
        theme.members.filter(contribution__in=there).delete()
        moved = theme.members.update(theme=into)
        if not into.replies.filter(expert=None).exists():
            theme.replies.filter(expert=None).update(theme=into)
        answered = into.replies.filter(expert__isnull=False).values("expert")
        theme.replies.filter(expert__isnull=False).exclude(expert__in=answered).update(theme=into)
        theme.merged.update(merged_into=into)
        theme.merged_into = into
        _save(theme, "merged_into")
        _save(into)
        record(
            LogAction.MERGE,
            desk(user),
            now,
            occasion=theme.occasion,
            number=theme.public_id,
            reason=into.public_id,
            amount=moved,
        )
    return Outcome(Result.DONE)


def split(
    theme_id: int, version: int, contributions: Iterable[int], titles: Mapping[str, str], user: User, now: datetime
) -> tuple[Outcome, Theme | None]:
    """Move some contributions of a theme into a new one, which comes after all others."""
    with transaction.atomic():
        theme, stale = _locked(theme_id, version)
        if stale:
            return stale, None
        members = ThemeMember.objects.filter(theme=theme, contribution__in=list(contributions))
        if not _texts(titles, MOST_TITLE) or not members.exists():
            return Outcome(Result.IMPOSSIBLE), None
        new = create(theme.occasion, titles, {}, user, now)
        moved = members.update(theme=new)
        _save(theme)
        _log(LogAction.GROUP, new, user, now, moved)
    return Outcome(Result.DONE), new


def drop(theme_id: int, version: int, user: User, now: datetime) -> Outcome:
    """Delete a theme that holds nothing, was never replied to and to which no other theme leads."""
    with transaction.atomic():
        theme, stale = _locked(theme_id, version)
        if stale:
            return stale
        if theme.members.exists() or theme.replies.exists() or theme.merged.exists():
            return Outcome(Result.IMPOSSIBLE)
        _log(LogAction.DROP, theme, user, now)
        theme.delete()
    return Outcome(Result.DONE)


def last_entry(theme: Theme) -> DialogueLog | None:
    """The last entry of the log about a theme, with who made it."""
    return DialogueLog.objects.filter(number=theme.public_id).select_related("user").first()


def _lock(*numbers: int) -> list[Theme]:
    locked = Theme.objects.select_for_update(no_key=True, of=("self",)).select_related("occasion")
    return list(locked.filter(pk__in=numbers).order_by("pk"))


def _locked(theme_id: int, version: int) -> tuple[Theme, Outcome | None]:
    """The theme as it is now, locked; and what to answer if it is not the ``version`` that somebody saw.

    Raises:
        Theme.DoesNotExist: somebody dropped it.
    """
    rows = _lock(theme_id)
    if not rows:
        raise Theme.DoesNotExist
    theme = rows[0]
    is_stale = theme.version != version or theme.merged_into_id is not None
    return theme, Outcome(Result.STALE, last_entry(theme)) if is_stale else None


def _save(theme: Theme, *fields: str) -> None:
    theme.version += 1
    theme.save(update_fields=[*fields, "version"])


def _log(action: LogAction, theme: Theme, user: User, now: datetime, amount: int | None = None) -> None:
    record(action, desk(user), now, occasion=theme.occasion, number=theme.public_id, amount=amount)


def _texts(texts: Mapping[str, str], most: int) -> dict[str, str]:
    """Texts by language as they are stored, without empty ones and languages that are switched off."""
    tidy = tidy_line if most == MOST_TITLE else tidy_text
    known = {code: tidy(texts.get(code, ""))[:most] for code, _name in settings.LANGUAGES}
    return {code: text for code, text in known.items() if text}
