"""One address of every kind of page that visitors see, below the language."""

KINDS = {
    "home": "",
    "text": "about/",
    "accessibility": "accessibility/",
    "events": "events/",
    "event": "events/creating-a-joint-nordic-smart-city-model/",
    "element": "model/open-source-across-borders/",
    "cases": "projects/",
    "filtered": "projects/?country=FI&settlement=urban",
    "nothing": "projects/?country=GL&settlement=urban",
    "map": "projects/?view=map",
    "case": "projects/omastadi-helsinki/",
    "partners": "partners/",
    "partner": "partners/doga/",
    "strategies": "strategies/",
    "strategy": "strategies/norwegian-national-roadmap/",
    "glossary": "glossary/",
    "search": "search/?q=energi",
    "concept": "search/concepts/municipality/",
    "not found": "no-such-page/",
    "lost link": "events/registration/link/",
}

#: Pages that are made for one visitor: forms, and lists that an address holds. ``{ids}`` are two cases.
OWN_KINDS = {
    "kept": "projects/kept/?ids={ids}",
    "side by side": "projects/compare/?ids={ids}",
    "sheet": "projects/omastadi-helsinki/sheet/",
    "contact": "contact/",
    "languages": "languages/",
    "watch": "search/watch/?q=energi",
}
