"""Rules for Wagtail's content checker (axe) beside its own, in the editor's language."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

#: Rules of axe that Wagtail leaves out, with what we say about them.
AXE_RULES = {
    "image-alt": (_("Picture without text"), _("Describe what matters in the picture, or mark it as decoration.")),
    "image-redundant-alt": (
        _("The text of the picture repeats the text beside it"),
        _("Say what the picture adds, or mark it as decoration."),
    ),
    "identical-links-same-purpose": (
        _("Links with the same text lead to different places"),
        _("Give each link a text that says where it leads."),
    ),
    "valid-lang": (_("Unknown language"), _("Choose the language of the text in the settings of the page.")),
    "td-has-header": (_("A table without headings"), _("Give every row and column a heading.")),
    "list": (_("A list with something else in it"), _("Make one list of it, with nothing but its points.")),
}
#: What no text instead of a picture should be: a file name, "picture of …" in any of the languages, or a whole story.
ALT_PATTERN = (
    r"\.(avif|gif|jpg|jpeg|png|svg|webp)$|_"
    r"|^(an? )?(image|photo|picture|billede|foto|bilde|bild|fotografi|kuva|valokuva|mynd|ljósmynd)\b"
    r"|^.{200,}$"
)
#: A check that nothing passes: the selector of the rule says what is wrong.
NEVER = {
    "id": "portal-never",
    "evaluate": "matches-definition-evaluate",
    "options": {"matcher": {"nodeName": "portal-never"}},
}
#: Name of the rule: selector of what is wrong, what we say, what to do.
OWN_RULES: dict[str, tuple[str, Any, Any]] = {
    "portal-unencrypted-link": (
        'main a[href^="http://"]',
        _("A link that is not encrypted"),
        _("Most sites also answer at https://: try it, and change the link."),
    ),
    "portal-empty-paragraph": (
        "main .prose p:empty",
        _("An empty paragraph"),
        _("Delete it: distances are part of the design."),
    ),
    "portal-figure-without-source": (
        "main .figures > div:not(:has(a[href]))",
        _("A figure without a source"),
        _("Name who publishes the figure, and where."),
    ),
}


class PortalChecker(ContentCheckerItem):
    """Wagtail's rules, more of axe's, and the portal's own; for all of them only what lies in the content."""

    axe_include = ["main"]
    axe_run_only = [*ContentCheckerItem.axe_run_only, *AXE_RULES, *OWN_RULES]
    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        *(
            {
                "id": name,
                "impact": "serious",
                "selector": selector,
                "tags": ["best-practice"],
                "any": [NEVER["id"]],
                "enabled": True,
            }
            for name, (selector, _said, _help) in OWN_RULES.items()
        ),
    ]
    axe_custom_checks = [
        *(check for check in ContentCheckerItem.axe_custom_checks if check["id"] != "check-image-alt-text"),
        {"id": "check-image-alt-text", "options": {"pattern": ALT_PATTERN}},
        NEVER,
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "alt-text-quality": {
            "error_name": _("The text of a picture is a file name, begins with “picture of”, or is very long"),
            "help_text": _("Say in one sentence what matters in it."),
        },
        **{name: {"error_name": said, "help_text": text} for name, (said, text) in AXE_RULES.items()},
        **{name: {"error_name": said, "help_text": text} for name, (_selector, said, text) in OWN_RULES.items()},
    }


def use_own_rules(request: HttpRequest, items: list[object], page: object) -> None:
    """Put the portal's checker in the place of Wagtail's, in the userbar and in the editor."""
    for number, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[number] = PortalChecker(in_editor=item.in_editor)
