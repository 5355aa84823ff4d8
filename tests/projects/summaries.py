"""Summaries of plainly fictional cases."""

from uuid import UUID

from projects.case_summary import CaseSummary


def case_summary(pk: int, **fields) -> CaseSummary:
    """A case of a Danish town; what matters is given."""
    given = {
        "translation_key": UUID(int=pk),
        "title": f"Case {pk}",
        "url_path": f"/en/projects/case-{pk}/",
        "language": "en",
        "original_language": "en",
        "country": "DK",
        "municipality": f"Town {pk}",
        "latitude": None,
        "longitude": None,
        "location_precision": "municipality",
        "size_band": "",
        "rural": False,
        "start_year": None,
        "elements": (),
        "partners": (),
        **fields,
    }
    return CaseSummary(pk=pk, **given)
