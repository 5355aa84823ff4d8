"""The template check finds what the content security policy or a translator would stumble over."""

import pytest

from portal.management.commands.check_templates import LONGEST, faults_of_template


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('<p>\n<b style="color: red">x</b>', 2, "style attribute"),
        ("<style>p {}</style>", 1, "style element"),
        ('<button onclick="go()">', 1, "event attribute"),
        ('<a href="javascript:go()">', 1, "javascript: address"),
        ("<script>go()</script>", 1, "inline script"),
        ("{% blocktranslate with a=b %}x{% endblocktranslate %}", 1, "without trimmed"),
        ('{% trans "x" %}', 1, "old name"),
        ("x\n" * (LONGEST + 1), LONGEST + 1, "longer than 130 lines"),
    ],
)
def test_faults_of_template_finds_the_line(text, line, part):
    faults = list(faults_of_template(text))
    assert [(number, part in fault) for number, fault in faults] == [(line, True)]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/menu.js" type="module"></script>',
        '<script type="application/ld+json">{}</script>',
        '{% blocktranslate trimmed count n=3 %}x{% plural %}y{% endblocktranslate %}{% translate "x" %}',
        '{# style="…" is not allowed #}{% comment "why" %}<style>{% endcomment %}<!-- onclick="x" -->',
        '<p class="style">on time = now</p>',
    ],
)
def test_faults_of_template_accepts_what_is_allowed(text):
    assert list(faults_of_template(text)) == []


def test_faults_of_template_lets_mails_carry_their_styles():
    text = '<style>p {}</style><p style="color: red" onclick="go()">'
    assert [fault for _line, fault in faults_of_template(text, mail=True)] == [
        "has an event attribute; put it into a module"
    ]
