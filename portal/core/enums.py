"""Enumerations that several rooms share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.i18n.exonyms import name_of_place
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import country_name


class Country(models.TextChoices):
    """Where something is. ISO 3166-1 alpha-2, and ``NORDIC`` for what belongs to several countries."""

    DK = "DK", _("Denmark")
    FI = "FI", _("Finland")
    FO = "FO", _("Faroe Islands")
    GL = "GL", _("Greenland")
    IS = "IS", _("Iceland")
    NO = "NO", _("Norway")
    SE = "SE", _("Sweden")
    AX = "AX", _("Åland")
    NORDIC = "NORDIC", _("The Nordic region")


#: The zone of the clock on the wall of a country's capital (IANA).
COUNTRY_ZONES = {
    "AX": "Europe/Mariehamn",
    "DK": "Europe/Copenhagen",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FO": "Atlantic/Faroe",
    "GL": "America/Nuuk",
    "IS": "Atlantic/Reykjavik",
    "NO": "Europe/Oslo",
    "SE": "Europe/Stockholm",
}


def country_label(code: str) -> str:
    """Name of a country in the active language; empty for an empty code. Any ISO code works, not only Nordic ones."""
    if code == Country.NORDIC:
        return str(Country.NORDIC.label)
    return country_name(code, active_language()) if code else ""


def place_label(city: str, country: str) -> str:
    """City and country in the active language; a city stands alone where the country is the whole region."""
    names = [name_of_place(city), "" if city and country == Country.NORDIC else country_label(country)]
    return ", ".join(name for name in names if name)


class MailStatus(models.TextChoices):
    """Delivery status of a mail."""

    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("No longer needed")
    FAILED = "failed", _("Failed")


class Refusal(models.TextChoices):
    """Whose fault a refusal of the mail server (SMTP 4xx, 5xx) is, as far as it is known."""

    #: It has taken no other mail since: that may be the server's trouble.
    OPEN = "open", "Open"
    #: It has taken others since: the reason lies in the address or in the mail.
    OWN = "own", "Own"
