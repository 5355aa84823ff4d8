"""The lexicon in use: the full one where it was made (``lexicon_build``), else the small one that the portal brings."""

import logging
import lzma
from functools import cache
from pathlib import Path

from django.conf import settings

from search.languages.dictionaries import write_whole
from search.lexicon.packed import VERSION, BrokenLexiconError, Lexicon, open_lexicon

logger = logging.getLogger(__name__)

#: Frequent words of WikDict, with its licence and credit beside it; made by ``scripts/pack_lexicon.py``.
SHIPPED = Path(__file__).with_name("wikdict.lexicon.xz")
#: The full one of a container image, which has no say in what the folder of the dictionaries holds.
OF_THE_IMAGE = Path(__file__).with_name("full.lexicon")


def full_lexicon() -> Path:
    """Where ``lexicon_build`` puts the full lexicon."""
    return Path(settings.DICTIONARY_DIR) / "full.lexicon"


@cache
def lexicon_in_use() -> tuple[Lexicon, str]:
    """The lexicon of this process, and its state in a few words. What cannot be read is said in the log, once."""
    broken = []
    for path in (full_lexicon(), OF_THE_IMAGE):
        try:
            found = open_lexicon(path)
        except FileNotFoundError:
            continue
        except (OSError, BrokenLexiconError) as error:
            broken.append(f"{path.name} {error if isinstance(error, BrokenLexiconError) else 'unreadable'}")
            logger.warning("The lexicon %s cannot be used, make it anew with lexicon_build: %s", path, error)
        else:
            return found, ", ".join([*broken, "ok"])
    try:
        return _shipped(), ", ".join(broken) or "ok, small"
    except (OSError, lzma.LZMAError, BrokenLexiconError) as error:
        logger.warning("No words are translated, the lexicon %s cannot be used: %s", SHIPPED, error)
        return Lexicon(), ", ".join([*broken, f"{SHIPPED.name} unreadable"])


def _shipped() -> Lexicon:
    """The small lexicon, unpacked by the first process that asks."""
    path = Path(settings.DICTIONARY_DIR) / f"wikdict-{VERSION}-{SHIPPED.stat().st_size}.lexicon"
    try:
        return open_lexicon(path)
    except (OSError, BrokenLexiconError):
        content = lzma.decompress(SHIPPED.read_bytes())
    try:
        write_whole(path, content)
    except OSError as error:
        logger.warning("The lexicon stays in memory, %s cannot be written: %s", path, error)
        return Lexicon(content)
    return open_lexicon(path)


def lexicon() -> Lexicon:
    """The lexicon that words are translated with."""
    return lexicon_in_use()[0]


def lexicon_health() -> str:
    """What ``/readyz`` says: ``ok``, ``ok, small`` for the one that the portal brings, or what is wrong."""
    return lexicon_in_use()[1]
