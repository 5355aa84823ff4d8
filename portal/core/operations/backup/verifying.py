"""Verifying a backup: restoring it into a scratch place, and comparing."""

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from portal.core.operations.backup import archive, contents
from portal.core.operations.backup.archive import Manifest
from portal.core.operations.backup.database import portals_own
from portal.core.operations.backup.errors import in_words
from portal.core.operations.backup.restoring import (
    check_contents,
    check_vendor,
    check_version,
    lay_out_media,
    load,
)


@dataclass(frozen=True)
class Verified:
    """A backup that could be restored."""

    #: The hash of its manifest.
    name: str
    size: int
    manifest: Manifest
    #: Encrypted texts that could be read.
    decrypted: int


def verify(source: Path, scratch: Path | None = None) -> Verified:
    """Restore ``source`` into a scratch database and folder, compare counts and hashes, decrypt what is encrypted.

    Parameters:
        scratch: a folder with room for media and dump; that of the system for temporary files if there is none.

    Raises:
        BackupError: it could not be restored as it was saved.
    """
    database = portals_own()
    with (
        in_words("The backup could not be verified"),
        archive.opened(source) as reader,
        tempfile.TemporaryDirectory(dir=scratch, prefix="portal-verify-") as name,
    ):
        folder = Path(name)
        check_version(reader.manifest)
        check_vendor(reader.manifest, database)
        lay_out_media(reader, folder / "media")
        with database.scratch(folder) as other:
            load(reader, other, folder)
            check_contents(reader.manifest, other)
            with closing(other.session()) as session:
                decrypted = contents.decrypt_all(session, reader.manifest.tables)
        return Verified(reader.name, source.stat().st_size, reader.manifest, decrypted)
