"""Addresses of the search below a language."""

from django.urls import include, path, re_path

from search.public import concept_pages, verdicts, views

urlpatterns = [
    path("", views.search_page, name="search"),
    path("suggestions/", views.suggestions, name="search_suggestions"),
    path("watch/", include("search.watching.urls")),
    path("chosen/", views.chosen, name="search_chosen"),
    path("verdict/", verdicts.verdict, name="search_verdict"),
    path("concepts/", concept_pages.concepts, name="concepts"),
    path("concepts/<slug:slug>/", concept_pages.concept, name="concept"),
    re_path(r"^concepts/(?P<slug>[-\w]+)\.(?P<ending>ttl|jsonld)$", concept_pages.concept, name="concept_data"),
    path("opensearch.xml", views.opensearch, name="search_opensearch"),
    path("opensearch-suggestions/", views.opensearch_suggestions, name="search_opensearch_suggestions"),
]
