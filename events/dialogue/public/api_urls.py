"""Addresses of the public interface to occasions, below ``/api/v1/``."""

from django.urls import path

from events.dialogue.public import api

urlpatterns = [
    path("occasions/", api.occasions, name="api_occasions"),
    path("occasions/<uuid:key>/", api.occasion, name="api_occasion"),
    path("occasions/<uuid:key>/contributions/", api.contributions, name="api_contributions"),
    path("occasions/<uuid:key>/contributions.csv", api.contributions_csv, name="api_contributions_csv"),
    path("occasions/<uuid:key>/reactions.zip", api.reactions, name="api_reactions"),
]
