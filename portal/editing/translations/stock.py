"""Stock entries of wagtail-localize in menus and among buttons, left out where the portal has its own.

Wagtail has no hook that takes a button away. Delete this module when it has, or when wagtail-localize can be told.
"""

from typing import TypeVar

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail_localize import wagtail_hooks as stock

#: "Translate this page" and "Sync translated pages", above a page and in lists: the page of all languages has both.
BUTTONS = ("register_page_header_buttons", "register_page_listing_more_buttons")
#: Names in the menu of the page editor: neither is a page turned into an alias, nor is a translation ever stopped.
ENTRIES = {stock.ConvertToAliasPageActionMenuItem.name, stock.RestartTranslationPageActionMenuItem.name}
Item = TypeVar("Item", bound=ActionMenuItem)


def leave_out_buttons() -> None:
    """Have lists and pages show none of ``BUTTONS``; called when the hooks are registered."""
    for name in BUTTONS:
        registered = hooks._hooks.get(name, [])
        registered[:] = [(hook, order) for hook, order in registered if hook is not stock.page_listing_more_buttons]


def leave_out_entries(items: list[Item], request: HttpRequest, context: object) -> None:
    """Have the page editor offer none of ``ENTRIES``. A hook of Wagtail's; ``items`` is changed."""
    items[:] = [item for item in items if item.name not in ENTRIES]
