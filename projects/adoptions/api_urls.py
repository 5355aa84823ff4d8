"""Addresses of the public interface to adoptions, below ``/api/v1/``."""

from django.urls import path

from projects.adoptions import api

urlpatterns = [
    path("cases/<page_slug:slug>/adoptions/", api.adoptions, name="api_adoptions"),
    path("cases/<page_slug:slug>/adoptions.csv", api.adoptions_csv, name="api_adoptions_csv"),
]
