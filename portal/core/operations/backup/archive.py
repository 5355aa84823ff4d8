"""The archive of a backup: a tar file with the dump, the media, a manifest of their hashes, and its seal."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from portal.core.operations.backup import keys
from portal.core.operations.backup.errors import BackupError

#: Raised when an older portal could not read the archive.
FORMAT = 1
MANIFEST, SEAL, MEDIA = "manifest.json", "seal.json", "media/"
CHUNK = 1024 * 1024
#: A manifest has a line for each file; one that is longer is none, in bytes.
LONGEST_MANIFEST = 512 * CHUNK


@dataclass(frozen=True)
class Contents:
    """Rows of a table and the sum of their hashes, whatever their order."""

    rows: int
    digest: str


@dataclass
class Manifest:
    """What an archive says about itself. It names encryption keys by their fingerprints, never the keys."""

    version: str
    made_at: str
    #: ``postgresql`` or ``sqlite``, and the server's own version.
    vendor: str
    server: str
    migrations: list[str]
    tables: dict[str, Contents]
    keys: list[str]
    #: Whether the media are in the archive; in object storage they are not.
    has_media: bool = True
    #: Name in the archive -> SHA-256.
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def dump(self) -> str:
        """Name of the dump in the archive."""
        return next(name for name in self.files if not name.startswith(MEDIA))

    @property
    def media(self) -> list[str]:
        """Names of the media in the archive."""
        return [name for name in self.files if name.startswith(MEDIA)]

    def to_json(self) -> bytes:
        """As it is written and sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """Read what ``to_json`` wrote."""
        found = json.loads(content)
        tables = {name: Contents(**contents) for name, contents in found.pop("tables").items()}
        return cls(tables=tables, **found)


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As any file."""
        data = self.source.read(size)
        self.digest.update(data)
        return data


class Writer:
    """Adds files to an archive; the last thing it writes is the manifest, so that what has none is not whole."""

    def __init__(self, file: BinaryIO) -> None:
        self.tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 (closed by finish)
        self.files: dict[str, str] = {}

    def add(self, path: Path, name: str) -> None:
        """Add the file at ``path`` as ``name``."""
        with path.open("rb") as source:
            size, hashing = path.stat().st_size, Hashing(source)
            self.tar.addfile(_member(name, size), cast("BinaryIO", hashing))
        self.files[name] = hashing.digest.hexdigest()

    def finish(self, manifest: Manifest) -> str:
        """Write manifest and seal; returns the archive's name for itself, the hash of its manifest."""
        manifest.files = self.files
        content = manifest.to_json()
        for name, text in ((MANIFEST, content), (SEAL, json.dumps(keys.seal(content)).encode())):
            _add_text(self.tar, name, text)
        self.tar.close()
        return hashlib.sha256(content).hexdigest()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _add_text(tar: tarfile.TarFile, name: str, text: bytes) -> None:
    tar.addfile(_member(name, len(text)), io.BytesIO(text))


class Reader:
    """An archive whose seal, names and hashes are what they should be, or that is refused."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members = _members(tar)
        content = self._text(MANIFEST)
        self.name = hashlib.sha256(content).hexdigest()
        try:
            found = json.loads(content)
            if found["format"] > FORMAT:
                raise BackupError(f"The archive was made by a newer version of the portal ({found['version']}).")
            self.manifest = Manifest.from_json(content)
            seal = json.loads(self._text(SEAL))
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError("The archive was changed: its manifest cannot be read.") from error
        if lost := keys.missing([*self.manifest.keys, seal["key"]]):
            raise BackupError(
                "ENCRYPTION_KEYS lacks a key that the archive was made with, so what is encrypted could not be read. "
                f"Add it behind your own (fingerprint {', '.join(lost)}; yours: {', '.join(keys.fingerprints())})."
            )
        if not keys.is_sealed(content, seal):
            raise BackupError("The archive was changed: its seal does not fit its manifest.")
        if set(self.members) != {*self.manifest.files, MANIFEST, SEAL}:
            raise BackupError("The archive was changed: it does not hold what its manifest names.")

    def check(self) -> None:
        """Read everything once.

        Raises:
            BackupError: a file is not what the manifest says.
        """
        for name in self.manifest.files:
            with self.opened(name) as source:
                while source.read(CHUNK):
                    pass

    @contextmanager
    def opened(self, name: str) -> Iterator[Hashing]:
        """One of its files; whoever has read it to its end learns here whether it is what was packed."""
        source = self.tar.extractfile(self.members[name])
        hashing = Hashing(cast("BinaryIO", source))
        yield hashing
        if hashing.digest.hexdigest() != self.manifest.files[name]:
            raise BackupError(f"The archive was changed: {name} has another hash than when it was packed.")

    def write_to(self, name: str, target: Path) -> None:
        """Lay one of its files out as a new file."""
        with self.opened(name) as source, target.open("xb") as file:
            while data := source.read(CHUNK):
                file.write(data)

    def _text(self, name: str) -> bytes:
        member = self.members.get(name)
        if member is None or member.size > LONGEST_MANIFEST:
            raise BackupError("The archive is not whole: it has no manifest. Take another one.")
        return cast("BinaryIO", self.tar.extractfile(member)).read()


def _members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """Plain files below the archive's own folder, each once."""
    found: dict[str, tarfile.TarInfo] = {}
    try:
        for member in tar:
            path = PurePosixPath(member.name)
            plain = member.isreg() and not member.issparse() and str(path) == member.name
            if not plain or path.is_absolute() or ".." in path.parts or "\\" in member.name or member.name in found:
                raise BackupError(f"The archive holds something else than plain files: {member.name[:100]!r}.")
            found[member.name] = member
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupError("The archive is not whole. Take another one.") from error
    return found


@contextmanager
def opened(source: Path) -> Iterator[Reader]:
    """The archive at ``source``.

    Raises:
        BackupError: it is none, is not whole, was changed, or cannot be read with these keys.
    """
    try:
        tar = tarfile.open(source, mode="r:")  # noqa: SIM115 (closed below)
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {source}.") from error
    except (tarfile.TarError, OSError) as error:
        raise BackupError(f"{source} is no archive of a backup, or cannot be read ({error}).") from error
    with tar:
        try:
            yield Reader(tar)
        except tarfile.TarError as error:
            raise BackupError("The archive is not whole. Take another one.") from error
