"""What became of a contribution, step by step, as followers are told it: what everybody or its author may read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution, Reply, ReportPage, Theme, ThemeMember


@dataclass
class Story:
    """A contribution with what became of it."""

    contribution: Contribution
    themes: list[Theme] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    #: Published versions of the report.
    reports: list[ReportPage] = field(default_factory=list)

    @property
    def steps(self) -> list[str]:
        """A name for each step, the same as long as nothing changes: what was told of once is not told again."""
        state = self.contribution.state
        if state == ContributionState.REFUSED:
            return [f"refused:{self.contribution.decided_at:%Y%m%d}" if self.contribution.decided_at else "refused"]
        if state != ContributionState.PUBLISHED:
            return []
        themes = [f"theme:{theme.pk}" for theme in self.themes]
        replies = [f"reply:{reply.pk}:{reply.version}" for reply in self.replies]
        return ["shown", *themes, *replies, *(["report"] if self.reports else [])]

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be expected any more: the report is there, and with it every reply."""
        return bool(self.reports)


def stories(contributions: Iterable[Contribution]) -> dict[int, Story]:
    """The story of each contribution by primary key, in three queries however many there are."""
    told = {contribution.pk: Story(contribution) for contribution in contributions}
    members = ThemeMember.objects.filter(contribution__in=told, theme__merged_into__isnull=True)
    of_theme: dict[int, list[Story]] = defaultdict(list)
    for member in members.select_related("theme").order_by("theme__position", "theme_id"):
        told[member.contribution_id].themes.append(member.theme)
        of_theme[member.theme_id].append(told[member.contribution_id])
    own = Reply.objects.filter(contribution__in=told) | Reply.objects.filter(theme__in=of_theme)
    for reply in own.select_related("theme", "organisation", "expert").order_by("decided_at", "pk"):
        heard = of_theme[reply.theme_id] if reply.theme_id else [told[reply.contribution_id or 0]]
        for story in heard:
            story.replies.append(reply)
    occasions = {story.contribution.occasion_id for story in told.values()} - {None}
    reports: dict[int, list[ReportPage]] = defaultdict(list)
    for report in ReportPage.objects.filter(occasion__in=occasions, live=True):
        reports[report.occasion_id].append(report)
    for story in told.values():
        story.reports = reports[story.contribution.occasion_id or 0]
    return told
