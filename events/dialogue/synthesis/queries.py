"""Lists of the synthesis: themes with what is in them, what is in none, and which of them nobody has answered yet."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution, Occasion, Reply, Theme, ThemeMember, ThemeProposal

#: Contributions that a column of the board shows; the rest is on the page of the theme.
PER_COLUMN = 30


def themes_of(occasion: Occasion) -> QuerySet[Theme]:
    """The themes of an occasion in their order, with ``shown``: how many contributions of each everybody can read."""
    shown = Count("members", filter=Q(members__contribution__state=ContributionState.PUBLISHED))
    return occasion.themes.filter(merged_into=None).annotate(shown=shown).order_by("position", "pk")


def with_replies(themes: QuerySet[Theme]) -> QuerySet[Theme]:
    """With ``decisions``, a list of the reply that decides, if there is one."""
    decisions = Reply.objects.filter(expert=None).select_related("organisation")
    return themes.prefetch_related(Prefetch("replies", decisions, to_attr="decisions"))


def with_contributions(proposals: QuerySet[ThemeProposal]) -> QuerySet[ThemeProposal]:
    """With ``contributions`` read already: those that everybody can read, the oldest first."""
    shown = Contribution.objects.filter(state=ContributionState.PUBLISHED).order_by("created_at", "pk")
    return proposals.prefetch_related(Prefetch("contributions", shown.prefetch_related("renderings")))


def unanswered(occasion: Occasion) -> QuerySet[Theme]:
    """Themes without a reply that decides."""
    decided = Reply.objects.filter(theme=OuterRef("pk"), expert=None)
    return occasion.themes.filter(~Exists(decided), merged_into=None)


def ungrouped(occasion: Occasion) -> QuerySet[Contribution]:
    """What everybody can read and is in no theme yet, the oldest first, without what is folded under another one."""
    return (
        Contribution.objects.filter(occasion=occasion, state=ContributionState.PUBLISHED, same_as=None)
        .filter(~Exists(ThemeMember.objects.filter(contribution=OuterRef("pk"))))
        .prefetch_related("renderings")
        .annotate(same=Count("sames"))
        .order_by("created_at", "pk")
    )


def members_of(theme: Theme) -> QuerySet[Contribution]:
    """What is in a theme and can be read by everybody, the oldest first."""
    shown = Contribution.objects.filter(memberships__theme=theme, state=ContributionState.PUBLISHED)
    return shown.prefetch_related("renderings").annotate(same=Count("sames")).order_by("created_at", "pk")


def first_members(themes: list[Theme]) -> dict[int, list[Contribution]]:
    """The first contributions of each theme, as a column of the board shows them."""
    shown = ThemeMember.objects.filter(theme__in=themes, contribution__state=ContributionState.PUBLISHED)
    columns: dict[int, list[int]] = {theme.pk: [] for theme in themes}
    for theme, contribution in shown.order_by("contribution__created_at", "pk").values_list("theme", "contribution"):
        if len(columns[theme]) < PER_COLUMN:
            columns[theme].append(contribution)
    wanted = {number for column in columns.values() for number in column}
    found = Contribution.objects.filter(pk__in=wanted).prefetch_related("renderings").annotate(same=Count("sames"))
    rows = {contribution.pk: contribution for contribution in found}
    return {theme: [rows[number] for number in column] for theme, column in columns.items()}
