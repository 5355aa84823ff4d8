"""The public page of the coverage: what became of what was said, and on what the text rests. Two queries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.core.enums import country_label
from portal.core.hooks.roots import Became, Counted
from portal.core.i18n.languages import active_language, reading_order
from portal.core.i18n.locales import language_name
from portal.core.models.frame import Frame, frame_for
from portal.core.web.etags import public_for
from projects.modeltext.comparing import best_code
from projects.modeltext.coverage import ModelPart, Result
from projects.modeltext.models import Coverage
from projects.modeltext.public.pages import show
from projects.modeltext.queries import KINDS


@dataclass(frozen=True)
class Share:
    """How many of all, and how many of a hundred."""

    number: int
    percent: int


@dataclass(frozen=True)
class Row:
    """One line of the table: an occasion, a language or a country."""

    title: str
    url: str
    #: Language of ``title`` (BCP 47).
    language: str
    said: int
    shares: list[Share]


@public_for(0)
def coverage(request: HttpRequest) -> HttpResponse:
    """How much of what was said came how far, and what the text still lacks."""
    language = active_language()
    frame = frame_for(language)
    stored = Coverage.objects.first()
    result: Result = stored.result if stored else {"said": [], "model": None}
    context = {
        "counted_at": stored.counted_at if stored else None,
        **_said(result["said"], language),
        **(_model(result["model"], frame, language) if result["model"] else {}),
    }
    return show(request, "coverage.html", context, frame)


def _said(counted: list[Counted], language: str) -> dict[str, object]:
    if not counted:
        return {}
    everything, *occasions = counted
    return {
        "everything": _row(_("All contributions"), "", language, everything["numbers"]),
        "occasions": [_of_occasion(one, language) for one in occasions],
        "said_in": _broken_down(everything["by_language"], lambda code: _language(code, language), language),
        "said_from": _broken_down(everything["by_country"], country_label, language),
        "days": [(label, round(days)) for step, label in _steps() if (days := everything["days"][step]) is not None],
        "told": everything["told"],
    }


def _steps() -> Iterable[tuple[str, str]]:
    yield "in_theme", _("until it was in a theme")
    yield "replied", _("until it had a reply")
    yield "in_text", _("until the text of the model rested on it")


def _language(code: str, language: str) -> str:
    return _("unknown language") if code == "und" else language_name(code, language)


def _row(title: str, url: str, language: str, numbers: Became) -> Row:
    said = numbers["said"]
    came = (numbers["in_theme"], numbers["replied"], numbers["in_text"])
    shares = [Share(number, round(100 * number / said) if said else 0) for number in came]
    return Row(title, url, language, said, shares)


def _of_occasion(one: Counted, language: str) -> Row:
    code = next((code for code in reading_order(language) if code in one["pages"]), "")
    if not code:
        return _row(_("Questions that can always be answered"), "", language, one["numbers"])
    return _row(one["pages"][code]["title"], one["pages"][code]["url"], code, one["numbers"])


def _broken_down(groups: Mapping[str, Became], label: Callable[[str], str], language: str) -> list[Row]:
    return [_row(label(code), "", language, numbers) for code, numbers in groups.items()]


def _model(model: ModelPart, frame: Frame, language: str) -> dict[str, object]:
    all_of_them = model["paragraphs"]
    return {
        "model": model,
        "with_roots": Share(model["with_roots"], round(100 * model["with_roots"] / all_of_them) if all_of_them else 0),
        "kinds": [(KINDS.get(kind, kind), number) for kind, number in model["by_kind"].items()],
        "without_case": frame.entries("elements", model["without_case"]),
        "against": [
            (one, KINDS.get(one["kind"], one["kind"]), one["answer"].get(best_code(one["answer"], language), ""))
            for one in model["against"]
        ],
    }
