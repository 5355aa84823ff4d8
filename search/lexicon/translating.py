"""The lexicon in use: the full one where it was made (``lexicon_build``), else the small one that the portal brings."""

import logging
import lzma
import zlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings

from search.languages.dictionaries import write_whole
from search.lexicon.packed import VERSION, BrokenLexiconError, Lexicon, open_lexicon, read_report

logger = logging.getLogger(__name__)

#: Frequent words of WikDict, with its licence and credit beside it; made by ``scripts/pack_lexicon.py``.
SHIPPED = Path(__file__).with_name("wikdict.lexicon.xz")
#: The full one of a container image, which has no say in what the folder of the dictionaries holds.
OF_THE_IMAGE = Path(__file__).with_name("full.lexicon")


def full_lexicon() -> Path:
    """Where ``lexicon_build`` puts the full lexicon."""
    return Path(settings.DICTIONARY_DIR) / "full.lexicon"


def lexicon_in_use() -> tuple[Lexicon, str]:
    """The lexicon of this process, and its state in a few words; opened anew when the full one was made anew."""
    try:
        found = full_lexicon().stat()
    except OSError:
        return _open(full_lexicon(), None)
    return _open(full_lexicon(), (found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=1)
def _open(full: Path, _made: tuple[int, int] | None) -> tuple[Lexicon, str]:
    """The first lexicon that can be read. The log says, once, which cannot."""
    broken = []
    for path in (full, OF_THE_IMAGE):
        try:
            found = open_lexicon(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, BrokenLexiconError) as error:
            broken.append(f"{path.name} {error if isinstance(error, BrokenLexiconError) else 'unreadable'}")
            logger.warning("The lexicon %s cannot be used, make it anew with lexicon_build: %s", path, error)
        else:
            return found, ", ".join(broken) or "ok"
    try:
        return _shipped(), ", ".join(broken) or "ok, small"
    except (OSError, lzma.LZMAError, EOFError, BrokenLexiconError) as error:
        logger.warning("No words are translated, the lexicon %s cannot be used: %s", SHIPPED, error)
        return Lexicon(), ", ".join([*broken, f"{SHIPPED.name} unreadable"])


def _shipped() -> Lexicon:
    """The small lexicon, unpacked by the first process that asks; the name of its file says which one it is."""
    packed = SHIPPED.read_bytes()
    path = Path(settings.DICTIONARY_DIR) / f"wikdict-{VERSION}-{zlib.crc32(packed):08x}.lexicon"
    try:
        return open_lexicon(path)
    except (OSError, BrokenLexiconError):
        content = lzma.decompress(packed)
    try:
        write_whole(path, content)
        return open_lexicon(path)
    except OSError as error:
        logger.warning("The lexicon stays in memory, %s cannot be written: %s", path, error)
        return Lexicon(content, read_report(BytesIO(content)))


def lexicon() -> Lexicon:
    """The lexicon that words are translated with."""
    return lexicon_in_use()[0]


def lexicon_health() -> str:
    """What ``/readyz`` says: ``ok``, ``ok, small`` for the one that the portal brings, or what is wrong."""
    return lexicon_in_use()[1]
