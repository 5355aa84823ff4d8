"""How much of the CPU of a stock Wagtail site does the portal need for the same kinds of pages?

    VAR_DIR=… python benchmarks/plain_speed.py [--seconds 3] [--rounds 3]

Makes a site by ``benchmarks/plain_wagtail/`` (what ``wagtail start`` and its tutorial give: no page cache, no tricks)
with as many pages, and the same texts, as the portal of ``VAR_DIR`` has in English. Then asks it, the portal, and the
portal without its page cache in turn, each under gunicorn as ``portal/server.py`` configures it, over eight
connections; a search is another one each time. Prints CPU milliseconds of all processes of each server for a request,
and the portal's ratios to the stock site.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.cache_speed import CONNECTIONS, ROOT, ask_once, measure, running

#: Kind of page: where the portal has it, where the stock site has it.
KINDS = {
    "home": ("/en/", "/"),
    "listing": ("/en/projects/", "/cases/"),
    "detail": ("/en/projects/omastadi-helsinki/", "/cases/{case}/"),
    "search": ("/en/search/?q=", "/search/?query="),
}
#: Three of them are searched for, in all their combinations: neither site answers a search twice.
WORDS = [
    *("energy", "data", "mobility", "citizens", "water", "housing", "waste", "library", "schools", "climate"),
    *("health", "traffic", "harbour", "heating", "tourism", "sensors", "open", "district", "village", "budget"),
    *("students", "model", "partners", "rural", "island", "transport", "buses", "streets", "parking", "noise"),
]
#: The largest ratios that are wanted: kept, made anew.
WANTED = {"home": (1 / 100, 0.35), "listing": (1 / 60, 0.45), "detail": (1 / 30, 0.6), "search": (None, 0.45)}
#: Run with the portal's settings: what it has in English.
PAGES = """
import json
from events.models import EventPage
from partners.models import PartnerPage
from projects.models import CaseStudyPage, ElementPage

def live(model):
    return model.objects.filter(live=True, locale__language_code="en").order_by("pk")

def short(model):
    return [{"title": page.title, "intro": page.summary} for page in live(model)]

print(json.dumps({
    "partners": short(PartnerPage),
    "elements": short(ElementPage),
    "events": [{"title": p.title, "intro": p.summary, "date": str(p.start_date)} for p in live(EventPage)],
    "cases": [
        {
            "title": p.title,
            "slug": p.slug,
            "intro": p.summary,
            "country": p.country,
            "texts": [str(text) for text in (p.challenge, p.approach, p.result) if text],
            "partners": p.case_partners.count(),
            "elements": p.case_elements.count(),
        }
        for p in live(CaseStudyPage)
    ],
}))
"""


def build(database: Path) -> str:
    """Make the stock site; returns the slug of the case that both are asked for."""
    own = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", **os.environ}
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", PAGES]
    said = subprocess.run(command, cwd=ROOT, env=own, check=True, stdout=subprocess.PIPE, text=True).stdout
    plain = {
        **os.environ,
        "PLAIN_DATABASE": str(database),
        "DJANGO_SETTINGS_MODULE": "benchmarks.plain_wagtail.settings",
    }
    command = [sys.executable, "-m", "benchmarks.plain_wagtail.build"]
    subprocess.run(command, cwd=ROOT, env=plain, check=True, input=said, text=True)
    slugs = [case["slug"] for case in json.loads(said)["cases"]]
    return next((slug for slug in slugs if f"/{slug}/" in KINDS["detail"][0]), slugs[0])


def main() -> None:
    """Measure in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        database = Path(folder) / "plain.sqlite3"
        case = build(database)
        plain = stack.enter_context(
            running(
                "benchmarks.plain_wagtail.wsgi",
                PLAIN_DATABASE=str(database),
                DJANGO_SETTINGS_MODULE="benchmarks.plain_wagtail.settings",
            )
        )
        kept = stack.enter_context(running("portal.wsgi"))
        anew = stack.enter_context(running("portal.wsgi", PAGE_CACHE_MB="0"))
        searches = {name: map("+".join, permutations(WORDS, 3)) for name in ("plain", "kept", "anew")}
        taken: dict[tuple[str, str], list[float]] = {}
        for warm_up in (True, *[False] * chosen.rounds):
            for kind, (here, there) in KINDS.items():
                for name, server, address in (
                    ("plain", plain, there.format(case=case)),
                    ("kept", kept, here),
                    ("anew", anew, here),
                ):
                    words = searches[name] if kind == "search" else None
                    if warm_up:  # each worker renders it, and loads the dictionaries of the search
                        for _time in range(2 * CONNECTIONS):
                            ask_once(server, address + next(words) if words else address)
                    else:
                        cpu = measure(server, address, chosen.seconds, words=words).cpu
                        taken.setdefault((kind, name), []).append(cpu)
    print(f"CPU ms{'stock':>12}{'kept':>10}{'ratio':>10}{'wanted':>10}{'anew':>10}{'ratio':>10}{'wanted':>10}")
    for kind, wanted in WANTED.items():
        stock, cached, fresh = (statistics.median(taken[kind, name]) for name in ("plain", "kept", "anew"))
        goal = f"{wanted[0]:10.4f}" if wanted[0] else f"{'':>10}"
        line = f"{kind:8}{stock:10.2f}{cached:10.3f}{cached / stock:10.4f}{goal}"
        print(f"{line}{fresh:10.2f}{fresh / stock:10.2f}{wanted[1]:10.2f}")


if __name__ == "__main__":
    main()
