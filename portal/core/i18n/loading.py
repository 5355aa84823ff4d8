"""What every language needs, loaded before a server forks: its processes share what was there before them."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.core.i18n.formats import full_date
from portal.core.i18n.locales import country_name


def load_languages() -> None:
    """Load the catalogues, the addresses and the CLDR data of every language now; about five megabytes each."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            reverse("wagtailadmin_home")
            full_date(date.max, code)
            country_name("DK", code)
