"""Versions of what stands beside every text field: the rules by which contributions are read, and the licence."""

#: Slug of the page with the rules, below the page "Take part" of each language.
RULES_SLUG = "rules"
#: Rises when the rules change in substance; each contribution keeps the version that it was given under.
RULES_VERSION = "1"
#: Contributions are published under CC BY 4.0, reactions as data under CC0.
LICENCE_VERSION = "1"
LICENCE_NAME, LICENCE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
#: What is promised about reading: two working days in a consultation, two minutes in a live room.
CONSULTATION_WORKING_DAYS, LIVE_MINUTES = 2, 2
