"""View for title and summary of a page in a language into which its whole text is not translated."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.log_actions import log
from wagtail.models import Page

from portal.core.i18n.locales import language_name, locale_ids
from portal.core.models import ShortTranslation
from portal.core.models.frame import SECTION_DEPTH
from portal.core.types import AnyUser
from portal.editing.admin_views import AdminView, Crumb, languages_crumb
from portal.editing.undo import offers

#: Entry of the log.
TRANSLATED = "portal.short_translation"
#: What is kept to take a removal back.
REMOVED = "short_translation"


def is_record(page: Page) -> bool:
    """Whether readers of other languages read ``page`` in their own frame: it is public, and no section."""
    return bool(page.live and page.depth > SECTION_DEPTH)


class ShortForm(forms.ModelForm):
    """Title and summary, as long as those of a page may be."""

    class Meta:
        model = ShortTranslation
        fields = ("title", "summary")

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, label in (("title", _("Title")), ("summary", _("Summary"))):
            self.fields[field].label = label
            self.fields[field].widget.attrs["lang"] = language


class ShortTranslationView(AdminView, FormView):
    """Two fields beside the original: what readers of a language see above a text in another one."""

    template_name = "editing/short_translation.html"
    form_class = ShortForm
    header_icon = "wagtail-localize-language"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find a public record that is not translated into the language.

        Raises:
            PermissionDenied: what visitors read of it is not the user's to say.
            Http404: there is no such language, or the whole text exists in it.
        """
        super().setup(request, *args, **kwargs)
        found = Page.objects.filter(pk=kwargs["page_id"], live=True, depth__gt=SECTION_DEPTH)
        self.page = get_object_or_404(found).specific
        self.language = str(kwargs["language"])
        if not self.page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        translated = Page.objects.filter(translation_key=self.page.translation_key, live=True)
        if self.language not in locale_ids() or translated.filter(locale__language_code=self.language).exists():
            raise Http404
        key = {"translation_key": self.page.translation_key, "language": self.language}
        self.short = ShortTranslation.objects.filter(**key).first() or ShortTranslation(**key)

    def get_page_title(self) -> str:
        """Which page in which language."""
        title, language = self.page.get_admin_display_title(), language_name(self.language)
        return _("Title and summary of “%(title)s” in %(language)s") % {"title": title, "language": language}

    def above(self) -> list[Crumb]:
        """The languages of the page."""
        return [languages_crumb(self.page)]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The stored texts, and the language in which they are written."""
        return {**super().get_form_kwargs(), "instance": self.short, "language": self.language}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``page``, ``language``, ``short`` and ``is_outdated``: whether the original says something else now."""
        short = self.short
        is_outdated = bool(short.pk) and (short.of_title, short.of_summary) != (self.page.title, self.page.summary)
        more = {"page": self.page, "language": self.language, "short": short, "is_outdated": is_outdated}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Store what was typed, or take the texts away."""
        if request.POST.get("action") == "delete" and self.short.pk:
            kept = {"row": offers.keep_row(self.short), "page": str(self.page.pk)}
            self.short.delete()
            said = _("Readers see title and summary of the original again.")
            offers.offer(request, REMOVED, kept, said)
            return self._done()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ShortForm) -> HttpResponse:
        """Shown to readers at once."""
        self.short.of_title, self.short.of_summary = self.page.title, self.page.summary
        form.save()
        messages.success(self.request, _("Readers see this title and summary now."))
        return self._done()

    def _done(self) -> HttpResponse:
        log(self.page, TRANSLATED, user=self.request.user, data={"language": self.language})
        return redirect("portal_languages", self.page.pk)


def put_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """Show readers again what was taken away.

    Raises:
        CannotUndoError: the page is not the user's to publish any more, or something was written in its place.
    """
    page = Page.objects.filter(pk=int(kept["page"])).first()
    if page is None or not page.permissions_for_user(user).can_publish():
        raise offers.not_allowed()
    offers.put_row_back(kept["row"], ShortTranslation)
    return offers.done()
