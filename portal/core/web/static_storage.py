"""Storage of static files: addresses with a hash of the content, each made once by a process."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, which compresses only what pages ask for, and remembers the addresses.

    The addresses cannot change before the next start, which says so with ``learn_addresses``.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a static file; a page has a dozen, and parsing each took a twentieth of its time."""
        known = self._urls.get(name)
        if known is None or force:
            known = self._urls[name] = super().url(name, force)
        return known

    def learn_addresses(self) -> None:
        """Know the addresses that the files have since they were collected anew."""
        self.hashed_files, self.manifest_hash = self.load_manifest()
        self._urls.clear()

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress the files with a hash in their name; the others are the same again, and no page leads to them."""
        yield from super().compress_files(set(paths).intersection(self.hashed_files.values()))
