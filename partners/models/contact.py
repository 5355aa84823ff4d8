"""Messages of the contact form, kept until they are mailed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from portal.core.models.fields import EncryptedTextField


class ContactMessage(models.Model):
    """A message from a visitor to the secretariat, or to the team that owns a page. Deleted once it was mailed."""

    #: SHA-256 of the key of its form: the same form sent twice is one message.
    form_key = models.CharField(max_length=64, unique=True)
    #: Whose team shall read it; without one it is for the secretariat.
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: The page that it is about, as it was called then; both empty if it is about none.
    page_title = models.CharField(max_length=255, blank=True)
    page_url = models.CharField(max_length=500, blank=True)
    name = EncryptedTextField(blank=True)
    #: Where an answer goes; empty if none is wanted.
    address = EncryptedTextField(blank=True)
    text = EncryptedTextField()
    #: Language of the pages on which it was written.
    language = models.CharField(max_length=12)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")

    def __str__(self) -> str:
        return str(self.pk)
