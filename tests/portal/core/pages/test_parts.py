"""Parts of pages are kept by the values that they show, in each language."""

import pytest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from portal.core.models import SiteFrame
from portal.core.models.frame import Link
from portal.core.pagecache.memory import memory
from portal.core.pages import parts
from portal.core.pages.parts import part

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def rendered(monkeypatch):
    """How often a template is rendered, in a process that follows the versions of the tables."""
    done = []
    render = parts.render_to_string
    monkeypatch.setattr(parts, "render_to_string", lambda name, values: done.append(name) or render(name, values))
    parts._rendered._answers.clear()
    memory.follow()
    yield done
    memory.end()


def rows(title: str, language: str = "") -> SafeString:
    return part("components/link_rows.html", links=(Link("/x/", title, language),))


def test_a_part_is_rendered_once_for_its_values_and_each_language(rendered):
    first = rows("Þróun & ø", "is")

    assert first == '<li><a href="/x/" lang="is">Þróun &amp; ø</a></li>\n'
    assert rows("Þróun & ø", "is") is first
    assert rows("Another", "is") != first
    with override("is"):
        assert rows("Þróun & ø", "is") == '<li><a href="/x/">Þróun &amp; ø</a></li>\n'
    assert len(rendered) == 3


def test_equal_values_of_another_type_are_another_part(rendered):
    def shown(value: object) -> str:
        return part("components/notice.html", text=value)

    assert "&lt;b&gt;" in shown("<b>")
    assert "<b>" in shown(mark_safe("<b>"))
    assert "&lt;b&gt;" in shown("<b>")
    assert shown(1) != shown(True)


def test_a_record_is_no_value():
    with pytest.raises(TypeError, match="SiteFrame"):
        part("components/notice.html", text=SiteFrame(pk=1))
    with pytest.raises(TypeError, match="unhashable"):
        part("components/notice.html", text=["a list"])
