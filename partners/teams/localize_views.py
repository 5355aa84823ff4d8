"""wagtail-localize's views behind the ownership of pages.

Its own check one global permission only: with it, a member of one team could translate the pages of another and see
its titles in the report. Delete this module when wagtail-localize asks ``permissions_for_user`` there itself.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView, SubmitSnippetTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from partners.teams.ownership import acts_for_all, own_pages
from portal.editing.translations.file_views import DownloadView, ProposeView, UploadView
from portal.editing.translations.gate import check_translation
from portal.editing.translations.helping import may_translate


class SubmitOwnPage(SubmitPageTranslationView):
    """Starts translations of a page that the user may edit."""

    def get_object(self) -> Page:
        """The page.

        Raises:
            PermissionDenied: somebody else's.
        """
        page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page


class UpdateOwnTranslations(UpdateTranslationsView):
    """Brings the translations of a page in step with it; publishing them in one go needs the right to publish."""

    def get_object(self) -> TranslationSource:
        """What is translated.

        Raises:
            PermissionDenied: somebody else's, or no page.
        """
        source = super().get_object()
        page = source.get_source_instance()
        if not isinstance(page, Page):
            raise PermissionDenied
        self.page_permissions = page.permissions_for_user(self.request.user)
        if not self.page_permissions.can_edit():
            raise PermissionDenied
        return source

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Publish translations only if all of them pass the gates.

        Raises:
            NotReadyError: one does not.
        """
        if form.cleaned_data["publish_translations"]:
            self.object.update_from_db()
            for translation in self.object.translations.filter(enabled=True):
                check_translation(translation)
        return super().form_valid(form)

    def get_form(self) -> Any:
        """Without the box for publishing where the user may not publish."""
        form = super().get_form()
        if not self.page_permissions.can_publish():
            del form.fields["publish_translations"]
            if form.is_bound and form.is_valid():
                form.cleaned_data["publish_translations"] = False
        return form


class OwnTranslationsReport(TranslationsReportView):
    """Lists translations of pages that the user may edit."""

    def get_queryset(self) -> QuerySet[Translation]:
        """Everything for the secretariat, own pages for a team."""
        translations = super().get_queryset().order_by("-pk")
        if acts_for_all(self.request.user):
            return translations
        keys = Page.objects.filter(own_pages(self.request.user)).order_by().values("translation_key")
        return translations.filter(source__object_id__in=keys)


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
        path("submit/page/<int:page_id>/", SubmitOwnPage.as_view(), name="submit_page_translation"),
        path(
            "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            NoSnippets.as_view(),
            name="submit_snippet_translation",
        ),
        path("page/<int:page_id>/convert_to_alias/", no_aliases, name="convert_to_alias"),
        path("update/<int:translation_source_id>/", UpdateOwnTranslations.as_view(), name="update_translations"),
        # The editor of wagtail-localize takes a PO file for finished and stumbles over others.
        path("translate/<int:translation_id>/pofile/download/", DownloadView.as_view(), {"kind": "po"}),
        path("translate/<int:translation_id>/pofile/upload/", UploadView.as_view()),
        # Its own answers with an error when the machine does, and takes what lost its links for right.
        path("translate/<int:translation_id>/machine_translate/", ProposeView.as_view()),
        path("translate/<int:translation_id>/preview/", preview, name="preview"),
        path("translate/<int:translation_id>/preview/<str:mode>/", preview),
        path("reports/translations/", OwnTranslationsReport.as_view(), name="translations_report"),
        path(
            "reports/translations/results/",
            OwnTranslationsReport.as_view(results_only=True),
            name="translations_report_results",
        ),
    ]
    return [path("localize/", include((views, "wagtail_localize_own")))]
