"""Dates and times as each language writes them (CLDR, with the Nordic customs it misses)."""

import re
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton

from portal.core.i18n.languages import language_row
from portal.core.i18n.locales import babel_locale


def date_locale(language: str) -> Locale:
    """CLDR data for dates; English as in Europe, with the day first."""
    return babel_locale(language_row(language).dates or language)


def long_date(day: date, language: str) -> str:
    """``16 November 2020``, ``16. marraskuuta 2020``."""
    return format_date(day, "long", locale=date_locale(language))


def date_range(first: date, last: date, language: str) -> str:
    """``16–17 November 2020``; one day alone when both are the same."""
    end = long_date(last, language)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{language_row(language).day_mark}–{end}"
    if first.year == last.year:
        return f"{format_skeleton('MMMMd', first, locale=date_locale(language))} – {end}"
    return f"{long_date(first, language)} – {end}"


def month_and_year(day: date, language: str) -> str:
    """``November 2020``, ``marraskuu 2020``."""
    return format_skeleton("yMMMM", day, locale=date_locale(language))


def month_name(day: date, language: str) -> str:
    """``November``, ``marraskuu``: the month by itself."""
    return format_date(day, "LLLL", locale=date_locale(language))


def weekday_name(day: date, language: str) -> str:
    """``Monday``, ``maanantai``: the weekday by itself."""
    return format_date(day, "cccc", locale=date_locale(language))


def full_date(day: date, language: str) -> str:
    """With the weekday: ``Monday 16 November 2020``, ``mandag den 16. november 2020``."""
    text = format_date(day, "full", locale=date_locale(language))
    return text.replace(",", "", 1) if language_row(language).drops_weekday_comma else text


def clock(moment: datetime, language: str) -> str:
    """``13:00``, in some languages ``13.00``."""
    return moment.strftime(f"%H{language_row(language).clock_mark}%M")


def day_and_clock(moment: datetime, language: str) -> str:
    """``16 November 2020, 13:00``, ``16. november 2020 kl. 13.00``: reads well alone and within a sentence."""
    return f"{long_date(moment.date(), language)}{language_row(language).before_clock}{clock(moment, language)}"


def quoted(text: str, language: str) -> str:
    """In the quotation marks of the language: ``“energy”``, ``«energi»``, ``”energia”``, ``„orka“``."""
    before, after = language_row(language).quotes
    return f"{before}{text}{after}"


def offset(moment: datetime) -> str:
    """Distance of an aware time from UTC: ``UTC+1``, ``UTC−3:30``, ``UTC``."""
    delta = moment.utcoffset()
    minutes = int(delta.total_seconds() // 60) if delta else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def zone_label(moment: datetime) -> str:
    """Short name of the zone and its offset: ``CET, UTC+1``; the offset alone where the zone has no name."""
    name = moment.tzname() or ""
    return f"{name}, {offset(moment)}" if name.isalpha() and name != "UTC" else offset(moment)


#: Finnish syllables begin with one consonant before a vowel; four letters stay on either side.
_SYLLABLE = re.compile(r"(?<=\w{4})(?=[b-df-hj-np-tv-xz][aeiouyäöå]\w{2})", re.IGNORECASE)

#: Icelandic compounds are joined behind a genitive. Where one of these ends, a whole word ends, and what follows must
#: be able to begin one ("-rnar", "-nnar" cannot). Any other stays whole: better no break than one within a word.
_GENITIVES = (
    *("unar", "ngar", "ndar", "borgar", "jórnar", "laugar", "rásar", "sóknar", "sveitar"),
    *("gæslu", "göngu", "nslu", "orku", "sónu", "þjónustu", "félags", "loftslags", "skipulags"),
)
_ONSET = "(?:[bp][jlr]?|d[jrv]?|f[jlr]?|g[jlnr]?|h[jlnrv]?|k[jlnrv]?|[lmnr]j?|s[jklmnptv]?[jr]?|[tþ][jrv]?|[jv])"
_JOINT = re.compile(
    rf"(?<=\w{{4}})(?:{'|'.join(f'(?<={end})' for end in _GENITIVES)})(?={_ONSET}[aeiouyáéíóúýæö])(?=\w{{4}})",
    re.IGNORECASE,
)
#: Where long words may be broken, in the languages for which few browsers bring patterns of their own.
_BREAKS = {"fi": _SYLLABLE, "is": _JOINT}


def hyphenated(text: str, language: str) -> str:
    """A title with soft hyphens in its long words, where browsers can rarely hyphenate them by themselves."""
    if language not in _BREAKS:
        return text
    return re.sub(r"\w{16,}", lambda word: _BREAKS[language].sub("\N{SOFT HYPHEN}", word[0]), text)
