"""Addresses of the public interface."""

from django.urls import path

from search.public import views

urlpatterns = [
    path("search/", views.api_search, name="api_search"),
    path("openapi.json", views.openapi, name="api_description"),
]
