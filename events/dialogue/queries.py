"""Public reading of the dialogue: questions, what was answered, and what became of it; nothing is changed here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet

from events.dialogue.enums import ContributionState, Quoting, ReactionValue, Stage
from events.dialogue.models import (
    Contribution,
    DialogueSettings,
    Occasion,
    Question,
    Rendering,
    Reply,
    Theme,
    ThemeMember,
)
from events.dialogue.models.themes import best_text
from portal.core.hooks.roots import Reference, resolve, users
from portal.core.i18n.languages import reading_order

#: Published answers from which on countries are shown: among fewer they would tell who wrote.
LEAST_FOR_COUNTRY = 10


@dataclass(frozen=True)
class ShownReply:
    """A public answer to a theme or a contribution, as a reader gets it."""

    reply: Reply
    reason: str
    language: str
    #: What came of it.
    outcomes: list[Reference]

    @property
    def who(self) -> str:
        """Who answers: an organisation, or an expert."""
        if self.reply.expert:
            return self.reply.expert.name
        return str(self.reply.organisation.name) if self.reply.organisation else ""


@dataclass(frozen=True)
class ShownTheme:
    """A theme that a contribution is in."""

    title: str
    language: str
    public_id: str
    replies: list[ShownReply] = field(default_factory=list)


@dataclass(frozen=True)
class ShownContribution:
    """A contribution as a reader gets it: in its own language, with a translation beside it if there is one."""

    contribution: Contribution
    translation: Rendering | None
    #: Others that say the same.
    sames: list["ShownContribution"] = field(default_factory=list)
    agreed: int = 0


def find_question(public_id: str) -> Question | None:
    """The question with this public id, with its occasion."""
    return (
        Question.objects.select_related("occasion__event", "occasion__organisation").filter(public_id=public_id).first()
    )


def takes_answers(question: Question, now: datetime, *, standing: bool | None = None) -> bool:
    """Whether a question can be answered by the form at ``now``.

    Parameters:
        standing: whether standing questions can; None asks the settings.
    """
    if question.retired:
        return False
    occasion = question.occasion
    if occasion is None:
        return DialogueSettings.load().standing_questions if standing is None else standing
    return occasion.is_open(now) and bool(_stages(occasion, now) & set(question.stages or Stage.values))


def _stages(occasion: Occasion, now: datetime) -> set[str]:
    """For which stages the form takes answers: while the event runs, also what was asked before."""
    event = occasion.event
    if event is None:
        return {Stage.BEFORE, Stage.AFTER}
    if now < event.starts_at:
        return {Stage.BEFORE}
    return {Stage.BEFORE, Stage.LIVE} if now < event.ends_at else {Stage.AFTER}


def published() -> QuerySet[Contribution]:
    """What everybody may read, without what its author has replaced."""
    return Contribution.objects.filter(state=ContributionState.PUBLISHED).exclude(
        replaced_by__state=ContributionState.PUBLISHED
    )


def free_to_leave() -> QuerySet[Contribution]:
    """What everybody may read and may stand elsewhere too (``Contribution.may_leave_its_page``)."""
    quotable = ~Q(quoting=Quoting.NO) & ~Q(licence_version="")
    return published().filter(quotable | Q(by_organiser=True)).exclude(text="")


def answered_questions(public_ids: Iterable[str]) -> dict[str, Question]:
    """The questions that contributions answer, by public id of the contribution."""
    rows = Contribution.objects.filter(public_id__in=list(public_ids), question__isnull=False)
    return {row.public_id: row.question for row in rows.select_related("question") if row.question}


def answers_to(questions: Iterable[Question]) -> QuerySet[Contribution]:
    """Published answers, the newest first; those that say the same as another one stand with that one."""
    return listed(_unfolded(questions))


def _unfolded(questions: Iterable[Question]) -> QuerySet[Contribution]:
    folded = Q(same_as__state=ContributionState.PUBLISHED)
    return published().filter(question__in=list(questions)).exclude(folded)


def languages_of_answers(question: Question) -> dict[str, int]:
    """How many of the answers that are listed are in which language, the most frequent first; one query."""
    rows = _unfolded([question]).order_by().values("language").annotate(n=Count("pk")).order_by("-n", "language")
    return {row["language"]: row["n"] for row in rows}


def responses_to(kind: str, key: str) -> QuerySet[Contribution]:
    """Published responses to a thing, the newest first."""
    return listed(published().filter(subject_kind=kind, subject_key=key))


def listed(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Contributions with what a list shows of each, in three queries."""
    counted = Q(reactions__value=ReactionValue.AGREE, reactions__participant__excluded_at=None)
    sames = published().prefetch_related("renderings").order_by("published_at", "pk")
    return (
        contributions.annotate(agree_count=F("agreed") + Count("reactions", filter=counted))
        .prefetch_related("renderings", Prefetch("sames", sames, to_attr="shown_sames"))
        .order_by("-published_at", "-pk")
    )


def present(contributions: Iterable[Contribution], language: str) -> list[ShownContribution]:
    """Contributions of ``listed`` as readers of ``language`` get them."""
    return [
        ShownContribution(
            contribution=contribution,
            translation=translation_for(contribution, language),
            sames=present(getattr(contribution, "shown_sames", ()), language),
            agreed=getattr(contribution, "agree_count", 0),
        )
        for contribution in contributions
    ]


def translation_for(contribution: Contribution, language: str) -> Rendering | None:
    """The translation that readers of ``language`` understand better than the original; None if there is none."""
    order = reading_order(language)
    before = order[: order.index(contribution.language)] if contribution.language in order else order
    known = {rendering.language: rendering for rendering in contribution.renderings.all()}
    return next((known[code] for code in before if code in known), None)


def count_published(questions: Iterable[Question]) -> dict[int, int]:
    """Published answers by primary key of the question."""
    counted = published().filter(question__in=list(questions)).order_by().values("question")
    return {row["question"]: row["n"] for row in counted.annotate(n=Count("pk"))}


def with_outcome(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Contributions with their themes and all replies, in four queries."""
    replies = Reply.objects.select_related("organisation", "expert")
    members = ThemeMember.objects.select_related("theme__merged_into")
    return contributions.prefetch_related(
        Prefetch("replies", replies, to_attr="shown_replies"),
        Prefetch("memberships", members, to_attr="shown_memberships"),
        Prefetch("shown_memberships__theme__replies", replies, to_attr="public_replies"),
    )


def outcome(contribution: Contribution, language: str) -> tuple[list[ShownTheme], list[ShownReply]]:
    """Themes and replies of a contribution of ``with_outcome``, as readers of ``language`` get them."""
    themes = []
    for member in contribution.shown_memberships:  # type: ignore[attr-defined]
        theme: Theme = member.theme.merged_into or member.theme
        title, written_in = best_text(theme.titles, language)
        found = getattr(theme, "public_replies", None)
        found = _replies_of(theme) if found is None else found
        themes.append(ShownTheme(title, written_in, theme.public_id, shown_replies(found, language)))
    return themes, shown_replies(contribution.shown_replies, language)  # type: ignore[attr-defined]


def _replies_of(theme: Theme) -> list[Reply]:
    """Replies of a theme into which another one was merged."""
    return list(theme.replies.select_related("organisation", "expert"))


def shown_replies(replies: Iterable[Reply], language: str) -> list[ShownReply]:
    """Replies as readers of ``language`` get them."""
    shown = []
    for reply in replies:
        reason, written_in = reply.reason(language)
        pairs = [(str(kind), str(key)) for kind, key in reply.outcomes]
        shown.append(ShownReply(reply, reason, written_in, resolve(pairs, language) if pairs else []))
    return shown


def paragraphs_from(contributions: list[str], themes: list[str], language: str) -> list[Reference]:
    """The paragraphs of the model that rest on contributions or on their themes, by public ids, each once."""
    found: dict[str, Reference] = {}
    for kind, keys in (("contribution", contributions), ("theme", themes)):
        if keys:
            for references in users(kind, keys, language, "paragraph").values():
                found |= {one.key: one for one in references}
    return list(found.values())
