"""What all reports of the workbench have in common: files that are safe to open, tables that are worked out."""

from typing import Any

from wagtail.admin.views.reports import ReportView

#: Spreadsheets take a cell for a formula if it begins with one of these, whatever stands before it that is not seen.
FORMULA = tuple("=+-@\t\r\n")


def harmless(value: Any) -> Any:
    """``value`` as a spreadsheet shall have it: text that looks like a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


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
        return {key: harmless(value) for key, value in super().to_row_dict(item).items()}


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
