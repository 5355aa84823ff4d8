"""What may differ between two loads of the same content, and what may not."""

import json
from pathlib import Path

import pytest

from scripts.compare import MOST_WIDTH, RULES, compare, main, normalise

KEYS = ("cc74e5fb-00bf-4d87-a2be-76055135694d", "a9045db2-3238-435c-ad86-bbccd3345821")
TRAP = (
    '<div class="visually-hidden" aria-hidden="true"><label for="id_{0}">Leave this field empty</label>'
    '<input type="text" name="{0}" id="id_{0}" tabindex="-1" autocomplete="off"></div>'
)
#: Each rule: two texts that are the same to it, and one that is not.
SAME_AND_OTHER = {
    "host and port": ("http://127.0.0.1:9100/en/", "http://127.0.0.1:9101/en/", "http://127.0.0.1:9100/fi/"),
    "style sheet, judged by its computed styles": (
        "/static/a.css\n200\nX: y\n\na { color: red }\n\nb {}",
        "/static/a.css\n200\nX: y\n\na { color: blue }",
        "/static/a.css\n200\nX: z\n\na { color: red }",
    ),
    "hash in the name of a static file": (
        '"/static/portal/img/icon.e415a69ca88d.svg"',
        '"/static/portal/img/icon.0123456789ab.svg"',
        '"/static/portal/img/logo.e415a69ca88d.svg"',
    ),
    "CSRF token": (
        'name="csrfmiddlewaretoken" value="a1">\nSet-Cookie: csrftoken=a1; Path=/',
        'name="csrfmiddlewaretoken" value="b2">\nSet-Cookie: csrftoken=b2; Path=/',
        'name="csrfmiddlewaretoken" value="a1">\nSet-Cookie: csrftoken=a1; Path=/en/',
    ),
    "form key with its signed time": (
        '<input type="hidden" name="form_key" value="form:1xXYlh:M93-_">',
        '<input type="hidden" name="form_key" value="form:1xXYoO:SbNK">',
        '<input type="hidden" name="form_key" value="">',
    ),
    "name of the trap field": (
        TRAP.format("website"),
        TRAP.format("nickname"),
        TRAP.format("website").replace("Leave", "Fill"),
    ),
    "time in a header": (
        "Expires: Sun, 29 Nov 2026 06:49:04 GMT",
        "Expires: Mon, 30 Nov 2026 06:49:04 GMT",
        "Expires: 0",
    ),
    "ETag, made from the body": ('ETag: "6b0bbb54-788d"', 'ETag: "f874f71aa534"', "ETag:"),
    "time of publication (Atom)": (
        "<updated>2026-11-29T06:43:42.588254+00:00</updated>",
        "<updated>2026-11-30T06:43:42+00:00</updated>",
        "<updated></updated>",
    ),
    "time of publication (schema.org)": (
        '"datePublished": "2026-11-29T06:43:20.475485+00:00"',
        '"datePublished": "2026-11-30T06:43:20+00:00"',
        '"startDate": "2026-11-29T06:43:20+00:00"',
    ),
    "time of change (iCalendar)": (
        "DTSTART:20270511T110000Z\nDTSTAMP:20261129T064324Z",
        "DTSTART:20270511T110000Z\nDTSTAMP:20261130T064324Z",
        "DTSTART:20270511T120000Z\nDTSTAMP:20261129T064324Z",
    ),
    "time of change (sitemap)": (
        "<lastmod>2026-11-29T06:50:13+00:00</lastmod>",
        "<lastmod>2026-11-30</lastmod>",
        "<lastmod></lastmod>",
    ),
    "time in the name of a social card": (
        "/pictures/cards/3-1795934591.png",
        "/pictures/cards/3-1795934885.png",
        "/pictures/cards/4-1795934591.png",
    ),
    "random key of a page (UUID 4)": (f"UID:{KEYS[0]}", f"UID:{KEYS[1]}", f"UID:{KEYS[0][:14]}5{KEYS[0][15:]}"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_hides_what_each_load_makes_and_nothing_around_it(name: str):
    one, same, other = SAME_AND_OTHER[name]

    plain, hidden = normalise(one)

    assert hidden[name]
    assert not any(value in plain for value in hidden[name])
    assert normalise(same)[0] == plain
    assert normalise(other)[0] != plain


def store(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for number, (name, text) in enumerate(texts.items()):
        (folder / str(number)).write_bytes(f"/{name}/\n200\n\n{text}".encode())
    return folder


def test_equal_differences_are_told_once_and_missing_addresses_named(tmp_path: Path):
    before = store(
        tmp_path / "before", a="<p>One</p><p>two</p>", b="<i>One</i><p>two</p>", gone="", same="http://127.0.0.1:1/"
    )
    after = store(
        tmp_path / "after", a="<p>One</p><p>2</p>", b="<i>One</i><p>2</p>", new="", same="http://127.0.0.1:2/"
    )

    report, count = compare(before, after)

    text = "\n".join(report)
    assert count == 4
    assert "2 x /a/, /b/" in text
    assert text.count("-two</p>\n+2</p>") == 1
    assert f"1 x /gone/\nonly in {before}" in text
    assert f"1 x /new/\nonly in {after}" in text
    assert "      1       1  host and port  '127.0.0.1:1 -> 127.0.0.1:2'" in text


def test_other_ends_of_lines_are_a_difference(tmp_path: Path):
    before, after = store(tmp_path / "before", a="one\r\n"), store(tmp_path / "after", a="one\n")

    report, count = compare(before, after)

    assert (count, report[-1]) == (1, "the ends of lines")


def test_long_and_many_lines_are_cut(tmp_path: Path):
    before = store(tmp_path / "before", a="\n".join(f"{number}" + "x" * 500 for number in range(100)))
    after = store(tmp_path / "after", a="")

    report, _count = compare(before, after)

    assert max(map(len, report[-1].splitlines())) == MOST_WIDTH
    assert report[-1].endswith("lines more")


def test_computed_styles_are_compared_by_component(tmp_path: Path, capsys):
    for name, colour in (("before", "red"), ("after", "blue")):
        styles = {"components": {"home: body p #1": "x", "home: body i #1": "y"}, "styles": {"x": colour, "y": "bold"}}
        (tmp_path / name).write_text(json.dumps(styles))

    assert main(tmp_path / "before", tmp_path / "before") == 0
    assert capsys.readouterr().out.endswith("\n0 differences remain.\n")
    assert main(tmp_path / "before", tmp_path / "after") == 1
    assert "1 x home: body p #1\n-red\n+blue\n" in capsys.readouterr().out
