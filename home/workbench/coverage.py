"""What the case studies cover, and what not: country, element, partner, language. Each row can be exported."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView

from home.workbench.matrix import originals
from portal.editing.enums import State
from portal.enums import Country, country_label
from portal.i18n import language_name, locale_ids
from portal.models import TranslationState
from projects.models import CaseElement, ElementPage


class Row(dict):
    """One line of a report: the export reads it by key, as it does attributes."""

    @property
    def pk(self) -> str:
        """What tells it from other lines."""
        return str(self["name"])


class SafeReport(ReportView):
    """A report whose files no spreadsheet takes for formulas: titles are typed by many people."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """As Wagtail's, with an apostrophe before what looks like a formula."""
        row = super().to_row_dict(item)
        return {
            key: f"'{value}" if str(value)[:1] in "=+-@" and isinstance(value, str) else value
            for key, value in row.items()
        }


class TableReport(SafeReport):
    """A report that is worked out rather than listed: one table, the same on the page and in the file."""

    results_template_name = "home/workbench/table_results.html"
    is_searchable = False
    paginate_by = None

    def rows(self) -> list[Row]:
        """The lines, each with ``name`` and the same further keys."""
        raise NotImplementedError

    def headings(self) -> dict[str, str]:
        """Heading by key, in the order of the columns."""
        raise NotImplementedError

    def get_queryset(self) -> Any:
        """The lines, as the export expects them."""
        self.export_headings = self.headings()
        self.list_export = list(self.export_headings)
        return self.rows()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``table``: headings and cells."""
        context = super().get_context_data(*args, **kwargs)
        keys = list(self.export_headings)
        table = {
            "headings": list(self.export_headings.values()),
            "rows": [[row[key] for key in keys] for row in self.object_list],
        }
        return {**context, "table": table}


class CoverageView(TableReport):
    """Which element has no case from which country?"""

    page_title = gettext_lazy("Coverage of the case studies")
    header_icon = "site"
    index_url_name, index_results_url_name = "home_coverage", "home_coverage_results"

    def headings(self) -> dict[str, str]:
        """Countries as columns."""
        return {
            "name": _("Element"),
            **{c.value: str(country_label(c.value)) for c in Country},
            "total": _("All countries"),
        }

    def rows(self) -> list[Row]:
        """One line per element; a case in six languages counts once."""
        pairs = (
            CaseElement.objects.filter(page__live=True)
            .values_list("element__translation_key", "page__country", "page__translation_key")
            .distinct()
        )
        counts = Counter((element, country) for element, country, _case in pairs)
        language = settings.LANGUAGE_CODE
        elements = ElementPage.objects.filter(locale=locale_ids().get(language), live=True).order_by("number")
        return [self._row(element, counts) for element in elements]

    def _row(self, element: ElementPage, counts: Counter) -> Row:
        cells = {c.value: counts[element.translation_key, c.value] for c in Country}
        return Row(name=element.title, **cells, total=sum(cells.values()))


class ContentView(TableReport):
    """How many pages of which state there are in each language, and by organisation."""

    page_title = gettext_lazy("Translations by language")
    header_icon = "globe"
    index_url_name, index_results_url_name = "home_progress", "home_progress_results"

    def headings(self) -> dict[str, str]:
        """States as columns."""
        return {"name": _("Language"), **{state.value: str(state.label) for state in State}}

    def rows(self) -> list[Row]:
        """One line per language, of the pages that the user may edit: one query."""
        keys = originals(self.request.user).order_by().values("translation_key")
        found = TranslationState.objects.filter(translation_key__in=keys).values_list("locale_id", "state")
        counts = Counter(found)
        return [
            Row(
                name=language_name(code),
                **{state.value: counts[locale_ids().get(code, 0), state.value] for state in State},
            )
            for code, _name in settings.LANGUAGES
        ]


class StaleView(SafeReport):
    """Public pages by the day on which they were last published, oldest first."""

    page_title = gettext_lazy("Pages by age")
    header_icon = "time"
    index_url_name, index_results_url_name = "home_stale", "home_stale_results"
    results_template_name = "home/workbench/stale_results.html"
    is_searchable = False
    list_export = ["page.title", "page.full_url", "page.last_published_at"]
    export_headings = {
        "page.title": gettext_lazy("Title"),
        "page.full_url": gettext_lazy("Address"),
        "page.last_published_at": gettext_lazy("Last published"),
    }

    def get_queryset(self) -> QuerySet[TranslationState]:
        """Originals that the user may edit."""
        rows = originals(self.request.user).filter(page__live=True).select_related("page")
        return rows.order_by("page__last_published_at", "pk")
