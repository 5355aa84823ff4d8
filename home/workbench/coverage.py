"""Coverage report of case studies: country, element, partner, language. Each row can be exported."""

from collections import Counter

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView

from home.workbench.matrix import by_facts, count_states, originals
from home.workbench.tables import Row, TableReport
from portal.core.enums import Country, country_label
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import best_versions, language_name, locale_ids
from portal.editing.enums import OPEN_STATES, State
from portal.editing.models import TranslationState
from projects.models import CaseElement, ElementPage


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
        language = active_language()
        elements = best_versions(ElementPage.objects.filter(live=True), language)
        return [self._row(element, counts) for element in sorted(elements, key=lambda element: element.number)]

    def _row(self, element: ElementPage, counts: Counter) -> Row:
        cells = {c.value: counts[element.translation_key, c.value] for c in Country}
        return Row(name=element.title, **cells, total=sum(cells.values()))


class ContentView(TableReport):
    """How complete each language is, and how many pages of which state there are in it."""

    page_title = gettext_lazy("Translations by language")
    header_icon = "globe"
    index_url_name, index_results_url_name = "home_progress", "home_progress_results"

    def headings(self) -> dict[str, str]:
        """States as columns."""
        states = {state.value: str(state.label) for state in State}
        return {"name": _("Language"), "percent": _("Percent up to date"), **states}

    def rows(self) -> list[Row]:
        """One line per language, of the public pages that the user may edit: one query."""
        counts = count_states(originals(self.request.user))
        return [self._row(code, counts[locale_ids().get(code, 0)]) for code, _name in settings.LANGUAGES]

    def _row(self, code: str, counts: dict[str, int]) -> Row:
        cells = {state.value: counts.get(state.value, 0) for state in State}
        wanted = sum(cells.values()) - cells[State.UNWANTED]
        done = wanted - sum(cells[state] for state in OPEN_STATES)
        return Row(name=language_name(code), percent=done * 100 // wanted if wanted else 100, **cells)


class StaleView(ReportView):
    """Public pages with sources by the day on which their facts were last checked: never, then the oldest first."""

    page_title = gettext_lazy("Facts by age")
    header_icon = "time"
    index_url_name, index_results_url_name = "home_stale", "home_stale_results"
    results_template_name = "home/workbench/stale_results.html"
    is_searchable = False
    list_export = ["page.title", "public_url", "facts_checked"]
    export_headings = {
        "page.title": gettext_lazy("Title"),
        "public_url": gettext_lazy("Address"),
        "facts_checked": gettext_lazy("Facts checked"),
    }

    def get_queryset(self) -> QuerySet[TranslationState]:
        """Originals that the user may edit."""
        return by_facts(originals(self.request.user))
