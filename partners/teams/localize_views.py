"""wagtail-localize's addresses behind the ownership of pages; those whose work the portal does itself lead there.

Its own views check one global permission only: with it, a member of one team could translate the pages of another and
see its titles in the report.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.submit_translations import SubmitSnippetTranslationView

from portal.editing.translations.file_views import DownloadView, ProposeView, UploadView
from portal.editing.translations.helping import may_translate


def to_languages(request: HttpRequest, page_id: int) -> HttpResponse:
    """From where wagtail-localize starts translations, to where the portal does: the languages of the page.

    Raises:
        PermissionDenied: it is somebody else's page.
    """
    page = get_object_or_404(Page, pk=page_id, depth__gt=1)
    if not page.specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return redirect("portal_languages", page.pk)


def to_matrix(request: HttpRequest) -> HttpResponse:
    """From the stock report to the pages and languages that the user may see."""
    return redirect("home_matrix")


def from_source_to_languages(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """From where wagtail-localize brings translations in step, which the portal does by itself, to the languages.

    Raises:
        PermissionDenied: it is somebody else's page, or no page.
    """
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    page = Page.objects.filter(translation_key=source.object_id, locale=source.locale_id).first()
    if page is None:
        raise PermissionDenied
    return to_languages(request, page.pk)


class NoSnippets(SubmitSnippetTranslationView):
    """The portal has no translatable snippets."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse.

        Raises:
            PermissionDenied: always.
        """
        raise PermissionDenied


@xframe_options_sameorigin_override
def preview(request: HttpRequest, translation_id: int, mode: str = "") -> HttpResponse:
    """The page as it would be, for whoever may translate it.

    Raises:
        PermissionDenied: the user may not.
        Http404: there is no such way to look at it.
    """
    translation = get_object_or_404(Translation, pk=translation_id)
    versions = Page.objects.filter(translation_key=translation.source.object_id, locale=translation.target_locale_id)
    page = get_object_or_404(versions).specific
    if not may_translate(request.user, page):
        raise PermissionDenied
    mode = mode or page.default_preview_mode
    if mode not in dict(page.preview_modes):
        raise Http404
    drawn = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    answer: HttpResponse = drawn.make_preview_request(request, mode)
    return answer


def no_aliases(request: HttpRequest, page_id: int) -> HttpResponse:
    """The portal has no pages that pretend to be translations: a translation is not made one, and so is not lost.

    Raises:
        PermissionDenied: always.
    """
    raise PermissionDenied


def urls() -> list[Any]:
    """The same addresses as wagtail-localize's; they must come before them."""
    views = [
        path("submit/page/<int:page_id>/", to_languages, name="submit_page_translation"),
        path(
            "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            NoSnippets.as_view(),
            name="submit_snippet_translation",
        ),
        path("page/<int:page_id>/convert_to_alias/", no_aliases, name="convert_to_alias"),
        path("update/<int:translation_source_id>/", from_source_to_languages, name="update_translations"),
        # The editor of wagtail-localize takes a PO file for finished and stumbles over others.
        path("translate/<int:translation_id>/pofile/download/", DownloadView.as_view(), {"kind": "po"}),
        path("translate/<int:translation_id>/pofile/upload/", UploadView.as_view()),
        # Its own answers with an error when the machine does, and takes what lost its links for right.
        path("translate/<int:translation_id>/machine_translate/", ProposeView.as_view()),
        path("translate/<int:translation_id>/preview/", preview, name="preview"),
        path("translate/<int:translation_id>/preview/<str:mode>/", preview),
        # Its report calls up to date what is not.
        path("reports/translations/", to_matrix, name="translations_report"),
        path("reports/translations/results/", to_matrix, name="translations_report_results"),
    ]
    return [path("localize/", include((views, "wagtail_localize_own")))]
