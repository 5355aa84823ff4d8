"""The list of sources says of each what it is, from when, and in which language if that is not the reader's."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.core.blocks import SourceBlock

WHOLE = {
    "title": "Árið í Prófbæ", "publisher": "Prófbær", "kind": "report", "year": 2021, "language": "is",
    "url": "https://www.profbaer.example/arid.PDF",
}  # fmt: skip
BARE = {"publisher": "Testby", "url": "https://testby.example/"}


def listed(reader: str, **said: object) -> str:
    """A source of the list as readers of a language get it, without spaces at the ends."""
    value = SourceBlock().to_python(said)
    with override(reader):
        page = render_to_string("components/sources.html", {"sources": [value]})
    return re.findall(r"<li>(.*?)\s*</li>", page, re.DOTALL)[0]


PDF = "https://www.profbaer.example/arid.PDF"
ICELANDIC = ' (profbaer.example, PDF) <span class="tag" lang="is">Íslenska</span>'


@pytest.mark.parametrize(
    ("reader", "said", "expected"),
    [
        ("en", WHOLE, f'<a href="{PDF}" lang="is" hreflang="is">Árið í Prófbæ</a>, Prófbær, report, 2021{ICELANDIC}'),
        (
            "en",
            WHOLE | {"title": "", "kind": "", "year": None},
            f'<a href="{PDF}" hreflang="is">Prófbær</a>{ICELANDIC}',
        ),
        ("en", BARE, '<a href="https://testby.example/">Testby</a> (testby.example)'),
        ("is", WHOLE | {"kind": ""}, f'<a href="{PDF}">Árið í Prófbæ</a>, Prófbær, 2021 (profbaer.example, PDF)'),
    ],
)
def test_source_says_what_is_known_of_it(reader: str, said: dict[str, object], expected: str) -> None:
    assert listed(reader, **said) == expected
