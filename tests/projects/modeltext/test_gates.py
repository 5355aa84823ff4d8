"""A block of the model's text holds one paragraph, or it is not published."""

import pytest
from django.utils import translation

from portal.editing.publication.gates import problems
from projects.models import ElementIndexPage
from projects.modeltext.gates import paragraphs_in
from tests.sites import add_element, add_standard, make_site


@pytest.mark.parametrize(
    ("html", "held"),
    [
        ("", 0),
        ("<p>Snjór &amp; ís.</p>", 1),
        ("<p>Snow<br/>falls <b>softly</b>.</p><p></p><p> </p>", 1),
        ("<p>Snow.</p><p>Is.</p>", 2),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", 1),
        ("<p>Three:</p><ul><li>a</li></ul>", 2),
        ('<p data-block-key="x1">One.</p><p data-block-key="x2">Two.</p><ol><li>Three</li></ol>', 3),
    ],
)
def test_paragraphs_of_a_block_are_counted(html: str, held: int):
    assert paragraphs_in(html) == held


@pytest.mark.django_db
def test_element_and_preamble_with_two_paragraphs_in_a_block_are_held_back():
    make_site("en")
    element = add_element(body=[("paragraph", "<p>Fine.</p>"), ("paragraph", "<p>One.</p><p>Two.</p>")])
    model = ElementIndexPage.objects.get()
    model.preamble = [("paragraph", "<p>One.</p><p>Two.</p>")]
    text = add_standard(body=[("heading", {"text": "H", "level": "2"}), ("paragraph", "<p>One.</p><p>Two.</p>")])

    (held,) = problems(element)
    assert (held.field, held.message.startswith("Paragraph 2 of the text holds 2 paragraphs.")) == ("body", True)
    assert [one.field for one in problems(model)] == ["preamble"]
    assert problems(text) == []
    with translation.override("fi"):
        assert [one.field for one in problems(element)] == ["body"]
