"""Views of what comes to the desk from elsewhere: exchange files, and the proposals of a machine."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail_localize.machine_translators import get_machine_translator

from portal.core.i18n.text import page_slug
from portal.editing.translations import exchange
from portal.editing.translations.machine import propose
from portal.editing.translations.views import TranslationEditorView, say_list


class DownloadView(TranslationEditorView):
    """The translation as a file, for whoever may edit the page."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: object, **kwargs: Any) -> HttpResponse:
        """The file; its name says which page and language."""
        kind = kwargs["kind"]
        language = self.translation.target_locale.language_code
        name = f"{page_slug(self.translation.source.object_repr, most=80) or 'page'}-{language}.{kind}"
        content = exchange.export(self.translation, kind)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=f"{exchange.KINDS[kind]}; charset=utf-8", headers=headers)


class ProposeView(TranslationEditorView):
    """Asks the machine for what is missing, for whoever may translate the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Keep what it proposes, and say what came of it.

        Raises:
            Http404: there is no machine, or it does not know the languages.
        """
        machine = get_machine_translator()
        if not machine or not machine.can_translate(self.translation.source.locale, self.translation.target_locale):
            raise Http404
        made = propose(self.translation, machine, request.user)
        if made.stored:
            said = ngettext(
                "%(name)s proposes %(count)s sentence. Read it, and tick or change it.",
                "%(name)s proposes %(count)s sentences. Read them, and tick or change each.",
                made.stored,
            )
            messages.success(request, said % {"name": machine.display_name, "count": made.stored})
        if made.unsure:
            say_list(request, messages.warning, _("Proposed, but not whole:"), made.unsure)
        if not made.is_complete:
            said = _("%(name)s gives no answer just now, or does not translate into this language. Nothing is lost.")
            messages.error(request, said % {"name": machine.display_name})
        elif not made.stored:
            messages.warning(request, _("There is nothing left that it could propose."))
        return redirect("translation_editor", self.translation.pk)


class UploadView(TranslationEditorView):
    """Takes a file back, for whoever may edit the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Store the sentences and say what came of them."""
        here = redirect("translation_editor", self.translation.pk)
        file = request.FILES.get("file")
        if file is None:
            messages.error(request, _("Choose a file first."))
            return here
        try:
            outcome = exchange.bring_in(self.translation, file.read(exchange.MOST_BYTES + 1), request.user)
        except exchange.ExchangeError as error:
            messages.error(request, str(error))
            return here
        if outcome.stored:
            log(self.page, "portal.import_translation", user=request.user)
        said = ngettext("%(count)s sentence saved.", "%(count)s sentences saved.", outcome.stored)
        messages.success(request, said % {"count": outcome.stored})
        for kind, say, beginning in (
            ("refused", messages.error, _("These sentences could not be taken; the others were:")),
            ("newer", messages.warning, _("These sentences were kept as they are here:")),
            ("unsure", messages.warning, _("Saved, but to be looked at:")),
            (
                "unknown",
                messages.warning,
                _("These sentences were left out: the original does not have them."),
            ),
        ):
            lines = [str(note) for note in outcome.notes if note.kind == kind]
            if lines:
                say_list(request, say, beginning, lines)
        return here
