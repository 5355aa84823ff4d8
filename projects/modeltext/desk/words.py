"""What the desk of the model says when something cannot be done."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSED: dict[str, str | Promise] = {
    "exists": _("A version is proposed already. Publish or discard it first."),
    "empty": _("No element with a text is public, so there is nothing to freeze."),
    "elements": _("Elements came or went. Such a version counts up to the next whole number."),
    "no_elements": _("No element came or went. Choose a changed text, or a correction."),
    "unchanged": _("Nothing has changed since the version in force."),
    "gone": _("Somebody has published or discarded this version meanwhile."),
    "same_person": _("A second person publishes: not whoever proposed the version, or took the text in last."),
    "changed": _("Somebody has taken the text in anew meanwhile. Read it before you publish."),
    "consulted": _("People are being consulted about this text. Wait until the consultation is closed."),
    "was_consulted": _(
        "People were consulted about this text, so that it stays readable. Take the text in anew instead."
    ),
    "no_news": _("Say what is new and why, in one language at least."),
    "unrooted": _("Some paragraphs that are new or changed have neither a root nor the mark “editorial”."),
    "unknown_root": _("This can no longer be found, or not everybody may read it."),
    "suggested": _("Somebody has suggested this root for the paragraph already."),
    "decided": _("Somebody has decided about this suggestion meanwhile."),
    "no_reason": _("Say why, so that whoever suggested it knows."),
    "root_exists": _("This is a root of the paragraph already, with the same relation."),
}
