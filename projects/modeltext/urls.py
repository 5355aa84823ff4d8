"""Addresses of the model text below ``/<language>/model/``, before the pages.

The page of the model itself (slug ``model``) is the entrance, with the elements below it. A page cannot have one of
these addresses: ``portal.core.models.slugs`` gives it another slug.
"""

from django.urls import path

from portal.core.replica import reads_replica
from projects.modeltext.public import (
    coverage,
    model_page,
    numbers,  # noqa: F401 (registers the converter of numbers)
    views,
)
from projects.modeltext.public.feeds import VersionFeed

urlpatterns = [
    # Where the elements were before the model had one page.
    path("elements/", model_page.moved, name="model_moved"),
    path("elements/<path:rest>", model_page.moved, name="model_moved_below"),
    path("model/worksheet/", model_page.worksheet, name="model_worksheet"),
    path("model/history/", views.history, name="model_history"),
    path("model/coverage/", coverage.coverage, name="model_coverage"),
    path("model/feed.xml", reads_replica(VersionFeed()), name="model_feed"),
    path("model/compare/", views.choose_comparison, name="model_choose_comparison"),
    path("model/compare/<model_number:old>/<model_number:new>/", views.comparison, name="model_compare"),
    path("model/p/<token:short_id>/", views.paragraph, name="model_paragraph"),
    path("model/<model_number:number>/", views.version, name="model_version"),
    path("model/<model_number:number>/text.txt", views.text, name="model_text"),
    path("model/<model_number:number>/cite.<slug:file_format>", views.cite, name="model_cite"),
]
