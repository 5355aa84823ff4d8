"""Tabs of the desk: the pages of one occasion, or of the standing questions, on every one of them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def desk_tabs(slug: str, *, has_occasion: bool, here: str, read_only: bool = False) -> list[tuple[str, str, bool]]:
    """(URL, label, whether it is this page) of every tab.

    Parameters:
        slug: what stands in the URLs of the desk.
        here: name of the URL of this page.
        read_only: without what would change something or says who did what.
    """
    names = [
        ("dialogue_overview", _("Overview")),
        ("dialogue_queue", pgettext("contributions that wait to be read", "Queue")),
        ("dialogue_contributions", _("Contributions")),
    ]
    if has_occasion:
        names += [
            ("dialogue_board", _("Themes")),
            ("dialogue_replies", _("Replies")),
            ("live_desk", pgettext("room of a workshop", "Live")),
        ]
    if not read_only:
        names += [("dialogue_import", _("Import")), ("dialogue_log", pgettext("audit log", "Log"))]
    return [(reverse(name, args=[slug]), label, name == here) for name, label in names]
