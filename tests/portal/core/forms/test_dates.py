"""Days and times as people type them in six languages, whatever the language of their account."""

import unicodedata
from datetime import date, datetime, time

import pytest
from django import forms
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from wagtail.admin.widgets import AdminDateTimeInput

from portal.core.forms.dates.reading import (
    ImpossibleError,
    NotUnderstoodError,
    WeekdayError,
    read_clock,
    read_day,
    read_moment,
)
from portal.core.forms.dates.words import example, understand, words_of
from portal.core.i18n.formats import long_date
from portal.core.i18n.languages import LANGUAGES
from tests.partners.world import World
from tests.sites import active_languages

IDES = date(2027, 3, 15)
DAYS = """15.03.2027|15.3.2027|15. 3. 2027|15-03-2027|15/3 2027|15/03/2027|15/3-27|15. marts 2027|15. mars 2027
15 mars 2027|15. maaliskuuta 2027|15. mars. 2027|den 15 mars 2027|mandag 15. marts 2027|15.3.27|March 15, 2027
2027-03-15|20270315|15032027|måndagen den 15:e mars 2027|Monday, the 15th of March 2027|mánudaginn 15. mars 2027
maanantaina 15. maaliskuuta 2027|ma 15.3.2027|15-mar-2027|15. marts '27|15–03–2027|15\u00a0mars\u00a02027
１５．３．２０２７|15. mar\u00adts 2027|2027/3/15|\u200e15.3.2027\u200f|MANDAG DEN 15. MARTS 2027|١٥.٣.٢٠٢٧"""
CLOCKS = """13.30|13:30|1330|kl. 13.30|klo 13.30|kl 13.30|klukkan 13.30|kl. 13,30|1.30 pm|1:30 p.m.|13h30|13:30:00"""
HOURS = "13|kl. 13|kl 13|klo 13|klukkan 13|1 pm|1pm|13h|klockan 13|13.00|kl.13"
MOMENTS = """1.2.2027 12:00|1. februar 2027 kl. 12|2027-02-01T12:00|2027-02-01 12:00|1.2.2027 klo 12.00|20270201T1200
den 1 februari 2027 kl. 12|1. helmikuuta 2027 klo 12|1. febrúar 2027, klukkan 12|February 1, 2027, 12 pm
kl. 12 den 1. februar 2027|mandag 1. februar 2027 kl. 12.00|01.02.2027\u00a012.00"""
NOT_DAYS = "15. marts|2027|0|soon|15.3|1/1/1|15.3.20270|1.2.3.2027|፩.3.2027|15.3.2027 kl 13|" + "1" * 500


def each(texts: str) -> list[str]:
    typed = [text for line in texts.splitlines() for text in line.split("|")]
    return sorted({form for text in typed for form in (text, unicodedata.normalize("NFD", text))})


@pytest.mark.parametrize("language", active_languages())
def test_days_are_understood_whatever_the_language_of_the_account(language: str):
    field = forms.DateField()
    with translation.override(language):
        assert {text: field.clean(text) for text in each(DAYS)} == dict.fromkeys(each(DAYS), IDES)


def test_times_are_understood():
    field = forms.TimeField()
    assert {text: field.clean(text) for text in each(CLOCKS)} == dict.fromkeys(each(CLOCKS), time(13, 30))
    assert {text: field.clean(text) for text in each(HOURS)} == dict.fromkeys(each(HOURS), time(13))


def test_moments_are_understood_on_the_clock_of_the_account():
    noon = datetime.fromisoformat("2027-02-01T12:00")
    assert {text: read_moment(text) for text in each(MOMENTS)} == dict.fromkeys(each(MOMENTS), noon)
    assert forms.DateTimeField().clean("1.2.2027 kl. 12").isoformat() == "2027-02-01T12:00:00+01:00"
    assert forms.DateTimeField().clean("2027-02-01T12:00Z").isoformat() == "2027-02-01T12:00:00+00:00"
    assert read_moment("1.2.2027") == datetime.fromisoformat("2027-02-01")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_month_and_weekday_that_a_language_writes_is_read_back(code: str):
    with translation.override(code):
        for day in (date(2027, month, month + 10) for month in range(1, 13)):
            assert (read_day(words_of(day)), read_day(long_date(day, code))) == (day, day)


@pytest.mark.parametrize("text", each(NOT_DAYS))
def test_nothing_is_guessed(text: str):
    with pytest.raises(NotUnderstoodError):
        read_day(text)


def test_the_day_comes_before_the_month():
    assert read_day("3/4/2027") == date(2027, 4, 3)
    for text in ("03/15/2027", "31.2.2027", "2027-15-03", "0.1.2027", "1.1.0001"):
        with pytest.raises(ImpossibleError):
            read_day(text)


def test_a_weekday_that_contradicts_is_asked_about():
    with pytest.raises(WeekdayError) as caught:
        read_day("tirsdag den 15. marts 2027")
    assert caught.value.day == IDES
    with translation.override("da"):
        assert "mandag den 15. marts 2027" in understand("tirsdag 15. marts 2027", "day")[1]
    with pytest.raises(WeekdayError):
        read_moment("tirsdag 15. marts 2027 kl. 8")


@pytest.mark.parametrize("text", ["24", "25:00", "13:60", "13 pm", "", ".", "9-10", "noon", "12345"])
def test_times_that_no_clock_shows(text: str):
    with pytest.raises(NotUnderstoodError):
        read_clock(text)


@pytest.mark.parametrize("language", active_languages())
def test_refusals_show_an_example_that_is_understood(language: str):
    with translation.override(language):
        for kind, field in (
            ("day", forms.DateField()),
            ("clock", forms.TimeField()),
            ("moment", forms.DateTimeField()),
        ):
            with pytest.raises(forms.ValidationError) as caught:
                field.clean("på tirsdag")
            [said] = caught.value.messages
            assert all(text in said for text in ("på tirsdag", example(kind)))
            assert field.clean(example(kind))
            assert language == "en" or "not understood" not in said


def test_words_name_weekday_and_city():
    with translation.override("da"):
        assert understand("15.3.2027", "day") == ("mandag den 15. marts 2027", "")
        assert understand("kl. 13", "clock", "Europe/Copenhagen") == ("kl. 13.00 i København", "")
        assert understand("15.3.2027 13", "moment") == ("mandag den 15. marts 2027 kl. 13.00 i Oslo", "")
    with translation.override("en"):
        assert (
            understand("15.3.2027 13", "moment", "Europe/Copenhagen")[0] == "Monday 15 March 2027, 13:00 in Copenhagen"
        )
    assert understand("  ", "day") == ("", "")
    for never_or_twice in ("28.3.2027 02:30", "31.10.2027 02:30"):
        words, refused = understand(never_or_twice, "moment")
        assert (words, "Europe/Oslo" in refused) == ("", True)


class DatedForm(forms.Form):
    """Fields as Wagtail has them on every page."""

    go_live_at = forms.DateTimeField(widget=AdminDateTimeInput)
    expire_at = forms.DateTimeField(widget=AdminDateTimeInput)


def test_what_was_typed_stays_in_the_field_with_or_without_an_error():
    typed = {"go_live_at": "15. marts 2027 kl. 8", "expire_at": "til jul"}
    form = DatedForm(typed)
    with translation.override("da"):
        html = form.as_p()
        assert (form.is_valid(), list(form.errors)) == (False, ["expire_at"])
    assert all(f'value="{text}"' in html for text in typed.values())
    words = "mandag den 15. marts 2027 kl. 08.00 i Oslo"
    assert f'<output class="portal-words" for="id_go_live_at" data-kind="moment">{words}</output>' in html


@pytest.mark.django_db
def test_the_admin_says_in_words_what_is_typed(client: Client, world: World):
    address = reverse("portal_dates")
    assert client.get(address, {"kind": "day", "text": "15.3.2027"}).status_code == 302
    client.force_login(world.a.member)
    for text, kind, zone in (
        ("15.3.2027", "day", ""),
        ("13", "clock", "Europe/Helsinki"),
        ("x" * 999, "no", "No/Where"),
    ):
        answer = client.get(address, {"kind": kind, "text": text, "zone": zone}).json()
        assert bool(answer["words"]) != bool(answer["refused"])


@override_settings(LANGUAGES=[*((code, code) for code in ("en", "fo"))])
def test_a_seventh_language_works_by_configuration():
    assert read_day("mánadagur 15. mars 2027") == IDES
