"""Choices of the editors' workbench."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What is true of a page in one language, from the worst to the best."""

    MISSING = "missing", _("Missing")
    PARTLY = "partly", _("Partly translated")
    OUTDATED = "outdated", _("Outdated")
    MACHINE = "machine", _("Machine-made")
    DRAFT = "draft", _("Newer draft waits")
    COMPLETE = "complete", _("Published")
    REVIEWED = "reviewed", _("Published and reviewed")
    SEPARATE = "separate", _("Written separately")
    SOURCE = "source", _("Original")
    UNWANTED = "unwanted", _("Not wanted")


#: States that ask somebody to do something.
OPEN_STATES = (State.MISSING, State.PARTLY, State.OUTDATED, State.MACHINE, State.DRAFT)


class Ease(models.TextChoices):
    """How easy a text is to read."""

    GOOD = "good", _("Easy to read")
    FAIR = "fair", _("Fairly easy to read")
    COMPLEX = "complex", _("Hard to read")
