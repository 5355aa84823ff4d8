"""Makes the small lexicon that the portal brings (``search/lexicon/wikdict.lexicon.xz``) of WikDict's dictionaries.

Run by hand when they have become better:
``python -m scripts.pack_lexicon FOLDER``, where the Debian packages ``dict-freedict-*`` are. Only what may be passed
on goes in (CC BY-SA 3.0); FreeDict's own dictionaries and Apertium's may not (GPL).
"""

import json
import lzma
import sys
from pathlib import Path

from search.lexicon.building import make_lexicon
from search.lexicon.sources import find_dictionaries
from search.lexicon.translating import SHIPPED


def main() -> int:
    """Pack the dictionaries below the folders of the command line; returns the exit code."""
    found = find_dictionaries([Path(name) for name in sys.argv[1:]])
    free = [dictionary for dictionary in found if dictionary.maker == "WikDict"]
    if not free:
        sys.stderr.write("There are no dictionaries of WikDict in these folders.\n")
        return 1
    content, report = make_lexicon(free)
    SHIPPED.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    sys.stdout.write(json.dumps({**report, "bytes": SHIPPED.stat().st_size}, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
