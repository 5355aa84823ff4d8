"""The frame of every page in one language, written at publish time so that a request reads one row."""

from django.db import models


class SiteFrame(models.Model):
    """Navigation, footer, elements and partners of one language, with titles and addresses, ready to be shown.

    ``data`` is made by ``portal.frame.build``; nothing edits it by hand.
    """

    language = models.CharField(max_length=8, unique=True)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.language
