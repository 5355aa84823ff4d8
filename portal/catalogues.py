"""Message catalogues: compiled without gettext's tools, and checked for being complete."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

SOURCE_LANGUAGE = "en"
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|%[sd]|\{[a-z_0-9]+\}", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][a-z0-9]*", re.IGNORECASE)


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language (BCP 47 code) is kept, whether or not it exists yet."""
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


def languages_to_translate() -> list[str]:
    """The switched-on languages that need a catalogue."""
    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def compile_catalogues(*, force: bool = False) -> list[Path]:
    """Write the binary catalogue beside each source that is newer; returns the sources that were compiled.

    Untranslated and doubtful ("fuzzy") messages stay out, as with gettext's own compiler: English is shown for them.
    """
    done = []
    for source in sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not force and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Renamed into place: a running process never reads half a file.
        fresh = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        done.append(source)
    return done


def variables_of(text: str) -> list[str]:
    """Placeholders and HTML tags of a message, sorted: what a translation has to keep."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", ""))) + sorted(tag.lower() for tag in TAG.findall(text))


def faults_of_entry(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translated message, as sentences without a subject."""
    if entry.fuzzy:
        yield "is marked as doubtful (fuzzy)"
    if not entry.msgid_plural:
        if not entry.msgstr:
            yield "is not translated"
        elif variables_of(entry.msgstr) != variables_of(entry.msgid):
            yield f"has other placeholders or tags in its translation “{entry.msgstr}”"
        return
    # The form for one may leave the number out, as in “one place”.
    allowed = [variables_of(entry.msgid), variables_of(entry.msgid_plural)]
    for number, text in sorted(entry.msgstr_plural.items()):
        if not text:
            yield f"is not translated in plural form {number}"
        elif variables_of(text) not in allowed:
            yield f"has other placeholders or tags in plural form {number}: “{text}”"


def faults_of_catalogue(language: str, wanted: polib.POFile | None = None) -> list[str]:
    """Everything that keeps a catalogue from being complete, one sentence each.

    Args:
        language: BCP 47 code.
        wanted: the messages that the sources hold now; None when they cannot be collected.
    """
    path = catalogue_path(language)
    if not path.exists():
        return [f"{language}: there is no catalogue."]
    catalogue = polib.pofile(str(path))
    current = [entry for entry in catalogue if not entry.obsolete]
    faults = [f"{language}: “{entry.msgid}” {fault}." for entry in current for fault in faults_of_entry(entry)]
    if wanted is not None:
        have = {(entry.msgctxt, entry.msgid) for entry in current}
        need = {(entry.msgctxt, entry.msgid) for entry in wanted if entry.msgid}
        faults += [f"{language}: “{text}” is missing." for _context, text in sorted(need - have, key=str)]
        faults += [f"{language}: “{text}” is used nowhere." for _context, text in sorted(have - need, key=str)]
    return faults
