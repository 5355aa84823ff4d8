"""The names of groups, folders and reviews that the portal itself makes, in the editor's language.

Wagtail keeps them in the database and shows them as they are stored. Delete this module when it can translate names.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import post_init, pre_save
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Collection, Task, Workflow

from partners.models import ReviewTask
from partners.teams.groups import MODEL_EDITORS, SECRETARIAT, SHARED_COLLECTION
from partners.teams.workflow import WORKFLOW

NAMES = {SECRETARIAT, MODEL_EDITORS, SHARED_COLLECTION, WORKFLOW}
MODELS: tuple[type[Model], ...] = (Group, Collection, Workflow, Task, ReviewTask)
# For the message catalogues: the names themselves are constants elsewhere.
gettext_noop("Secretariat")
gettext_noop("Model editors")
gettext_noop("Shared")
gettext_noop("Review by the secretariat")


class TranslatedName(str):
    """Stored, compared and sent to the database as it is; shown in the language of whoever looks."""

    __slots__ = ()

    def __str__(self) -> str:
        return gettext(str.__str__(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __html__(self) -> SafeString:
        """For templates."""
        return escape(str(self))


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    for model in MODELS:
        post_init.connect(_translate, sender=model, dispatch_uid=f"partners-names-{model.__name__}")
        pre_save.connect(_keep, sender=model, dispatch_uid=f"partners-names-{model.__name__}")


def _translate(instance: Any, **kwargs: object) -> None:
    name = instance.__dict__.get("name")
    if name in NAMES:
        instance.name = TranslatedName(name)


def _keep(instance: Any, **kwargs: object) -> None:
    """A form that showed the name in another language does not rename what it belongs to."""
    for name in NAMES:
        if instance.pk and instance.name in translations_of(name):
            instance.name = TranslatedName(name)


def translations_of(name: str) -> set[str]:
    """``name`` in every language of the portal."""
    found = set()
    for code, _own_name in settings.LANGUAGES:
        with override(code):
            found.add(gettext(name))
    return found
