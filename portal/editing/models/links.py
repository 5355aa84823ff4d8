"""Models of the link checker: external links that pages hold, and whether they still lead somewhere."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ExternalLink(models.Model):
    """One address outside the portal, whatever number of pages link to it."""

    #: Failed checks in a row after which a link counts as broken: sites have bad days.
    BROKEN_AFTER = 3

    url = models.URLField(_("address"), max_length=1000, unique=True)
    pages = models.ManyToManyField(Page, related_name="+")
    checked_at = models.DateTimeField(_("last checked"), null=True)
    due_at = models.DateTimeField(db_index=True)
    #: HTTP status of the last answer; 0 if there was none.
    status = models.PositiveSmallIntegerField(_("answer"), default=0)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self) -> str:
        return self.url

    @classmethod
    def broken(cls) -> Q:
        """Condition for links that have failed often enough."""
        return Q(failures__gte=cls.BROKEN_AFTER)
