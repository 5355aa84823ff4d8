"""The addresses of the portal. Addresses that visitors see start with their language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from portal.core.pages import serving, sitemaps
from portal.core.replica import reads_replica
from portal.core.users.views import (
    RememberingPasswordResetConfirmView,
    ThrottledLoginView,
    ThrottledPasswordResetView,
    open_with_password,
)
from portal.core.web import views
from portal.editing.publication.page_editor import PageEditView
from search.public.concept_addresses import ConceptSitemap

SITEMAPS = {"pages": sitemaps.PageSitemap, "concepts": ConceptSitemap}

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", reads_replica(sitemaps.index), {"sitemaps": SITEMAPS}, name="sitemap_index"),
    path("sitemap-<section>.xml", reads_replica(sitemap_views.sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("admin/login/", ThrottledLoginView.as_view()),
    path("admin/password_reset/", ThrottledPasswordResetView.as_view()),
    path("admin/password_reset/confirm/<uidb64>/<token>/", RememberingPasswordResetConfirmView.as_view()),
    # One history, with organisations and with files that are safe to open.
    path("admin/reports/site-history/", RedirectView.as_view(pattern_name="home_audit", query_string=True)),
    path("admin/reports/site-history/results/", RedirectView.as_view(pattern_name="home_audit_results")),
    path("admin/pages/<int:page_id>/edit/", require_admin_access(PageEditView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", views.media, name="media"),
    path("pictures/", include("portal.core.pictures.urls")),
    path("api/v1/", include("search.public.api_urls")),
    path("api/v1/", include("events.dialogue.public.api_urls")),
    path("api/v1/", include("projects.adoptions.api_urls")),
    path("api/v1/", include("projects.modeltext.api_urls")),
    path("", include(settings.EARLY_URLCONF)),
    path("", views.choose_language, name="choose_language"),
    *i18n_patterns(
        path("", include("partners.urls")),
        path("", include("projects.urls")),
        path("", include("projects.modeltext.urls")),
        path("events/", include("events.urls")),
        path("", include("events.dialogue.urls")),
        path("search/", include("search.public.urls")),
        # Before the pages, whose pattern would take it; the rest of Wagtail's addresses is there for its names only.
        path("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", open_with_password),
        re_path(wagtail_urls.serve_pattern, serving.serve, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

handler400 = "portal.core.web.views.bad_request"
handler403 = "portal.core.web.views.permission_denied"
handler404 = "portal.core.web.views.page_not_found"
handler500 = "portal.core.web.views.server_error"
