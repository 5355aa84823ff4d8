"""Base class of the StreamField blocks."""

from typing import Any


class Untranslated:
    """Mixin for blocks that hold facts: the same in every language, so wagtail-localize offers no segment of them."""

    def get_translatable_segments(self, value: object) -> list[Any]:
        """No segments: see wagtail-localize's segment extraction."""
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """The source's value as it is."""
        return value
