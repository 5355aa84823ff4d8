"""The table of exonyms: what places are called in the languages of the portal, where that differs from their own name.

A place that is not here, and a language that a row leaves out, has the local name.
"""

import unicodedata
from collections.abc import Mapping

from portal.core.i18n.languages import active_language

#: Name as the place itself writes it -> language (BCP 47) -> name.
EXONYMS: Mapping[str, Mapping[str, str]] = {
    "Aarhus": {"sv": "Århus", "fi": "Århus", "is": "Árósar"},
    "Bergen": {"is": "Björgvin"},
    "Göteborg": {"en": "Gothenburg", "is": "Gautaborg"},
    "Helsinki": {"nb": "Helsingfors", "sv": "Helsingfors"},
    "Ii": {"sv": "Ijo"},
    "Kommune Qeqertalik": dict.fromkeys(("en", "nb", "sv", "fi", "is"), "Qeqertalik"),
    "Kópavogsbær": dict.fromkeys(("en", "da", "nb", "sv", "fi"), "Kópavogur"),
    "København": {"en": "Copenhagen", "sv": "Köpenhamn", "fi": "Kööpenhamina", "is": "Kaupmannahöfn"},
    "Lahti": {"sv": "Lahtis"},
    "Lapinjärvi": {"sv": "Lappträsk"},
    "Malmö": {"da": "Malmø"},
    "Mariehamn": {"fi": "Maarianhamina", "is": "Maríuhöfn"},
    "Oslo": {"is": "Ósló"},
    "Reykjavíkurborg": dict.fromkeys(("en", "da", "nb", "sv", "fi"), "Reykjavík"),
    "Samsø": {"is": "Sámsey"},
    "Stavanger": {"is": "Stafangur"},
    "Stockholm": {"fi": "Tukholma", "is": "Stokkhólmur"},
    "Tampere": {"sv": "Tammerfors"},
    "Trondheim": {"is": "Þrándheimur"},
    "Tórshavn": {"da": "Thorshavn", "is": "Þórshöfn"},
}
#: Names that lead to no row: the capital is not its municipality, and Iceland has a Þórshöfn of its own.
_AMBIGUOUS = {"Reykjavík", "Þórshöfn"}
#: Every name of a place, as it is compared -> its own name.
_OWN_NAMES = {
    name.casefold(): own for own, names in EXONYMS.items() for name in (own, *names.values()) if name not in _AMBIGUOUS
}


def name_of_place(name: str, language: str = "") -> str:
    """What a place is called in a language, the active one by default; by whatever name of the table it is given."""
    written = unicodedata.normalize("NFC", name).strip()
    own = _OWN_NAMES.get(written.casefold())
    return EXONYMS[own].get(language or active_language(), own) if own else name
