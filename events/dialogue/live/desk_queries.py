"""What the facilitator's page of a live room shows."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.dialogue.enums import ContributionState, LogAction, Phase, RefusalReason
from events.dialogue.live.exclusion import Pattern, equal_patterns
from events.dialogue.live.personal import live_questions
from events.dialogue.live.rounds import BACK, ORDER, following
from events.dialogue.models import Contribution, DialogueLog, Occasion, Participant, Reaction, Round
from events.dialogue.moderation.seals import seal

#: Statements of the queue on the page.
MOST_WAITING = 50
#: Seconds for which a process keeps what is alike: the page is read anew every two.
PATTERNS_KEPT = 10
#: What facilitators do, for the word about who did what.
CLICKS = (
    LogAction.GO_LIVE,
    LogAction.END_LIVE,
    LogAction.OPEN_ROUND,
    LogAction.PHASE,
    LogAction.PAUSE,
    LogAction.RESUME,
    LogAction.FREEZE,
    LogAction.THAW,
)


def desk_context(occasion: Occasion) -> dict[str, object]:
    """Template context of the page."""
    now = timezone.now()
    rounds = list(occasion.rounds.select_related("question").annotate(written=Count("contributions")))
    current = next((one for one in rounds if one.phase != Phase.CLOSED), None)
    excluded = list(Participant.objects.filter(occasion=occasion, excluded_at__isnull=False))
    return {
        "occasion": occasion,
        "page_title": _("Live workshop"),
        "page_subtitle": occasion.title,
        "header_icon": "group",
        "header_title": f"{_('Live workshop')}: {occasion.title}",
        "current": current,
        "rounds": rounds,
        "questions": live_questions(occasion.pk),
        "steps": _steps(current),
        "clock": _clock(current, now),
        "numbers": _numbers(occasion, current or (rounds[-1] if rounds else None)),
        "queue": _queue(occasion),
        "reasons": RefusalReason.choices,
        "patterns": _patterns(occasion, excluded),
        "excluded": excluded,
        "last_click": last_click(occasion),
        "screen_page": int(occasion.screen.get("page") or 1),
        "screen_view": occasion.screen.get("view", "wall"),
    }


def _steps(current: Round | None) -> list[tuple[Phase, str]]:
    """Where the open round can be led, the next phase first: phase and what the button says."""
    if current is None:
        return []
    phase = Phase(current.phase)
    step, steps = following(phase), []
    if step:
        steps.append((step, _("Next: %(phase)s") % {"phase": step.label}))
    if phase in BACK:
        steps.append((BACK[phase], _("Back to: %(phase)s") % {"phase": BACK[phase].label}))
    later = ORDER[ORDER.index(phase) + 2 :]
    return [*steps, *((one, _("Skip to: %(phase)s") % {"phase": one.label}) for one in later)]


def _clock(current: Round | None, now: datetime) -> dict[str, object]:
    """The advisory clock: minutes since the phase began, and whether it is more than was planned."""
    if current is None:
        return {}
    passed = now - current.phase_at
    over = current.minutes is not None and passed > timedelta(minutes=current.minutes)
    return {"minutes": int(passed.total_seconds() // 60), "planned": current.minutes, "is_over": over}


def _numbers(occasion: Occasion, round_: Round | None) -> dict[str, int]:
    """How many joined, wrote and reacted."""
    people = Participant.objects.filter(occasion=occasion, joined_hour__isnull=False).aggregate(
        joined=Count("pk"), verified=Count("pk", filter=Q(verified=True))
    )
    if round_ is None:
        return {**people, "wrote": 0, "statements": 0, "reacted": 0, "reactions": 0}
    written = Contribution.objects.filter(round=round_, by_organiser=False).exclude(state=ContributionState.WITHDRAWN)
    given = Reaction.objects.filter(contribution__round=round_)
    reacted = Participant.objects.filter(Exists(given.filter(participant=OuterRef("pk"))), occasion=occasion)
    return {
        **people,
        **written.aggregate(wrote=Count("participant", distinct=True), statements=Count("pk")),
        "reacted": reacted.count(),
        "reactions": given.count(),
    }


def _patterns(occasion: Occasion, excluded: list[Participant]) -> list[Pattern]:
    """Equal patterns as this process knew them some seconds ago; anew as soon as somebody is excluded or readmitted."""
    key = f"equal patterns {occasion.pk} {sorted(str(one.pk) for one in excluded)}"
    return cache.get_or_set(blake2b(key.encode()).hexdigest(), partial(equal_patterns, occasion), PATTERNS_KEPT) or []


def _queue(occasion: Occasion) -> list[dict[str, object]]:
    """Statements that wait, what was held back first and then the oldest, each with what was seen of it."""
    waiting = (ContributionState.PENDING, ContributionState.HELD)
    found = Contribution.objects.filter(occasion=occasion, state__in=waiting, round__isnull=False)
    rows = found.select_related("round").order_by("-state", "created_at", "pk")
    held_first = sorted(rows[:MOST_WAITING], key=lambda one: one.state != ContributionState.HELD)
    return [{"statement": one, "seen": seal(one)} for one in held_first]


def last_click(occasion: Occasion) -> str:
    """Who did what last in the room, and when; empty if nobody did anything."""
    entry = DialogueLog.objects.filter(occasion=occasion, action__in=CLICKS).select_related("user").first()
    if entry is None:
        return ""
    phase = Phase(entry.to_state).label if entry.to_state in Phase.values else ""
    what = f"{entry.get_action_display()}{f' ({phase})' if phase else ''}"
    return _("%(who)s at %(time)s: %(what)s") % {
        "who": entry.user or _("Somebody"),
        "time": f"{timezone.localtime(entry.at):%H:%M:%S}",
        "what": what,
    }
