"""Base of the aggregated reports: those that are worked out rather than listed."""

from typing import Any

from wagtail.admin.views.reports import ReportView


class Row(dict):
    """One line of a report: the export reads it by key, as it does attributes."""

    @property
    def pk(self) -> str:
        """What tells it from other lines."""
        return str(self["name"])


class TableReport(ReportView):
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

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds ``table``: headings and cells."""
        context = super().get_context_data(*args, **kwargs)
        keys = list(self.export_headings)
        table = {
            "headings": list(self.export_headings.values()),
            "rows": [[row[key] for key in keys] for row in self.object_list],
        }
        return {**context, "table": table}
