"""The full lexicon, made of Debian's dictionaries as in the container image."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from search.lexicon.packed import open_lexicon

#: Where ``.ci/run`` unpacks them.
FOLDER = Path(settings.BASE_DIR) / "var" / "services" / "dictd"
LANGUAGES = ("da", "en", "fi", "is", "nb", "sv")


@pytest.mark.drill
def test_full_lexicon_leads_from_every_language_to_every_other(tmp_path: Path) -> None:
    if not FOLDER.exists() and os.environ.get("REQUIRE_SERVICES") != "1":
        pytest.skip("no dictionaries: deploy/fetch-dictionaries var/services/dictd")
    path = tmp_path / "full.lexicon"
    call_command("lexicon_build", str(FOLDER), to=path)
    found = open_lexicon(path)
    pairs = found.report["pairs"]
    assert isinstance(pairs, dict)
    few = {
        f"{one}-{other}"
        for one in LANGUAGES
        for other in LANGUAGES
        if one != other and pairs[f"{one}-{other}"] < 10_000
    }
    assert few == set()
    assert path.stat().st_size < 30_000_000
    meant = {"da": "færge", "en": "ferry", "fi": "lautta", "is": "ferja", "nb": "ferje", "sv": "färja"}
    for language, word in meant.items():
        others = {(one.language, one.word) for one in found.translations(language, word)}
        assert ("en", "ferry") in others or language == "en", language
        assert ("fi", "lautta") in others or language == "fi", language
