"""Teams, a Django group each: the people of an organisation who keep its pages."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from partners.models.organisations import Organisation


class Team(models.Model):
    """A group with its own folder for uploads. It is made by ``partners.teams.groups.make_team``, never by hand."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="team")
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="team")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    can_publish = models.BooleanField(
        _("may publish"),
        default=False,
        help_text=_("The team publishes what it owns by itself. Others submit it to the secretariat."),
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        permissions = [("act_for_all", _("Can act for every organisation and invite editors"))]

    def __str__(self) -> str:
        return self.organisation.name
