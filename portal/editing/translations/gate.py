"""The gate of a translation: what wagtail-localize would publish passes what every page passes."""

from typing import Any

from portal.editing.publication.gates import NotReadyError, invalid_fields, problems
from portal.editing.publication.problems import Problem
from portal.editing.publication.rendering import problems_of_rendering
from portal.editing.translations import editor


def check_translation(translation: Any) -> None:
    """Let the page pass that wagtail-localize would publish for ``translation``.

    Raises:
        NotReadyError: the page with its translated texts does not pass.
    """
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    found = [Problem(line) for line in editor.unfinished(translation)] or problems(page)
    named = {problem.field for problem in found}
    found += [problem for problem in invalid_fields(page) if problem.field not in named]
    if found := found or problems_of_rendering(page):
        raise NotReadyError(page, found)
