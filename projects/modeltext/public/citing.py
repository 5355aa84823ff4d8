"""Citation of a version: plain text, BibTeX, RIS (Research Information Systems), CSL-JSON. Pure functions."""

import json
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Cited:
    """What a citation says of a version."""

    #: ``Nordic Smart City Model, version 1.0``.
    title: str
    #: Who is named as the author: the initiative.
    author: str
    number: str
    day: date
    url: str
    #: Language of the text (BCP 47).
    language: str

    @property
    def key(self) -> str:
        """Names it in a bibliography."""
        return f"nordic-smart-city-model-{self.number}-{self.language}"


def as_text(cited: Cited) -> str:
    """One line."""
    return f"{cited.author} ({cited.day.year}). {cited.title}. {cited.day.isoformat()}. {cited.url}"


_BIBTEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def as_bibtex(cited: Cited) -> str:
    """An entry ``@misc``; what means something to TeX is escaped, but for the address, which is no text of its own."""

    def safe(text: str) -> str:
        return re.sub(r"[\\~^]|[&%$#_{}]", lambda found: _BIBTEX.get(found[0], f"\\{found[0]}"), text)

    rows = {
        "author": f"{{{safe(cited.author)}}}",
        "title": f"{{{safe(cited.title)}}}",
        "year": str(cited.day.year),
        "month": str(cited.day.month),
        "version": cited.number,
        "language": cited.language,
        "url": cited.url,
    }
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows.items())
    return f"@misc{{{cited.key},\n{inside}\n}}\n"


def as_ris(cited: Cited) -> str:
    """A record of the type GEN, with the line ends that the format asks for."""
    rows = (
        ("TY", "GEN"),
        ("AU", cited.author),
        ("TI", cited.title),
        ("PY", str(cited.day.year)),
        ("DA", cited.day.strftime("%Y/%m/%d/")),
        ("ET", cited.number),
        ("LA", cited.language),
        ("UR", cited.url),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows)


def as_csl(cited: Cited) -> str:
    """A list of one item of the type ``document`` (Citation Style Language 1.0.2)."""
    item = {
        "id": cited.key,
        "type": "document",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "issued": {"date-parts": [[cited.day.year, cited.day.month, cited.day.day]]},
        "version": cited.number,
        "language": cited.language,
        "URL": cited.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
