"""Admin views of the import: notes or a file, what would come in, and then the import itself."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events.dialogue.desk.access import Place, for_team, page, user_of
from events.dialogue.enums import Channel, Quoting
from events.dialogue.importing.actions import Imported, bring_in
from events.dialogue.importing.files import MOST_BYTES, MOST_LINES, ImportRefusedError, text_of
from events.dialogue.importing.preview import NOTES, TABLE, Defaults, Preview, preview
from events.dialogue.input.languages import language_choices
from events.dialogue.models import Question
from portal.core.forms.choices import RecordField

#: Lines of a preview that are shown.
MOST_SHOWN = 50
CHANNELS = (Channel.SESSION, Channel.MAIL, Channel.PHONE, Channel.PAPER, Channel.IMPORT)


class ImportForm(forms.Form):
    """What is imported, and what holds for lines that do not say it themselves."""

    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One line is one contribution."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Up to 2 MB and 5,000 lines. The first line names the columns, in any language of the portal: text, "
            "question, language, name, organisation, country, role, how it came, may be quoted."
        ),
    )
    question = RecordField(label=gettext_lazy("Question"), queryset=Question.objects.none(), empty_label=None)
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[(channel.value, channel.label) for channel in CHANNELS],
        initial=Channel.SESSION,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, initial="")
    quoting = forms.ChoiceField(
        label=gettext_lazy("May be quoted"),
        choices=Quoting.choices,
        initial=Quoting.NO,
        help_text=gettext_lazy("Only what the people have agreed to themselves, and to the licence with it."),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = place.questions  # type: ignore[attr-defined]
        self.fields["question"].initial = place.questions.filter(retired=False).first()
        guessed = ("", _("Guessed from the words of each line"))
        self.fields["language"].choices = [guessed, *language_choices()]  # type: ignore[attr-defined]

    def defaults(self) -> Defaults:
        """What holds for lines that do not say otherwise."""
        cleaned = self.cleaned_data
        return Defaults(cleaned["question"], cleaned["channel"], cleaned["language"], cleaned["quoting"])

    def source(self) -> tuple[str, str]:
        """Whether it is notes or a table, and its text.

        Raises:
            ImportRefusedError: it is neither, or cannot be read.
        """
        file = self.cleaned_data.get("file")
        if file is not None and file.size > MOST_BYTES:
            raise ImportRefusedError(_("The file is larger than 2 MB. Divide it."))
        if file is not None:
            return TABLE, text_of(file.read())
        return NOTES, self.cleaned_data["notes"]


@require_http_methods(["GET", "POST"])
@for_team
def import_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The form; what would come in; and the import, which alone stores anything."""
    form, context, status = ImportForm(place=place), dict[str, Any](), 200
    if request.method == "POST":
        form, status = ImportForm(request.POST, request.FILES, place=place), 422
        if form.is_valid():
            try:
                kind, text = _sent(request) or form.source()
                found = preview(kind, text, place.occasion, form.defaults())
            except ImportRefusedError as error:
                form.add_error(None, str(error))
            else:
                if request.POST.get("action") == "import":
                    return _bring_in(request, place, found)
                context, status = _shown(found, kind, text), 200
    context |= {"form": form, "most_lines": MOST_LINES, "has_questions": place.questions.exists()}
    return page(request, "import.html", place, "import", _("Import"), context, status)


def _sent(request: HttpRequest) -> tuple[str, str] | None:
    """What a preview sends along, as it was read; None for the first form."""
    if request.POST.get("action") != "import":
        return None
    kind = TABLE if request.POST.get("kind") == TABLE else NOTES
    return kind, request.POST.get("text", "").replace("\r\n", "\n").removeprefix("\n")


def _shown(found: Preview, kind: str, text: str) -> dict[str, object]:
    return {
        "preview": found,
        "entries": found.entries[:MOST_SHOWN],
        "errors": found.errors[:MOST_SHOWN],
        "kind": kind,
        "text": text,
        "key": uuid4().hex,
    }


def _bring_in(request: HttpRequest, place: Place, found: Preview) -> HttpResponse:
    repeated = request.POST.get("repeated") == "on"
    entries = found.entries if repeated else [entry for entry in found.entries if not entry.is_repeated]
    key, read = request.POST.get("key", "")[:64], request.POST.get("read") == "on"
    _tell(request, bring_in(place.occasion, entries, key, user_of(request), timezone.now(), read=read))
    return redirect(place.url("queue"))


def _tell(request: HttpRequest, imported: Imported) -> None:
    if imported.new:
        text = ngettext("%(number)d contribution came in.", "%(number)d contributions came in.", imported.new)
        messages.success(request, text % {"number": imported.new})
    else:
        messages.success(request, _("Nothing new came in."))
    if imported.before:
        text = ngettext(
            "%(number)d had come in already by the same preview.",
            "%(number)d had come in already by the same preview.",
            imported.before,
        )
        messages.info(request, text % {"number": imported.before})
