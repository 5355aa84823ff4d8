"""Lemma dictionaries of simplemma, packed into files that every process maps into memory and shares.

simplemma's own low-memory reader keeps Python objects for every block of its data: 105 MB for our eight
languages, in every process, after three seconds of reading. Here one pass writes the same front-coded stream beside a
packed block index to ``DICTIONARY_DIR``; opening it takes a millisecond, and the pages belong to the operating system.

Delete this module when simplemma ships a dictionary factory that maps files (it reads
``simplemma.strategies.dictionaries.frontcode``, whose format it guards by the version in the file's name).
"""

import logging
import mmap
import os
import struct
import tempfile
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from django.conf import settings
from simplemma.strategies.dictionaries import frontcode
from simplemma.strategies.dictionaries.dictionary_factory import (
    SUPPORTED_LANGUAGES,
    CachingDictionaryFactory,
    DecodedStrMapping,
    _read_decompressed,
)

logger = logging.getLogger(__name__)
BLOCK = 32
_HEADER = struct.Struct("<5I")


class Buffer(Protocol):
    """What a packed dictionary is read from: bytes or a mapped file."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: slice, /) -> bytes: ...


def pack(language: str) -> bytes:
    """The dictionary of ``language`` with its block index: header, offsets, first keys, seed values, stream.

    Raises:
        ValueError: simplemma has no such language, or its format changed.
    """
    stream = _read_decompressed(language)
    reverse, count, start = frontcode._read_header(stream)
    if reverse:
        raise ValueError(f"The dictionary of {language} is stored reversed, which is not supported here.")
    offsets, key_ends, value_ends = array("I"), array("I"), array("I")
    keys, values, previous = bytearray(), bytearray(), b""
    for number, (offset, key, value) in enumerate(frontcode._iter_records(stream, start)):
        if number % BLOCK == 0:
            offsets.append(offset)
            keys += key
            key_ends.append(len(keys))
            values += previous
            value_ends.append(len(values))
        previous = value
    header = _HEADER.pack(len(offsets), len(keys), len(values), len(stream), count)
    index = offsets.tobytes() + key_ends.tobytes() + value_ends.tobytes()
    return b"".join((header, index, bytes(keys), bytes(values), stream))


class PackedDictionary(DecodedStrMapping):
    """Read-only mapping from form to lemma over a packed buffer."""

    __slots__ = (
        "_buffer",
        "_count",
        "_key_ends",
        "_keys",
        "_offsets",
        "_stream",
        "_stream_end",
        "_value_ends",
        "_values",
    )

    def __init__(self, buffer: Buffer) -> None:
        blocks, keys, values, stream, self._count = _HEADER.unpack(buffer[: _HEADER.size])
        at = _HEADER.size
        tables = []
        for _ in range(3):
            table = array("I")
            table.frombytes(buffer[at : at + 4 * blocks])
            tables.append(table)
            at += 4 * blocks
        self._offsets, self._key_ends, self._value_ends = tables
        self._buffer = buffer
        self._keys, self._values, self._stream = at, at + keys, at + keys + values
        self._stream_end = self._stream + stream

    def _first_key(self, block: int) -> bytes:
        start = self._key_ends[block - 1] if block else 0
        return self._buffer[self._keys + start : self._keys + self._key_ends[block]]

    def _records(self, block: int) -> Iterator[tuple[int, bytes, bytes]]:
        end = self._offsets[block + 1] if block + 1 < len(self._offsets) else self._stream_end - self._stream
        data = self._buffer[self._stream + self._offsets[block] : self._stream + end]
        start = self._value_ends[block - 1] if block else 0
        seed = self._buffer[self._values + start : self._values + self._value_ends[block]]
        # The first record shares its own key's beginning with the key before it, so its own key serves as
        # seed.
        return frontcode._iter_records(data, 0, self._first_key(block), seed)

    def _lookup(self, key: str) -> str | None:
        target = key.encode()
        block = bisect_right(range(len(self._offsets)), target, key=self._first_key) - 1
        if block < 0:
            return None
        for _, stored, value in self._records(block):
            if stored == target:
                return value.decode()
            if stored > target:
                return None
        return None

    def __iter__(self) -> Iterator[str]:
        for block in range(len(self._offsets)):
            for _, key, _ in self._records(block):
                yield key.decode()

    def __len__(self) -> int:
        return int(self._count)


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step, so that no other process ever maps half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)  # noqa: PTH105 (the atomic call, by its own name)


def load(language: str) -> PackedDictionary:
    """The dictionary of ``language``, mapped from its file, which the first caller writes."""
    path = Path(settings.DICTIONARY_DIR) / f"{language}-{version('simplemma')}.{BLOCK}.dictionary"
    if not path.exists():
        content = pack(language)
        try:
            write_whole(path, content)
        except OSError as error:
            logger.warning("The dictionary %s stays in memory, %s cannot be written: %s", language, path, error)
            return PackedDictionary(content)
    with path.open("rb") as file:
        return PackedDictionary(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


class MappedDictionaryFactory(CachingDictionaryFactory):
    """simplemma's interface to the packed dictionaries."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(cache_max_size=len(SUPPORTED_LANGUAGES))

    def _get_dictionary_uncached(self, lang: str) -> PackedDictionary:
        return load(lang)


FACTORY = MappedDictionaryFactory()
