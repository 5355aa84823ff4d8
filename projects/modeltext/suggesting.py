"""Actions on roots that teams suggest: suggest, accept, decline."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from portal.core.hooks import roots
from portal.core.users.models import User
from projects.modeltext.enums import Relation, SuggestionState
from projects.modeltext.models import Paragraph, Root, SuggestedRoot
from projects.modeltext.rooting import NewRoot, add_root
from projects.modeltext.versions import RefusedError


@transaction.atomic
def suggest_root(paragraph: Paragraph, asked: NewRoot, user: User, now: datetime, language: str) -> SuggestedRoot:
    """Keep a root that somebody suggests for a paragraph until it is decided about.

    Raises:
        RefusedError: there is no such thing that everybody may know of, it is a root already, or is suggested already.
    """
    found = roots.resolve([(asked.kind, asked.key)], language)
    if not found or found[0].gone:
        raise RefusedError("unknown_root")
    Paragraph.objects.select_for_update().get(pk=paragraph.pk)
    same = {"paragraph": paragraph, "kind": asked.kind, "key": asked.key, "relation": asked.relation}
    if Root.objects.filter(**same, until_version=None, is_ending=False).exists():
        raise RefusedError("root_exists")
    if SuggestedRoot.objects.filter(**same, state=SuggestionState.WAITING).exists():
        raise RefusedError("suggested")
    return SuggestedRoot.objects.create(**same, because=dict(asked.because), suggested_by=user, suggested_at=now)


@transaction.atomic
def accept(suggestion_id: int, user: User, now: datetime, language: str) -> Root:
    """Make a suggestion a root of its paragraph. Readers see it from the next version on.

    Raises:
        RefusedError: somebody has decided meanwhile, the thing is gone, or it became a root otherwise.
    """
    suggestion = _waiting(suggestion_id)
    relation = Relation(suggestion.relation)
    asked = NewRoot(suggestion.kind, suggestion.key, relation, suggestion.because)
    root = add_root(suggestion.paragraph, asked, user, now, language)
    _decide(suggestion, SuggestionState.ACCEPTED, "", user, now)
    return root


@transaction.atomic
def decline(suggestion_id: int, reason: str, user: User, now: datetime) -> None:
    """Turn a suggestion down, with the reason that whoever made it reads.

    Raises:
        RefusedError: somebody has decided meanwhile, or there is no reason.
    """
    suggestion = _waiting(suggestion_id)
    if not reason:
        raise RefusedError("no_reason")
    _decide(suggestion, SuggestionState.DECLINED, reason, user, now)


@transaction.atomic
def reopen(suggestion_id: int, user: User, decided_at: datetime) -> bool:
    """Let a suggestion wait again that ``user`` turned down then; returns whether it still stands so.

    Somebody may have suggested the same meanwhile.
    """
    locked = SuggestedRoot.objects.select_for_update().filter(
        pk=suggestion_id, state=SuggestionState.DECLINED, decided_by=user, decided_at=decided_at
    )
    found = locked.first()
    if found is None or _same(found).exclude(pk=found.pk).filter(state=SuggestionState.WAITING).exists():
        return False
    found.state, found.answer, found.decided_by, found.decided_at = SuggestionState.WAITING, "", None, None
    found.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    return True


def _same(one: SuggestedRoot) -> QuerySet[SuggestedRoot]:
    return SuggestedRoot.objects.filter(paragraph=one.paragraph_id, kind=one.kind, key=one.key, relation=one.relation)


def _waiting(suggestion_id: int) -> SuggestedRoot:
    found = SuggestedRoot.objects.select_for_update().filter(pk=suggestion_id, state=SuggestionState.WAITING).first()
    if found is None:
        raise RefusedError("decided")
    return found


def _decide(suggestion: SuggestedRoot, state: SuggestionState, answer: str, user: User, now: datetime) -> None:
    suggestion.state, suggestion.answer = state, answer
    suggestion.decided_by, suggestion.decided_at = user, now
    suggestion.save(update_fields=["state", "answer", "decided_by", "decided_at"])
