"""Addresses of the public interface to the model text, below ``/api/v1/``."""

from django.urls import path

from projects.modeltext.public import api

urlpatterns = [
    path("model/versions/", api.versions, name="api_model_versions"),
    path("model/versions/<str:number>/", api.version, name="api_model_version"),
    path("model/compare/<str:old>/<str:new>/", api.comparison, name="api_model_comparison"),
]
