"""Parts of pages that are kept: the HTML of a component, by the values that it shows (memoised rendering).

A component that is a part reads nothing but its values, the active language and the database: whatever it shows is in
the values, so that what is kept is right for as long as they are equal.
"""

from collections.abc import Hashable

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.core.pagecache.kept import kept

#: Parts that a process keeps; of about two kilobytes each.
MOST = 2000


def part(template_name: str, **values: Hashable) -> SafeString:
    """The HTML of the component ``template_name`` for these values.

    Raises:
        TypeError: a value is not known by what it says, as a list or a record of the database, whose contents may
            change while it stays the same.
    """
    for value in values.values():
        if isinstance(value, Model):
            raise TypeError(f"A part of a page shows values, not records: {type(value).__name__}")
    # Equal, but not the same to a template: True and 1, marked up and plain text.
    return _rendered(template_name, tuple((name, type(value), value) for name, value in values.items()))


@kept(MOST, shared=True)
def _rendered(template_name: str, values: tuple[tuple[str, type, Hashable], ...]) -> SafeString:
    return render_to_string(template_name, {name: value for name, _type, value in values})
