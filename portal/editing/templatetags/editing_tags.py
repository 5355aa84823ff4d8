"""Template tags of the admin's own templates."""

from django import template
from django.conf import settings
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from portal.core.i18n.languages import active_language
from portal.editing.enums import Ease
from portal.editing.guide.chapters import chapters, guide_language
from portal.editing.publication.consequences import follow
from portal.editing.publication.missing import Missing, missing_of
from portal.editing.quality.readability import SCALES
from portal.editing.review import next_step, presence
from portal.editing.review.bar import Bar, bar_of

register = template.Library()


@register.simple_tag
def readability_scales() -> dict[str, object]:
    """``scales`` by language and ``labels`` for the script, ``rows`` (name, good, fair) for the table beside it."""
    names = [(name, *SCALES[code]) for code, name in settings.LANGUAGES if code in SCALES]
    return {"scales": SCALES, "labels": {ease.value: str(ease.label) for ease in Ease}, "rows": names}


@register.simple_tag(takes_context=True)
def still_missing(context: template.Context) -> Missing | None:
    """What stands against publishing the page in the editor as it was saved last; None where all of it is public."""
    page = context.get("page")
    if page is None or page.pk is None or (page.live and not page.has_unpublished_changes):
        return None
    return missing_of(page)


@register.simple_tag
def who_is_here(current: EditingSession, others: list[dict[str, object]]) -> list[str]:
    """Sentences about whoever else has the page open."""
    return list(presence.told(current, others))


@register.simple_tag
def what_follows(page: Page) -> list[str]:
    """What follows from archiving ``page``, in sentences."""
    return list(follow(page))


@register.simple_tag(takes_context=True)
def review_bar(context: template.Context) -> Bar | None:
    """The bar of the page that Wagtail's editor shows, or wagtail-localize's; None for one that is not stored yet."""
    page, menu, user = (
        context.get("page") or context.get("instance"),
        context.get("action_menu"),
        context["request"].user,
    )
    if page is None or page.pk is None:
        return None
    decides = next_step.may_decide(menu) if menu else bool(next_step.decisions(page, user))
    return bar_of(page, user, may_decide=decides, is_translation=not menu)


@register.simple_tag(takes_context=True)
def next_step_of_editor(context: template.Context) -> next_step.Step | None:
    """What the first button of Wagtail's editor does, to be offered in the bar as well."""
    return next_step.step_of(context["action_menu"])


@register.inclusion_tag("editing/_help.html")
def help_about(*names: str) -> dict[str, object]:
    """The way to the chapters of the guide with these ``names``, by their titles in the guide that the reader gets."""
    language = guide_language(active_language())
    titles = chapters(language)
    return {"chapters": [(name, titles[name]) for name in names], "language": language}
