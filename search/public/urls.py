"""Addresses of the search below a language."""

from django.urls import include, path

from search.public import verdicts, views

urlpatterns = [
    path("", views.search_page, name="search"),
    path("suggestions/", views.suggestions, name="search_suggestions"),
    path("watch/", include("search.watching.urls")),
    path("chosen/", views.chosen, name="search_chosen"),
    path("verdict/", verdicts.verdict, name="search_verdict"),
    path("opensearch.xml", views.opensearch, name="search_opensearch"),
    path("opensearch-suggestions/", views.opensearch_suggestions, name="search_opensearch_suggestions"),
]
