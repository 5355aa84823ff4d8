"""Admin view of grouping by a table: the form, what would be grouped, and then the grouping itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from events.dialogue.desk.access import Place, desk_language, page, user_of, with_occasion
from events.dialogue.desk.telling import tell_grouped
from events.dialogue.importing.files import MOST_BYTES, ImportRefusedError, text_of
from events.dialogue.importing.grouping import GroupingPreview, bring_into_themes, preview_grouping
from events.dialogue.models import Occasion

#: Lines of a preview that are shown.
MOST_SHOWN = 50


class GroupingForm(forms.Form):
    """A table, and the language of the themes that it makes."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Up to 2 MB and 5,000 lines. The first line names the columns: id is the number of a contribution, theme "
            "is the title of a theme. Several themes stand between semicolons. Other columns are left out, so the list "
            "of contributions can be saved, filled in and uploaded."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of new titles"), choices=settings.LANGUAGES)

    def table(self) -> str:
        """The text of the file.

        Raises:
            ImportRefusedError: there is none, or it cannot be read.
        """
        file = self.cleaned_data.get("file")
        if file is None:
            raise ImportRefusedError(_("Choose a file first."))
        if file.size > MOST_BYTES:
            raise ImportRefusedError(_("The file is larger than 2 MB. Divide it."))
        return text_of(file.read())


@require_http_methods(["GET", "POST"])
@with_occasion
def grouping_page(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """The form; what would be grouped; and the grouping, which alone stores anything."""
    form, context, status = GroupingForm(initial={"language": desk_language()}), dict[str, Any](), 200
    if request.method == "POST":
        form, status = GroupingForm(request.POST, request.FILES), 422
        is_import = request.POST.get("action") == "import"
        if form.is_valid():
            try:
                sent = request.POST.get("text", "").replace("\r\n", "\n").removeprefix("\n")
                text = sent if is_import else form.table()
                found = preview_grouping(text, occasion)
            except ImportRefusedError as error:
                form.add_error(None, str(error))
            else:
                if is_import:
                    language = form.cleaned_data["language"]
                    done = bring_into_themes(occasion, found.placed, language, user_of(request), timezone.now())
                    tell_grouped(request, done)
                    return redirect(place.url("board"))
                context, status = _shown(found, text), 200
    return page(request, "grouping.html", place, "board", _("Group by a table"), {**context, "form": form}, status)


def _shown(found: GroupingPreview, text: str) -> dict[str, object]:
    return {
        "preview": found,
        "placed": found.placed[:MOST_SHOWN],
        "errors": found.errors[:MOST_SHOWN],
        "text": text,
    }
