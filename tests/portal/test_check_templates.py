"""The template check finds what the content security policy or a translator would stumble over."""

from pathlib import Path

import pytest
from django.conf import settings

from portal.management.commands.check_templates import LONGEST, faults_of_reach, faults_of_template, read_floors

FLOORS = {"ground": 0, "left": 1, "right": 1, "roof": 2}
OWNERS = {"base.html": "ground", "base_tags": "ground", "left/card.html": "left", "left_tags": "left"}


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


@pytest.mark.parametrize("tag", ['{% include "left/card.html" with x=y %}', "{% load i18n left_tags %}"])
def test_a_template_uses_only_what_is_of_its_own_room_or_below(tag):
    used = "left_tags" if "load" in tag else "left/card.html"
    faults = {room: list(faults_of_reach(tag, room, OWNERS, FLOORS)) for room in FLOORS}
    verb = "loads" if "load" in tag else "includes"
    fault = [f"{verb} {used}, which belongs to left"]
    assert faults == {"ground": fault, "left": [], "right": fault, "roof": []}


@pytest.mark.parametrize(
    "tag",
    [
        "{% extends 'base.html' %}",
        "{% load static base_tags %}",
        "{% include group.template %}",
        '{% include "x.html" %}',
    ],
)
def test_a_template_may_use_the_ground_floor_what_it_was_given_and_what_is_not_ours(tag):
    assert list(faults_of_reach(tag, "right", OWNERS, FLOORS)) == []


def test_the_floors_are_those_of_the_import_rules():
    floors = read_floors(Path(settings.BASE_DIR, "pyproject.toml").read_text())
    assert floors["portal.core"] < floors["portal.editing"] < floors["partners"] < floors["events"]
    assert floors["events"] == floors["projects"] < floors["home"] == floors["search"]
