"""Storage of static files: addresses with a hash of the content, each made once by a process."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, which remembers the addresses: they cannot change before the next start."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a static file; a page has a dozen, and parsing each took a twentieth of its time."""
        known = self._urls.get(name)
        if known is None or force:
            known = self._urls[name] = super().url(name, force)
        return known
