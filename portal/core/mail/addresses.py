"""Mail addresses (RFC 5321, IDNA 2008): normalised for sending, and as keys for comparing.

One mailbox has one key, whatever invisible letters a web page left in it, however its domain is spelled. Dots and plus
tags stay distinct, since only some servers drop them; rate limits alone count ``name+tag`` as ``name``.

Sources: RFC 5890 to 5893 (IDNA 2008), Unicode Technical Standard 46 (without transitional processing: ß stays ß).
"""

import re
import unicodedata
from typing import Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override

from portal.core.i18n.text import tidy_name

#: Longest part before the @, in bytes (RFC 5321, section 4.5.3.1.1).
MOST_LOCAL = 64
_DOTS = re.compile("[。．｡]")
#: What a mail program or a web page puts around an address: a name, the scheme of a link and its subject.
_AROUND = re.compile(
    r"(?:[^<@]*<)?\s*(?:mailto:)?(?P<address>[^<>]*?)(?:(?<=\w)\?[^@]*)?\s*>?", re.IGNORECASE | re.DOTALL
)
#: A part before the @ that would mean the same without its quotes. RFC 5321, section 4.1.2.
_NEEDLESS_QUOTES = re.compile(r'"([\w!#$%&\'*+/=?^`{|}~-]+(?:\.[\w!#$%&\'*+/=?^`{|}~-]+)*)"')


def tidy_address(text: str) -> str:
    """The normalised address, as it is stored and written to: NFKC, nothing invisible, its domain in ASCII (IDNA)."""
    plain = unicodedata.normalize("NFKC", tidy_name(text)).strip().rstrip(".,;")
    around = _AROUND.fullmatch(plain)
    local, at, domain = (around["address"] if around else plain).rpartition("@")
    if not at:
        return plain
    quoted = _NEEDLESS_QUOTES.fullmatch(local)
    return f"{quoted[1] if quoted else local}@{_ascii_domain(domain.rstrip('.'))}"


def _ascii_domain(domain: str) -> str:
    """The A-label of a domain (IDNA 2008, UTS 46); what cannot be one stays as it was typed."""
    dotted = _DOTS.sub(".", domain)
    try:
        return idna.encode(dotted, uts46=True, transitional=False).decode() if dotted else dotted
    except (idna.IDNAError, UnicodeError):
        return dotted.lower()


def readable_address(address: str) -> str:
    """An address for people to read: the U-labels of its domain, in the letters of its language."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{idna.decode(domain)}"
    except (idna.IDNAError, UnicodeError):
        return address


def address_key(text: str) -> str:
    """The comparison key of an address: the same for everything that leads to one mailbox."""
    return tidy_address(text).casefold()


def limit_key(text: str) -> str:
    """The address as rate limits count it: whoever has ``name`` has ``name+anything`` on most servers."""
    local, at, domain = address_key(text).rpartition("@")
    return f"{local.split('+')[0] or local}{at}{domain}"


def validate_local_part(address: str) -> None:
    """Refuse what no mail can be sent to, although it looks like an address.

    Raises:
        ValidationError: the part before the @ is too long, or has letters that only few servers take (RFC 6531).
    """
    local = address.rpartition("@")[0]
    if local and not local.isascii():
        text = _("Mail can be sent only where the part before the @ has plain letters (a to z). Give another address.")
        raise ValidationError(text, code="letters")
    if len(local) > MOST_LOCAL:
        raise ValidationError(_("The part before the @ is too long. Check the address."), code="long")


def validate_address(address: str) -> None:
    """Refuse what is no address, with one sentence that says what is wrong.

    Raises:
        ValidationError: it is none, or one inside a single network: of this computer or of a bare number.
    """
    validate_local_part(address)
    if not address.isascii() or address.endswith("]"):
        raise ValidationError(_("Enter a valid email address."), code="invalid")
    EmailValidator(_("Enter a valid email address."), allowlist=[])(address)


class MailAddressField(forms.EmailField):
    """A mail address: tidied before it is looked at, and understood as far as it can be."""

    default_validators = [validate_address]

    def __init__(self, *, max_length: int = 254, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The address as it is stored."""
        return tidy_address(super().to_python(value) or "")


def register_form_field() -> None:
    """Make ``MailAddressField`` the form field of Wagtail's admin for addresses; called when the app is ready."""
    register_form_field_override(models.EmailField, override={"form_class": MailAddressField})
