"""Views of exchange files in the admin: download, and upload of what came back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from portal.core.i18n.text import page_slug
from portal.editing.translations import exchange
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
