"""Form widgets that spare editors the computer's notation."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict


class WordsInput(forms.TextInput):
    """Words separated by commas, for a JSON field that holds a list of strings."""

    def format_value(self, value: object) -> str:
        """The list as people write it. ``value`` is JSON, or what somebody typed that could not be saved."""
        try:
            words = json.loads(value or "[]") if isinstance(value, str) else value or []
        except ValueError:
            return str(value)
        return ", ".join(map(str, words)) if isinstance(words, list) else str(value)

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> str | None:
        """The words as JSON, each once, in the order in which they were typed."""
        typed = data.get(name)
        if typed is None:
            return None
        words = [word.strip() for word in str(typed).split(",")]
        return json.dumps(list(dict.fromkeys(filter(None, words))), ensure_ascii=False)
